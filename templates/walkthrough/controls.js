'use strict';
/* Buttons, keys and the address bar. */
(function (page) {
  const first = () => page.show(0), last = () => page.show(page.steps.length - 1);
  const next = () => page.show(page.current + 1), previous = () => page.show(page.current - 1);
  const play = () => page.play(!page.playing);

  page.key('ArrowRight', 'Step on', next, 'Steps');
  page.key('ArrowLeft', 'Step back', previous, 'Steps');
  page.key('Home', 'First step', first, 'Steps');
  page.key('End', 'Last step', last, 'Steps');
  page.key(' ', 'Play, pause', play, 'Steps');
  page.button('first', first);
  page.button('previous', previous);
  page.button('play', play);
  page.button('next', next);
  page.button('last', last);

  page.on('play', on => {
    page.byId('play-shape').setAttribute('d', on ? 'M4 3h3v10H4zM9 3h3v10H9z' : 'M4 2.5v11L13 8z');
    page.byId('play').setAttribute('aria-label', on ? 'Pause' : 'Play');
  });

  page.on('step', index => {
    page.byId('first').disabled = page.byId('previous').disabled = index === 0;
    page.byId('last').disabled = page.byId('next').disabled = index === page.steps.length - 1;
    try {
      history.replaceState(null, '', '#' + (index + 1));
    } catch (e) { /* some browsers refuse it for pages from disk */ }
  });

  /* The step that the address names. */
  page.addressed = () => parseInt(location.hash.slice(1), 10) - 1 || 0;
  addEventListener('hashchange', () => page.show(page.addressed()));
})(heapreel);
