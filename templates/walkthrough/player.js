'use strict';
/* Which step is shown, which object is chosen, and who hears of it. */
(function (page) {
  const listeners = { start: [], step: [], select: [], play: [] };
  let timer = 0;

  page.current = -1;
  page.selected = null;
  page.playing = false;

  /* 'start': the page has come to life, nothing is shown yet. 'step': (index, previous), previous -1 at first. 'select':
     (id or null). 'play': (whether it plays). */
  page.on = (event, action) => listeners[event].push(action);

  function tell (event, ...values) {
    listeners[event].forEach(action => action(...values));
  }

  function show (index) {
    const previous = page.current;
    index = Math.max(0, Math.min(page.steps.length - 1, index));
    if (index === previous) return;
    page.current = index;
    tell('step', index, previous);
  }

  /* Goes to a step, and stops playing. */
  page.show = index => {
    page.play(false);
    show(index);
  };

  /* Tells that the page has come to life, and goes to its first step. */
  page.start = index => {
    tell('start');
    show(index);
  };

  page.select = id => {
    page.selected = id;
    tell('select', id);
  };

  page.play = on => {
    if (on === page.playing) return;
    clearInterval(timer);
    if (on && page.current === page.steps.length - 1) show(0);
    if (on) timer = setInterval(() => page.current < page.steps.length - 1 ? show(page.current + 1) : page.play(false),
      1200);
    page.playing = on;
    tell('play', on);
  };

  /* Scrolls @pane, and nothing around it, so that @element is seen, @room_px away from the edges. */
  page.bringIntoView = (pane, element, room_px) => {
    const box = element.getBoundingClientRect(), around = pane.getBoundingClientRect();
    if (box.top < around.top + room_px) pane.scrollTop += box.top - around.top - 2 * room_px;
    else if (box.bottom > around.bottom - room_px) pane.scrollTop += box.bottom - around.bottom + 2 * room_px;
  };
})(heapreel);
