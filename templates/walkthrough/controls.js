'use strict';
/* Going through the run: by steps, over and out of calls, from change to change, and by itself. */
(function (page) {
  const speeds = [0.5, 1, 2, 4];

  const first = () => page.jump(0), last = () => page.jump(page.steps.length - 1);
  const next = event => page.move(page.wanted + 1, event), previous = event => page.move(page.wanted - 1, event);
  const play = () => page.play(!page.playing);

  /* The nearest step after (@by 1) or before (-1) step @from for which @fits holds; -1 for none. */
  page.findStep = (from, by, fits) => {
    for (let i = from + by; i >= 0 && i < page.steps.length; i += by) if (fits(page.steps[i])) return i;
    return -1;
  };

  function stackMove (by, leaving, event) {
    const from = page.steps[page.wanted];
    const limit = leaving ? from.depth - 1 : from.depth;
    const found = page.findStep(page.wanted, by, step => step.thread === from.thread && step.depth <= limit);
    page.move(found >= 0 ? found : by > 0 ? page.steps.length - 1 : 0, event);
  }

  const over = event => stackMove(1, false, event), backOver = event => stackMove(-1, false, event);
  const out = event => stackMove(1, true, event);

  function changeOfObject (by) {
    const object = page.objects.get(page.selected);
    if (!object) return page.note('Choose an object in the picture first.');
    const moments = object.changed.concat(object.born, object.freed).filter(i => i >= 0 && (i - page.current) * by > 0);
    if (moments.length === 0) return page.note('No ' + (by > 0 ? 'later' : 'earlier') + ' change of ' + object.name + '.');
    page.jump(by > 0 ? Math.min(...moments) : Math.max(...moments));
  }

  function happening (by) {
    const found = page.findStep(page.wanted, by, step => step.event === 'exception' || step.printed || step.collected);
    if (found < 0) return page.note('Nothing ' + (by > 0 ? 'more' : 'before') + ' is raised, printed or collected.');
    page.jump(found);
  }

  page.key('ArrowRight', 'Step on', next, 'Steps');
  page.key('ArrowLeft', 'Step back', previous, 'Steps');
  page.key('Home', 'First step', first, 'Steps');
  page.key('End', 'Last step', last, 'Steps');
  page.key(' ', 'Play, pause', play, 'Steps');
  page.key('<', 'Play slower', () => setSpeed(speeds[speeds.indexOf(page.speed) - 1]), 'Steps');
  page.key('>', 'Play faster', () => setSpeed(speeds[speeds.indexOf(page.speed) + 1]), 'Steps');
  page.key('o', 'Step over: the next step in this frame, or below it', over, 'Steps');
  page.key('Shift+o', 'Back over', backOver, 'Steps');
  page.key('u', 'Step out: up to where this call has returned', out, 'Steps');
  page.key('c', 'Next change of the chosen object', () => changeOfObject(1), 'Steps');
  page.key('Shift+c', 'Previous change of the chosen object', () => changeOfObject(-1), 'Steps');
  page.key('e', 'Next exception, print or collection', () => happening(1), 'Steps');
  page.key('Shift+e', 'Previous exception, print or collection', () => happening(-1), 'Steps');
  page.button('first', first);
  page.button('previous', previous);
  page.button('play', play);
  page.button('next', next);
  page.button('last', last);
  page.button('over', over);
  page.button('out', out);

  function setSpeed (speed) {
    if (!speeds.includes(speed)) return;
    page.speed = speed;
    page.byId('speed').value = speed;
    page.say('Speed ' + speed + '×');
  }

  page.setSpeed = setSpeed;
  page.byId('speed').addEventListener('change', event => setSpeed(Number(event.target.value)));

  page.on('play', on => {
    page.byId('play-shape').setAttribute('d', on ? 'M4 3h3v10H4zM9 3h3v10H9z' : 'M4 2.5v11L13 8z');
    page.byId('play').setAttribute('aria-label', on ? 'Pause' : 'Play');
    page.byId('play').title = on ? 'Pause (Space)' : 'Play (Space)';
  });

  /* A button that goes off under its own focus would throw the reader out of the row. */
  function setAble (ids, able) {
    ids.forEach(id => {
      const button = page.byId(id);
      if (!able && button === document.activeElement) page.byId('play').focus();
      button.disabled = !able;
    });
  }

  page.on('step', index => {
    setAble(['first', 'previous'], index > 0);
    setAble(['next', 'last', 'over', 'out'], index < page.steps.length - 1);
  });

  /* Without calls there is nothing to step over. */
  page.on('start', () => {
    const calls = page.steps.some(step => step.depth > 1);
    page.byId('over').hidden = page.byId('out').hidden = !calls;
  });

  /* A swipe over a picture that is whole in its pane; where it can be scrolled or zoomed, a finger moves it. */
  const stage = page.byId('stage'), least_px = 48;
  let start = null;

  stage.addEventListener('touchstart', event => {
    const one = event.touches[0];
    start = event.touches.length === 1
      ? { x: one.clientX, y: one.clientY, scrolled: stage.scrollLeft }
      : null;
  }, { passive: true });
  stage.addEventListener('touchend', event => {
    const end = event.changedTouches[0];
    if (!start) return;
    const dx = end.clientX - start.x, dy = end.clientY - start.y;
    if (Math.abs(dx) < least_px || Math.abs(dx) < 2 * Math.abs(dy) || stage.scrollLeft !== start.scrolled) return;
    page.move(page.wanted + (dx < 0 ? 1 : -1));
  }, { passive: true });
  stage.addEventListener('touchcancel', () => { start = null; }, { passive: true });
})(heapreel);
