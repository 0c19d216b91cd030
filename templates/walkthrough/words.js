'use strict';
/* The picture in words: frames and objects, their names and what these refer to, read off the drawn picture itself. */
(function (page) {
  const words = page.byId('words'), button = page.byId('words-button');
  const near_pt = 9;
  let shown = false;

  function titleOf (group) {
    const title = group.querySelector(':scope > title');
    return title ? title.textContent : '';
  }

  const place = (element, name) => Number(element.getAttribute(name));

  /* Arrows by the point they start from, as the dots there have it. */
  function arrowsOf (picture) {
    const arrows = new Map();
    picture.querySelectorAll('.arrow').forEach(arrow => {
      const path = arrow.querySelector('path');
      const start = path && /^M([-\d.]+) ([-\d.]+)/.exec(path.getAttribute('d'));
      const [, kind, target] = /^p-arrow-([a-z]+)-.*-(object-\d+)(?:-\d+)?$/.exec(arrow.id) || [];
      const group = target && picture.querySelector('#p-' + target);
      if (!start || !group) return;
      const key = start[1] + ' ' + start[2];
      arrows.set(key, (arrows.get(key) || []).concat({ kind, group }));
    });
    return arrows;
  }

  function labelOf (group) {
    return titleOf(group).split(',')[0];
  }

  /* A group's rows of text from top to bottom, each with what the dots on its height lead to. */
  function rowsOf (group, arrows) {
    const rows = [];
    const rowAt = y => {
      let row = rows.find(one => Math.abs(one.y - y) < near_pt);
      if (!row) rows.push(row = { y, texts: [], targets: [] });
      return row;
    };
    const sequence = group.classList.contains('sequence');
    group.querySelectorAll('text').forEach(text => {
      if (sequence && text.classList.contains('hr-faint')) return; /* indices, over their cells */
      rowAt(place(text, 'y') - 4.5).texts.push([place(text, 'x'), text.textContent]);
    });
    group.querySelectorAll('circle').forEach(dot => {
      const found = arrows.get(dot.getAttribute('cx') + ' ' + dot.getAttribute('cy')) || [];
      found.forEach(({ group }) => rowAt(place(dot, 'cy')).targets.push([place(dot, 'cx'), labelOf(group)]));
    });
    const inOrder = list => list.sort((a, b) => a[0] - b[0]).map(one => one[1]);
    return rows.sort((a, b) => a.y - b.y).map(row => {
      const targets = inOrder(row.targets), text = inOrder(row.texts).join(' · ');
      return targets.length > 0 ? text + ' → ' + targets.join(', ') : text;
    }).filter(text => text);
  }

  function addGroups (heading, groups, arrows) {
    if (groups.length === 0) return;
    words.appendChild(document.createElement('h2')).textContent = heading;
    const list = words.appendChild(document.createElement('ul'));
    groups.forEach(group => {
      const item = list.appendChild(document.createElement('li'));
      const state = group.classList.contains('ghost') ? ' (freed)' : group.classList.contains('new') ? ' (new)'
        : group.classList.contains('changed') ? ' (changed)' : group.classList.contains('current') ? ' (running)' : '';
      item.appendChild(document.createElement('strong')).textContent = titleOf(group) + state;
      /* The first row is the name that the title has. */
      const rows = rowsOf(group, arrows).slice(group.classList.contains('atom') ? 0 : 1);
      if (rows.length === 0) return;
      const inner = item.appendChild(document.createElement('ul'));
      rows.forEach(row => { inner.appendChild(document.createElement('li')).textContent = row; });
    });
  }

  function fill (index) {
    const picture = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
    picture.innerHTML = page.markupOf(index);
    const arrows = arrowsOf(picture);
    words.textContent = '';
    addGroups('Stack', [...picture.querySelectorAll('.frame')], arrows);
    addGroups('Heap', [...picture.querySelectorAll('.object')], arrows);
  }

  function toggle () {
    shown = !shown;
    button.setAttribute('aria-pressed', shown);
    words.hidden = !shown;
    page.byId('view').classList.toggle('in-words', shown);
    if (shown) fill(page.current);
    page.resized();
  }

  page.key('t', 'The picture in words', toggle, 'Page');
  page.button('words-button', toggle);
  page.on('step', index => { if (shown) fill(index); });
})(heapreel);
