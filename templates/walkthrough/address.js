'use strict';
/* The address bar: #12 is step 12. Stepping renames the present entry of the browser's history, jumping makes a new
   one, so that the back button leads back to where a jump began. A page in a frame leaves its host's history alone. */
(function (page) {
  let named = -1;

  function write (method, index) {
    if (index === named && method === 'replaceState') return;
    named = index;
    try {
      history[method](null, '', '#' + (index + 1));
    } catch (e) { /* some browsers refuse it for pages from disk or in a frame */ }
  }

  page.addressed = () => {
    const number = parseInt(location.hash.slice(1), 10);
    return Number.isNaN(number) ? 0 : number - 1;
  };

  page.tellIfNoStep = index => {
    const n = page.steps.length;
    if (index < 0) page.note('There is no step ' + (index + 1) + ': this is the first.');
    else if (index >= n) page.note('There is no step ' + (index + 1) + ': the last is ' + n + '.');
  };

  function follow () {
    const index = page.addressed();
    if (index === page.current) return;
    page.tellIfNoStep(index);
    named = index;
    page.show(index);
  }

  page.on('jump', index => {
    if (page.embed) return;
    write('replaceState', page.current);
    write('pushState', index);
  });
  /* Not at every step: browsers take their time for it, and refuse more than some hundred in half a minute. */
  page.on('rest', index => write('replaceState', index));
  addEventListener('pagehide', () => write('replaceState', page.current));
  addEventListener('popstate', follow);
  addEventListener('hashchange', follow);
})(heapreel);
