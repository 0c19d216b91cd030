'use strict';
/* The run as a line from left to right, drawn by whoever asks for it: a click or a drag goes there, the keys work as on the
   slider, and a line stands where the reader is.

   page.axis(element, name, words, left_px)  makes @element one; @name names it, words(index) says what it shows at a step,
                                    @left_px is kept free for labels. Gives
                                    { draw(action): calls action(canvas context, width, height, x) whenever it must be
                                    drawn again, in px, x(index) being where a step stands; refresh();
                                    at(event): the step under the pointer }
   page.colour(name)                a colour of the page's palette, '--hr-frame' */
(function (page) {
  const last = Math.max(1, page.steps.length - 1), axes = [];
  const inset_px = 8;

  page.colour = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

  page.axis = (element, name, words, left_px = inset_px) => {
    const canvas = element.appendChild(document.createElement('canvas'));
    const cursor = element.appendChild(document.createElement('i'));
    let draw = null, width = 0;
    element.classList.add('axis');
    element.tabIndex = 0;
    Object.entries({ role: 'slider', 'aria-label': name, 'aria-valuemin': 1, 'aria-valuemax': page.steps.length,
      'aria-orientation': 'horizontal' }).forEach(([key, value]) => element.setAttribute(key, value));
    canvas.setAttribute('aria-hidden', 'true');

    const x = index => left_px + (width - left_px - inset_px) * index / last;

    /* The step that stands nearest to a place in the window. */
    function at (event) {
      const box = element.getBoundingClientRect();
      const part = (event.clientX - box.left - left_px) / Math.max(1, box.width - left_px - inset_px);
      return Math.round(Math.max(0, Math.min(1, part)) * (page.steps.length - 1));
    }

    function refresh () {
      const height = element.clientHeight, scale = Math.max(1, window.devicePixelRatio || 1);
      width = element.clientWidth;
      if (!draw || width === 0 || height === 0) return;
      canvas.width = Math.round(width * scale);
      canvas.height = Math.round(height * scale);
      const context = canvas.getContext('2d');
      context.scale(scale, scale);
      draw(context, width, height, x);
      place();
    }

    function place () {
      if (page.current < 0 || width === 0) return;
      cursor.style.transform = 'translateX(' + x(page.current) + 'px)';
      element.setAttribute('aria-valuenow', page.current + 1);
      element.setAttribute('aria-valuetext', words(page.current));
    }


    element.addEventListener('pointerdown', event => {
      if (event.button !== 0) return;
      element.setPointerCapture(event.pointerId);
      page.jump(at(event));
    });
    element.addEventListener('pointermove', event => { if (element.hasPointerCapture(event.pointerId)) page.move(at(event), event); });
    element.addEventListener('keydown', event => {
      const far = { PageDown: 1, PageUp: -1 }[event.key];
      if (!far) return;
      event.preventDefault();
      page.jump(page.current + far * Math.max(1, Math.round(last / 10)));
    });

    const axis = { draw: action => { draw = action; refresh(); }, refresh, place, at };
    axes.push(axis);
    return axis;
  };

  const refreshAll = () => axes.forEach(axis => axis.refresh());
  page.on('step', () => axes.forEach(axis => axis.place()));
  page.on('resize', refreshAll);
  page.on('theme', refreshAll);
})(heapreel);
