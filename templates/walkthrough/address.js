'use strict';
/* The address bar: #12 is step 12. Stepping renames the present entry of the browser's history, jumping makes a new
   one, so that the back button leads back to where a jump began. A page in a frame leaves its host's history alone. */
(function (page) {
  /* Browsers refuse more than some hundred changes in half a minute: what is over waits for a rest. */
  const burst = 20, refill_ms = 400;
  let left = burst, last = 0, pending = false;

  function write (method, index) {
    pending = false;
    try {
      history[method](null, '', '#' + (index + 1));
    } catch (e) { /* some browsers refuse it for pages from disk or in a frame */ }
  }

  function replace (index) {
    const now = performance.now();
    left = Math.min(burst, left + (now - last) / refill_ms);
    last = now;
    if (left < 1) {
      pending = true;
      return;
    }
    left--;
    write('replaceState', index);
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
    page.show(index);
    replace(page.current);
  }

  let jumping = false;
  page.on('jump', index => {
    if (page.embed) return;
    if (pending) write('replaceState', page.current);
    write('pushState', index);
    jumping = true;
  });
  page.on('step', index => {
    if (!jumping) replace(index);
    jumping = false;
  });
  page.on('rest', index => { if (pending) replace(index); });
  addEventListener('pagehide', () => { if (pending) write('replaceState', page.current); });
  addEventListener('popstate', follow);
  addEventListener('hashchange', follow);
})(heapreel);
