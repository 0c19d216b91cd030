'use strict';
/* Which step is shown, which object is chosen, and who hears of it.

   page.show(i)     goes there at once, stops playing; the address follows.
   page.jump(i)     the same, from afar: the browser's back button comes back.
   page.move(i, event)  the same as show; but of moves by a key that is held or a slider that is dragged those that come
                    faster than they can be drawn are left out. Moves count from page.wanted, where the last of them
                    leads, not from page.current.
   page.on(event, action)
     'start'        the page has come to life, nothing is shown yet
     'step'         (index, previous), previous -1 at first
     'rest'         (index): no step for a moment; for what need not keep up
     'select'       (id or null)
     'play'         (whether it plays)
     'theme'        the colours have changed
     'resize'       the panes have another size, at most once a frame
     'jump'         (index) before a jump's step
     'print'        (whether pages are being printed) */
(function (page) {
  const listeners = { start: [], step: [], rest: [], select: [], play: [], theme: [], resize: [], jump: [], print: [] };
  const step_ms = 1200, rest_ms = 300, late_ms = 20;
  let playTimer = 0, restTimer = 0, frame = 0, resizing = 0;

  page.current = page.wanted = -1;
  page.selected = null;
  page.playing = false;
  page.speed = 1;

  page.on = (event, action) => listeners[event].push(action);

  page.tell = (event, ...values) => listeners[event].forEach(action => action(...values));

  function nearest (index) {
    return Math.max(0, Math.min(page.steps.length - 1, index));
  }

  function show (index) {
    const previous = page.current;
    cancelAnimationFrame(frame);
    frame = 0;
    page.wanted = index = nearest(index);
    if (index === previous) return;
    page.current = index;
    page.tell('step', index, previous);
    clearTimeout(restTimer);
    restTimer = setTimeout(() => page.tell('rest', page.current), rest_ms);
  }

  page.show = index => {
    page.play(false);
    show(index);
  };

  page.jump = index => {
    page.play(false);
    if (nearest(index) !== page.current) page.tell('jump', nearest(index));
    show(index);
  };

  page.move = (index, event) => {
    page.play(false);
    page.wanted = nearest(index);
    if (frame) return;
    const held = event && (event.repeat || event.type === 'input');
    if (!held || performance.now() - event.timeStamp < late_ms) return show(page.wanted);
    frame = requestAnimationFrame(() => show(page.wanted));
  };

  /* Tells that the page has come to life, and goes to its first step. */
  page.start = index => {
    page.tell('start');
    show(index);
  };

  page.select = id => {
    page.selected = id;
    page.tell('select', id);
  };

  function playOn () {
    if (page.current === page.steps.length - 1) return page.play(false);
    show(page.current + 1);
    playTimer = setTimeout(playOn, step_ms / page.speed);
  }

  page.play = on => {
    if (on === page.playing) return;
    clearTimeout(playTimer);
    page.playing = on;
    if (on && page.current === page.steps.length - 1) show(0);
    if (on) playTimer = setTimeout(playOn, step_ms / page.speed);
    page.tell('play', on);
  };

  function resized () {
    if (resizing) return;
    resizing = requestAnimationFrame(() => {
      resizing = 0;
      page.tell('resize');
    });
  }

  page.resized = resized;
  addEventListener('resize', resized);
  const observer = new ResizeObserver(resized);
  ['listing', 'view', 'stage', 'track'].forEach(id => observer.observe(page.byId(id)));

  /* Scrolls @pane, and nothing around it, so that @element is seen, @room_px away from the edges. */
  page.bringIntoView = (pane, element, room_px) => {
    const box = element.getBoundingClientRect(), around = pane.getBoundingClientRect();
    if (box.top < around.top + room_px) pane.scrollTop += box.top - around.top - 2 * room_px;
    else if (box.bottom > around.bottom - room_px) pane.scrollTop += box.bottom - around.bottom + 2 * room_px;
  };

  /* What a browser keeps for the reader, where it does: null or false where storage is off. */
  page.stored = name => {
    try {
      return localStorage.getItem('heapreel-' + name);
    } catch (e) {
      return null;
    }
  };

  page.store = (name, value) => {
    try {
      localStorage.setItem('heapreel-' + name, value);
      return true;
    } catch (e) {
      return false;
    }
  };
})(heapreel);
