'use strict';
/* Buttons, keys and the address bar. */
(function (page) {
  const keys = {
    ArrowRight: () => page.show(page.current + 1),
    ArrowLeft: () => page.show(page.current - 1),
    Home: () => page.show(0),
    End: () => page.show(page.steps.length - 1),
    ' ': () => page.play(!page.playing)
  };

  page.byId('first').onclick = keys.Home;
  page.byId('previous').onclick = keys.ArrowLeft;
  page.byId('next').onclick = keys.ArrowRight;
  page.byId('last').onclick = keys.End;
  page.byId('play').onclick = keys[' '];

  document.addEventListener('keydown', event => {
    if (event.ctrlKey || event.metaKey || event.altKey || !keys[event.key]) return;
    if (event.key === ' ' && event.target.closest('button')) return;
    event.preventDefault();
    keys[event.key]();
  });

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
