'use strict';
/* Hides and shows parts of the picture. The layout holds still: what is hidden leaves its place empty. */
(function (page) {
  const { element, arrows } = page.picture;
  const most = 40;
  const hidden = new Set(); /* names of types */
  let box = null;

  const typeOf = group => {
    const object = group && page.objects.get(page.idOf(group));
    return object ? object.type : null;
  };

  /* Cards of hidden types, and the arrows from and to them. */
  function apply () {
    const { groups } = page.picture;
    groups.forEach(group => {
      if (group.kind === 'object') group.element.classList.toggle('hr-off', hidden.has(typeOf(group)));
    });
    arrows().forEach(arrow => {
      const off = hidden.has(typeOf(groups.get(arrow.from))) || hidden.has(typeOf(groups.get(arrow.to)));
      arrow.element.classList.toggle('hr-off', off);
    });
    button.setAttribute('aria-pressed', String(hidden.size > 0 || /hr-no-/.test(element.getAttribute('class'))));
  }

  function addCheck (parent, words, checked, action) {
    const label = parent.appendChild(document.createElement('label')), input = label.appendChild(document.createElement('input'));
    input.type = 'checkbox';
    input.name = 'show';
    input.checked = checked;
    label.append(words);
    input.addEventListener('change', () => {
      action(input.checked);
      apply();
    });
    return input;
  }

  function addGroup (title) {
    const set = box.appendChild(document.createElement('fieldset'));
    set.appendChild(document.createElement('legend')).textContent = title;
    return set;
  }

  function countTypes () {
    const counts = new Map();
    page.objects.forEach(object => counts.set(object.type, (counts.get(object.type) || 0) + 1));
    return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  }

  /* Whether some picture of the run has a line that begins like this. */
  function isDrawn (beginning) {
    for (let number = 0, line; (line = page.line(number)) !== undefined; number++) if (beginning.test(line)) return true;
    return false;
  }

  /* A switch for what the pictures may not have at all: then it says how to make pictures that do. */
  function addMark (parent, words, name, beginning, without) {
    const drawn = isDrawn(beginning);
    const input = addCheck(parent, words, drawn, on => element.classList.toggle(name, !on));
    if (drawn) return;
    input.disabled = true;
    page.fillCaption(parent.appendChild(document.createElement('p')), without);
  }

  function build () {
    box = page.byId('tools').appendChild(document.createElement('div'));
    box.className = 'popover';
    box.id = 'filters';
    const marks = addGroup('Show'), types = countTypes();
    addMark(marks, 'References', 'hr-no-references', /^<g id="p-arrow-(?:reference|weak)/, 'There are none in this run.');
    addMark(marks, 'Arrows to types and bases', 'hr-no-types', /^<g id="p-arrow-(?:type|base)/,
      'Instances of own classes have them; a page made with `--show types` has all.');
    addMark(marks, 'Reference counts on cards', 'hr-no-refs', /^<text [^>]*class="hr-l10_5w6[^>]*>(?!shared)/,
      'This page was made without them.');
    const set = addGroup('Objects of type');
    types.slice(0, most).forEach(([type, n]) =>
      addCheck(set, (type === 'type' ? 'type: classes' : page.visible(type)) + ' (' + n + ')', true, on => { on ? hidden.delete(type) : hidden.add(type); }));
    if (types.length > most) set.appendChild(document.createElement('p')).textContent = 'and ' + (types.length - most) + ' more types, always shown';
    const all = box.appendChild(document.createElement('button'));
    all.type = 'button';
    all.textContent = 'Show all';
    all.addEventListener('click', () => {
      box.querySelectorAll('input:enabled').forEach(input => { input.checked = true; });
      hidden.clear();
      ['hr-no-references', 'hr-no-types', 'hr-no-refs'].forEach(name => element.classList.remove(name));
      apply();
    });
    page.popover(button, box);
  }

  function toggle () {
    if (!box) build();
    if (page.openPopover(button, box)) box.querySelector('input:enabled, button').focus();
  }

  page.key('v', 'Show and hide: types, references, counts', toggle);
  const button = page.tool('filters-button', 'Show and hide', 'M1.5 8S4 3.5 8 3.5 14.5 8 14.5 8 12 12.5 8 12.5 1.5 8 1.5 8zM8 6a2 2 0 1 1 0 4 2 2 0 0 1 0-4', toggle);
  button.setAttribute('aria-pressed', 'false');
  page.on('step', () => { if (hidden.size > 0) apply(); });
})(heapreel);
