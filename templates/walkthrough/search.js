'use strict';
/* Looks for objects by name, type or text over the whole run, and for names in frames, and goes to a step that shows what
   is chosen. */
(function (page) {
  const most = 100;
  const tools = page.byId('tools');
  let index = null, hits = [], active = -1, box = null, field = null, list = null, told = null;

  const signs = { '&lt;': '<', '&gt;': '>', '&amp;': '&', '&quot;': '"', '&#39;': '\'' };
  const plain = text => text.replace(/&(?:lt|gt|amp|quot|#39);/g, sign => signs[sign]);

  /* What the pictures say of each object: id → { first: step that draws it, texts: Map text → first step }; and of each
     frame's names: 'frame name' → { frame, name, step }. Only what is not in the step before is looked at. */
  function gather () {
    const found = new Map(), names = new Map(), heads = new Map(), texts = new Map();
    let before = [];
    /* An object's number; 'frame'; '' for another group; null for a line that begins none. */
    const headOf = number => {
      if (!heads.has(number)) {
        const line = page.line(number), match = /^<g id="p-(object|frame)-(\d+)/.exec(line);
        heads.set(number, !match ? line.startsWith('<g') ? '' : null : match[1] === 'frame' ? 'frame' : Number(match[2]));
      }
      return heads.get(number);
    };
    /* Not counts, indices, and what stands under a card: those say nothing of its own. */
    const textOf = number => {
      if (!texts.has(number)) {
        const match = /^<text [^>]*class="([^" ]*)[^>]*>([^<]*)<\/text>/.exec(page.line(number));
        texts.set(number, match && match[2] && !/^hr-l(10_5w6|9_5w5|10w5|12_5w7)/.test(match[1]) ? plain(match[2]) : '');
      }
      return texts.get(number);
    };
    for (let step = 0; step < page.steps.length; step++) {
      const lines = page.linesOf(step);
      let from = 0, end = lines.length;
      while (from < end && lines[from] === before[from]) from++;
      while (end > from && lines[end - 1] === before[before.length - lines.length + end - 1]) end--;
      while (from > 0 && from < end && headOf(lines[from]) === null) from--;
      for (let i = from, id = '', frame = ''; i < end; i++) {
        const head = headOf(lines[i]), text = head === null && id !== '' ? textOf(lines[i]) : '';
        if (head !== null) {
          id = head;
          frame = '';
          if (typeof id === 'number' && !found.has(id)) found.set(id, { first: step, texts: new Map() });
        } else if (id === 'frame' && text) {
          const key = frame + ' ' + text;
          if (!frame) frame = text;
          else if (!names.has(key) && !page.line(lines[i]).includes('text-anchor')) names.set(key, { frame, name: text, step });
        } else if (text && !found.get(id).texts.has(text)) found.get(id).texts.set(text, step);
      }
      before = lines;
    }
    return { objects: found, names };
  }

  /* Names in frames that begin like that. */
  function findNames (lower) {
    return [...index.names.values()].filter(one => one.name.toLowerCase().startsWith(lower))
      .map(one => ({ ...one, rank: one.name.toLowerCase() === lower ? 0 : 1 }));
  }

  /* [{ object, text, step, rank }], the best first: by name, then type, then text. */
  function find (wanted) {
    const found = [], lower = wanted.toLowerCase();
    page.objects.forEach(object => {
      const drawn = index.objects.get(object.id);
      if (!drawn) return;
      const name = object.name.toLowerCase(), type = object.type.toLowerCase();
      let text = '', rank = -1, step = drawn.first;
      if (name === lower || type === lower) rank = 0;
      else if (type.startsWith(lower) || name.startsWith(lower)) rank = 1;
      for (const [one, first] of drawn.texts) {
        if (!one.toLowerCase().includes(lower)) continue;
        if (rank < 0) {
          rank = one.toLowerCase() === lower ? 2 : 3;
          step = first;
        }
        text = one;
        break;
      }
      if (rank < 0 && type.includes(lower)) rank = 4;
      if (rank >= 0) found.push({ object, text: text || [...drawn.texts.keys()][0] || '', step, rank });
    });
    found.sort((a, b) => a.rank - b.rank || a.object.born - b.object.born || a.object.id - b.object.id);
    return findNames(lower).concat(found).sort((a, b) => a.rank - b.rank);
  }

  const isDrawn = hit => page.picture.cardOf(hit.object.id) !== null;

  /* The object that a name refers to in the picture, where it is there. */
  function namedBy (hit) {
    const { arrows, groups } = page.picture;
    const arrow = arrows().find(one => page.nameOf(groups.get(one.from)) === hit.frame && page.slotOf(one) === hit.name);
    return arrow ? page.idOf(groups.get(arrow.to)) : null;
  }

  function choose (hit) {
    if (!hit) return;
    close();
    if (hit.name ? namedBy(hit) === null : !isDrawn(hit)) page.jump(hit.step);
    const id = hit.name ? namedBy(hit) : hit.object.id;
    if (id !== null) page.select(id);
    const card = page.picture.cardOf(id);
    if (!card) return;
    page.describePicture();
    page.view.reveal(page.picture.boxOf(card));
    card.element.focus({ preventScroll: true });
  }

  function lifeWords (object) {
    return 'steps ' + (object.born + 1) + '–' + (object.freed < 0 ? page.steps.length : object.freed + 1);
  }

  function addHit (hit, i) {
    const item = list.appendChild(document.createElement('li'));
    item.id = 'hit-' + i;
    item.setAttribute('role', 'option');
    item.setAttribute('aria-selected', 'false');
    const words = hit.name ? [hit.name, 'a name in ' + hit.frame, 'from step ' + (hit.step + 1)] :
      [hit.object.name, hit.text, lifeWords(hit.object)];
    ['code', 'q', 'span'].forEach((tag, k) => { item.appendChild(document.createElement(tag)).textContent = page.visible(words[k]); });
    item.addEventListener('click', () => choose(hit));
  }

  function setActive (i) {
    const before = list.children[active], now = list.children[i];
    if (before) before.setAttribute('aria-selected', 'false');
    active = now ? i : -1;
    if (now) {
      now.setAttribute('aria-selected', 'true');
      field.setAttribute('aria-activedescendant', now.id);
      now.scrollIntoView({ block: 'nearest' });
    } else field.removeAttribute('aria-activedescendant');
  }

  function update () {
    const wanted = field.value.trim();
    hits = wanted ? find(wanted) : [];
    list.textContent = '';
    active = -1;
    hits.slice(0, most).forEach(addHit);
    list.hidden = hits.length === 0;
    field.setAttribute('aria-expanded', String(hits.length > 0));
    told.textContent = !wanted ? 'A type, a name, or a text in a card.' : hits.length === 0 ? 'Nothing has that.' :
      hits.length + ' found' + (hits.length > most ? ', the first ' + most + ' shown' : '');
    setActive(hits.length > 0 ? 0 : -1);
  }

  function onKey (event) {
    const shown = Math.min(hits.length, most);
    if (event.key === 'ArrowDown' && shown) setActive((active + 1) % shown);
    else if (event.key === 'ArrowUp' && shown) setActive((active + shown - 1) % shown);
    else if (event.key === 'Enter') choose(hits[Math.max(0, active)]);
    else if (event.key === 'Escape') {
      close();
      button.focus();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }

  function build () {
    index = gather();
    box = tools.appendChild(document.createElement('div'));
    box.className = 'popover';
    box.id = 'search';
    field = box.appendChild(document.createElement('input'));
    list = box.appendChild(document.createElement('ul'));
    told = box.appendChild(document.createElement('p'));
    field.type = 'text';
    field.name = 'find';
    field.autocomplete = 'off';
    field.spellcheck = false;
    field.placeholder = 'Find an object';
    Object.entries({ role: 'combobox', 'aria-label': 'Find an object', 'aria-autocomplete': 'list', 'aria-controls': 'hits',
      'aria-expanded': 'false' }).forEach(([name, value]) => field.setAttribute(name, value));
    list.id = 'hits';
    list.setAttribute('role', 'listbox');
    list.setAttribute('aria-label', 'Objects found');
    told.setAttribute('role', 'status');
    field.addEventListener('input', update);
    field.addEventListener('keydown', onKey);
    page.popover(button, box);
  }

  function close () {
    page.closePopover();
  }

  function toggle () {
    if (!box) build();
    if (!page.openPopover(button, box)) return;
    update();
    field.focus();
    field.select();
  }

  page.key('/', 'Find an object by type, name or text', toggle);
  const button = page.tool('search-button', 'Find an object', 'M7 2.5a4.5 4.5 0 1 1 0 9 4.5 4.5 0 0 1 0-9M10.3 10.3l3.4 3.4', toggle);
})(heapreel);
