'use strict';
/* The line between code and picture can be moved: by pointer, and by keys where it has the focus. In a narrow window
   the code stands above the picture, and the line lies. */
(function (page) {
  const main = document.querySelector('main'), line = page.byId('split');
  const narrow = matchMedia('(max-width: 760px)');
  const usual = { wide: 30, narrow: 26 }, least = 12, most = 70, step = 2;
  const share = {
    wide: Number(page.stored('split-wide')) || usual.wide,
    narrow: Number(page.stored('split-narrow')) || usual.narrow
  };

  const kind = () => narrow.matches ? 'narrow' : 'wide';

  function apply () {
    const percent = share[kind()];
    main.style.setProperty('--code', percent + '%');
    line.setAttribute('aria-orientation', narrow.matches ? 'horizontal' : 'vertical');
    line.setAttribute('aria-valuenow', Math.round(percent));
    page.resized();
  }

  function set (percent) {
    share[kind()] = Math.max(least, Math.min(most, percent));
    apply();
  }

  function keep () {
    page.store('split-' + kind(), share[kind()]);
  }

  line.setAttribute('aria-valuemin', least);
  line.setAttribute('aria-valuemax', most);
  line.addEventListener('pointerdown', event => {
    event.preventDefault();
    line.focus();
    line.setPointerCapture(event.pointerId);
  });
  line.addEventListener('pointermove', event => {
    if (!line.hasPointerCapture(event.pointerId)) return;
    const box = main.getBoundingClientRect();
    set(narrow.matches ? 100 * (event.clientY - box.top) / box.height : 100 * (event.clientX - box.left) / box.width);
  });
  line.addEventListener('pointerup', keep);
  line.addEventListener('dblclick', () => {
    set(usual[kind()]);
    keep();
  });
  line.addEventListener('keydown', event => {
    const [less, more] = narrow.matches ? ['ArrowUp', 'ArrowDown'] : ['ArrowLeft', 'ArrowRight'];
    const wanted = { [less]: share[kind()] - step, [more]: share[kind()] + step, Home: least, End: most }[event.key];
    if (wanted === undefined) return;
    event.preventDefault();
    set(wanted);
    keep();
  });
  narrow.addEventListener('change', apply);
  page.on('start', apply);
})(heapreel);
