'use strict';
/* How large the picture is shown, and which part of it. The pane scrolls; zooming changes how wide the picture is. The
   scale stays from step to step, and the pane moves by itself only when what changed would not be seen.

   page.view: scale      px for a pt            setScale(scale, x, y) keeps the point (x, y) of the window where it is
              fit()      shows all of the step's picture               visible() what the pane shows, a rectangle in pt
              reveal(box) scrolls so that @box, in pt, is seen          moved: actions that hear of every change
              covered    what lies over the pane's last corner, in px */
(function (page) {
  const { element, paper, boxOf } = page.picture;
  const stage = page.byId('stage');
  const size = { width: page.data.width, height: page.data.height };
  const largest = 8, smallest = 0.04, step = 1.25;
  /* By itself it opens no larger than this, and no smaller than can be read. */
  const calm = 1.25, readable = 0.7;
  const room_px = 16;
  let chosen = false;

  const view = page.view = { scale: 0, moved: [], covered: { width: 0, height: 0 } };

  /* Where the pane stands, as last measured: asking for it right after a step would lay the picture out at once. */
  let pane = { left: 0, top: 0, width: 0, height: 0 };

  function tell () {
    pane = { left: stage.scrollLeft, top: stage.scrollTop, width: stage.clientWidth, height: stage.clientHeight };
    view.moved.forEach(action => action());
  }

  const limit = (value, low, high) => Math.max(low, Math.min(high, value));

  function resize (scale) {
    view.scale = scale;
    paper.style.width = size.width * scale + 'px';
    paper.style.height = size.height * scale + 'px';
  }

  view.setScale = (scale, x, y) => {
    const before = element.getBoundingClientRect(), edge = stage.getBoundingClientRect();
    scale = limit(scale, smallest, largest);
    x = x === undefined ? edge.left + stage.clientWidth / 2 : x;
    y = y === undefined ? edge.top + stage.clientHeight / 2 : y;
    const at = { x: (x - before.left) / view.scale, y: (y - before.top) / view.scale };
    chosen = true;
    resize(scale);
    const after = element.getBoundingClientRect();
    stage.scrollLeft += after.left + at.x * scale - x;
    stage.scrollTop += after.top + at.y * scale - y;
    tell();
  };

  view.visible = () => ({ x: pane.left / view.scale, y: pane.top / view.scale, width: pane.width / view.scale,
    height: pane.height / view.scale });

  /* The part of the sheet that this step's cards use, from the corner where the lanes have their names. */
  view.used = () => {
    let right = 0, bottom = 0;
    page.picture.groups.forEach(group => {
      const box = group.kind === 'arrow' || group.kind === 'lane' ? null : boxOf(group);
      if (!box) return;
      right = Math.max(right, box.x + box.width);
      bottom = Math.max(bottom, box.y + box.height);
    });
    return { x: 0, y: 0, width: limit(right + 24, 160, size.width), height: limit(bottom + 40, 100, size.height) };
  };

  const fitting = box => Math.min(stage.clientWidth / box.width, stage.clientHeight / box.height, calm);

  view.fit = () => {
    const used = view.used();
    resize(Math.max(fitting(used), smallest));
    stage.scrollTo(used.x * view.scale, used.y * view.scale);
    chosen = false;
    tell();
  };

  /* As a reader would want to begin: the whole sheet where it can be read, else the part in use as far as it can. */
  function settle () {
    const whole = fitting(size);
    if (whole >= readable) resize(whole);
    else if (view.scale === 0 || view.scale < readable) resize(limit(fitting(view.used()), readable, 1));
    tell();
  }

  view.settle = () => { if (!chosen) settle(); };

  /* The least that the pane must scroll along one axis to show from..to, in px of the pane. */
  function shift (from, to, length) {
    if (from >= room_px && to <= length - room_px) return 0;
    if (to - from > length - 2 * room_px || from < room_px) return from - 2 * room_px;
    return to - length + 2 * room_px;
  }

  view.reveal = box => {
    const seen = view.visible(), s = view.scale;
    const x = (box.x - seen.x) * s, y = (box.y - seen.y) * s;
    const dx = shift(x, x + box.width * s, pane.width);
    let dy = shift(y, y + box.height * s, pane.height);
    const hidden = y + box.height * s - dy + room_px - (pane.height - view.covered.height);
    if (x + box.width * s - dx > pane.width - view.covered.width && hidden > 0 && y - dy > hidden) dy += hidden;
    if (!dx && !dy) return;
    stage.scrollTo(pane.left + dx, pane.top + dy);
    tell();
  };

  const overlaps = (a, b) => a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height &&
    b.y < a.y + a.height;

  /* What a reader looks for, the first of these that there is: an object that is new or has changed, a value, a frame,
     what is gone. Where one of them is in view the pane stays. */
  const wanted = [/^<g id="[^"]*" class="object (?!atom)[^"]*\b(?:new|changed)\b/, /^<g id="[^"]*" class="object[^"]*\b(?:new|changed)\b/,
    /^<g id="[^"]*" class="(?:frame|name)[^"]*\bnew\b/, /^<g id="[^"]*" class="(?:object|frame|name)[^"]*\bghost\b/];

  function follow () {
    const { added, replaced } = page.picture.change, seen = view.visible();
    const groups = added.concat(replaced.map(([, group]) => group));
    const kind = wanted.find(pattern => groups.some(group => pattern.test(group.markup)));
    if (!kind) return;
    const boxes = groups.filter(group => kind.test(group.markup)).map(boxOf).filter(Boolean);
    if (boxes.length > 0 && !boxes.some(box => overlaps(box, seen))) view.reveal(boxes[0]);
  }

  /* Scrolling lays out what was just drawn: once a frame is enough. */
  let frame = 0;

  page.on('step', (index, previous) => {
    if (previous < 0) settle();
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(follow);
  });
  page.on('select', id => {
    const card = id !== null && page.picture.cardOf(id);
    if (card) view.reveal(boxOf(card));
  });
  page.on('resize', () => { if (view.scale > 0) chosen ? tell() : settle(); });
  stage.addEventListener('scroll', tell, { passive: true });

  stage.addEventListener('wheel', event => {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    const lines = event.deltaMode === 1 ? 16 : 1;
    view.setScale(view.scale * Math.exp(-limit(event.deltaY * lines, -60, 60) / 160), event.clientX, event.clientY);
  }, { passive: false });

  /* Dragging moves the sheet; a click is a press that stayed where it was. Fingers scroll the pane by themselves. */
  let drag = null;
  stage.addEventListener('pointerdown', event => {
    if (event.pointerType === 'touch' || event.button > 1 || event.target === stage && isOnScrollbar(event)) return;
    drag = { x: event.clientX, y: event.clientY, left: stage.scrollLeft, top: stage.scrollTop, far: false };
  });
  addEventListener('pointermove', event => {
    if (!drag) return;
    if (event.buttons === 0) drag = null;
    else dragTo(event);
  });
  addEventListener('pointerup', () => {
    if (drag && drag.far) setTimeout(() => { view.dragged = false; }); /* after the click that follows */
    drag = null;
    stage.classList.remove('dragging');
  });

  function isOnScrollbar (event) {
    const box = stage.getBoundingClientRect();
    return event.clientX > box.left + stage.clientWidth || event.clientY > box.top + stage.clientHeight;
  }

  function dragTo (event) {
    const dx = event.clientX - drag.x, dy = event.clientY - drag.y;
    if (!drag.far && Math.hypot(dx, dy) < 5) return;
    drag.far = view.dragged = true;
    stage.classList.add('dragging');
    stage.scrollLeft = drag.left - dx;
    stage.scrollTop = drag.top - dy;
  }

  /* Two fingers zoom and move at once. */
  let pinch = null;
  const between = touches => ({
    x: (touches[0].clientX + touches[1].clientX) / 2,
    y: (touches[0].clientY + touches[1].clientY) / 2,
    apart: Math.hypot(touches[0].clientX - touches[1].clientX, touches[0].clientY - touches[1].clientY)
  });
  stage.addEventListener('touchstart', event => {
    pinch = event.touches.length === 2 ? between(event.touches) : null;
  }, { passive: true });
  stage.addEventListener('touchmove', event => {
    if (!pinch || event.touches.length !== 2) return;
    event.preventDefault();
    const now = between(event.touches);
    stage.scrollLeft -= now.x - pinch.x;
    stage.scrollTop -= now.y - pinch.y;
    if (pinch.apart > 0) view.setScale(view.scale * now.apart / pinch.apart, now.x, now.y);
    pinch = now;
  }, { passive: false });
  stage.addEventListener('touchend', event => {
    pinch = event.touches.length === 2 ? between(event.touches) : null;
  }, { passive: true });

  const larger = () => view.setScale(view.scale * step), smaller = () => view.setScale(view.scale / step);
  page.key(['+', '='], 'Zoom in (or Ctrl and the wheel, or two fingers)', larger);
  page.key('-', 'Zoom out', smaller);
  page.key('0', 'Fit the picture into its pane', view.fit);
  page.tool('zoom-in', 'Zoom in', 'M8 3v10M3 8h10', larger);
  page.tool('zoom-out', 'Zoom out', 'M3 8h10', smaller);
  page.tool('zoom-fit', 'Fit', 'M2.5 6V2.5H6M10 2.5h3.5V6M13.5 10v3.5H10M6 13.5H2.5V10', view.fit);
})(heapreel);
