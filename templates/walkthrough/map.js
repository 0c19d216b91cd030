'use strict';
/* The whole sheet, small, with a frame around what the pane shows: for pictures of very many objects, or far larger than
   the pane. */
(function (page) {
  const most = 200, often = 3;
  const { boxOf } = page.picture, view = page.view;
  const stage = page.byId('stage'), size = { width: page.data.width, height: page.data.height };
  const widest = 180, highest = 120, edge_px = 20;
  let box = null, canvas = null, frame = null, scale = 1, timer = 0;

  function isNeeded () {
    const seen = view.visible();
    const overflows = seen.width < size.width * 0.98 || seen.height < size.height * 0.98;
    if (!overflows || stage.clientWidth < 320 || stage.clientHeight < 260) return false;
    let cards = 0;
    page.picture.groups.forEach(group => { if (group.kind === 'object') cards++; });
    return cards > most || seen.width * seen.height * often < size.width * size.height;
  }

  function build () {
    box = page.byId('view').appendChild(document.createElement('div'));
    canvas = box.appendChild(document.createElement('canvas'));
    frame = box.appendChild(document.createElement('i'));
    box.id = 'map';
    box.tabIndex = 0;
    box.setAttribute('role', 'group');
    box.setAttribute('aria-label', 'Overview: drag, or the arrow keys, to move the view');
    canvas.setAttribute('aria-hidden', 'true');
    scale = Math.min(widest / size.width, highest / size.height);
    box.style.width = Math.max(40, size.width * scale) + 'px';
    box.style.height = Math.max(24, size.height * scale) + 'px';
    box.addEventListener('pointerdown', event => {
      box.setPointerCapture(event.pointerId);
      goTo(event);
    });
    box.addEventListener('pointermove', event => { if (box.hasPointerCapture(event.pointerId)) goTo(event); });
    box.addEventListener('keydown', onKey);
  }

  function goTo (event) {
    const edge = box.getBoundingClientRect();
    stage.scrollLeft = (event.clientX - edge.left) / scale * view.scale - stage.clientWidth / 2;
    stage.scrollTop = (event.clientY - edge.top) / scale * view.scale - stage.clientHeight / 2;
  }

  const ways = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

  function onKey (event) {
    const way = ways[event.key];
    if (!way || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    stage.scrollLeft += way[0] * stage.clientWidth / 4;
    stage.scrollTop += way[1] * stage.clientHeight / 4;
  }

  const paints = { sequence: 'sequence', mapping: 'mapping', set: 'set', instance: 'instance', class: 'class', function: 'function',
    atom: 'atom', opaque: 'opaque' };

  function paintOf (group) {
    if (/class="[^"]*\b(new|changed)\b/.test(group.markup)) return '--hr-new';
    if (group.kind !== 'object') return '--hr-frame';
    const kind = /class="object (\w+)/.exec(group.markup);
    return '--hr-' + (kind && paints[kind[1]] || 'opaque');
  }

  function draw () {
    const dots = Math.max(1, window.devicePixelRatio || 1), context = canvas.getContext('2d'), colours = new Map();
    canvas.width = box.clientWidth * dots;
    canvas.height = box.clientHeight * dots;
    context.scale(dots * scale, dots * scale);
    page.picture.groups.forEach(group => {
      const card = /^(object|frame|name)$/.test(group.kind) ? boxOf(group) : null;
      if (!card) return;
      const paint = paintOf(group);
      if (!colours.has(paint)) colours.set(paint, page.colour(paint));
      context.fillStyle = colours.get(paint);
      context.fillRect(card.x, card.y, Math.max(card.width, 1.5 / scale), Math.max(card.height, 1.5 / scale));
    });
    place();
  }

  function place () {
    const seen = view.visible();
    const left = Math.max(0, seen.x), top = Math.max(0, seen.y);
    const right = Math.min(size.width, seen.x + seen.width), bottom = Math.min(size.height, seen.y + seen.height);
    frame.style.transform = 'translate(' + left * scale + 'px,' + top * scale + 'px)';
    frame.style.width = Math.max(6, (right - left) * scale) + 'px';
    frame.style.height = Math.max(6, (bottom - top) * scale) + 'px';
  }

  /* Whether there is one is decided when all is still; where it is, its frame follows at once. */
  function update () {
    const needed = isNeeded();
    if (needed && !box) build();
    if (box) box.hidden = !needed;
    view.covered = needed ? { width: parseFloat(box.style.width) + edge_px, height: parseFloat(box.style.height) + edge_px }
      : { width: 0, height: 0 };
    if (needed) draw();
  }

  function soon () {
    clearTimeout(timer);
    timer = setTimeout(update, 60);
  }

  view.moved.push(() => {
    if (box && !box.hidden) place();
    soon();
  });
  page.on('step', soon);
  page.on('resize', soon);
  page.on('theme', soon);
})(heapreel);
