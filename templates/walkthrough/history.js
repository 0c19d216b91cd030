'use strict';
/* Under the picture, while something is lit: when in the run that object lives, and the steps that change it. */
(function (page) {
  const stage = page.byId('stage');
  let box = null, shown = null, frame = 0;

  function build () {
    box = page.byId('view').appendChild(document.createElement('div'));
    box.id = 'history';
    box.setAttribute('aria-hidden', 'true');
    box.append(document.createElement('canvas'), document.createElement('span'));
  }

  /* The step that freed it; -1 for none, and for the end of the program. */
  const endOf = object => object.freed < 0 || page.isAlive(object, object.freed) ? -1 : object.freed;

  function draw (object) {
    const canvas = box.firstChild, dots = Math.max(1, window.devicePixelRatio || 1), context = canvas.getContext('2d');
    const width = canvas.clientWidth, height = canvas.clientHeight, last = Math.max(1, page.steps.length - 1);
    const x = index => 2 + (width - 4) * index / last, end = endOf(object) < 0 ? last : object.freed;
    canvas.width = width * dots;
    canvas.height = height * dots;
    context.scale(dots, dots);
    context.fillStyle = page.colour('--hr-rule');
    context.fillRect(x(0), height / 2 - 1, x(last) - x(0), 2);
    context.fillStyle = page.colour('--hr-frame');
    context.fillRect(x(object.born), height / 2 - 2, Math.max(2, x(end) - x(object.born)), 4);
    context.fillStyle = page.colour('--hr-new');
    object.changed.concat(object.born).forEach(index => context.fillRect(x(index) - 1, 1, 2, height - 2));
    if (endOf(object) >= 0) {
      context.fillStyle = page.colour('--hr-freed');
      context.fillRect(x(end) - 1, 1, 2, height - 2);
    }
    context.fillStyle = page.colour('--hr-text');
    context.fillRect(x(page.current) - 0.5, 0, 1, height);
  }

  function wordsOf (object) {
    const n = object.changed.length;
    return page.visible(object.name) + ': steps ' + (object.born + 1) + '–' +
      (endOf(object) < 0 ? page.steps.length : object.freed + 1) +
      (n === 0 ? ', never changed' : n === 1 ? ', changed in step ' + (object.changed[0] + 1) : ', changed in ' + n + ' steps') +
      (endOf(object) < 0 ? '' : ', freed');
  }

  function show () {
    const object = page.objects.get(shown);
    if (object && !box) build();
    if (box) box.hidden = !object || stage.clientHeight < 120;
    if (!object || box.hidden) return;
    box.lastChild.textContent = wordsOf(object);
    draw(object);
  }

  page.onLight(id => {
    if (id === shown) return;
    shown = id;
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(show);
  });
})(heapreel);
