'use strict';
/* The whole run at a glance: objects alive by type, the chosen object's references, the depth of the stack. */
(function (page) {
  const box = page.byId('plots'), n = page.steps.length;
  const most = 6, gutter_px = 136;
  /* A type has the colour of its kind in the picture while that is free. */
  const kinds = { list: 'sequence', tuple: 'sequence', deque: 'sequence', dict: 'mapping', set: 'set', frozenset: 'set',
    type: 'class', function: 'function', method: 'function', int: 'atom', str: 'atom', float: 'atom', bool: 'atom' };
  const colours = ['instance', 'sequence', 'mapping', 'set', 'function', 'class', 'atom', 'opaque'];
  let types = null, axis = null, legend = null, reading = null, open = false;

  /* How many objects of each type live at each step: [{ name, counts, colour }], the most frequent first, then the rest. */
  function count () {
    const byType = new Map();
    page.objects.forEach(object => {
      if (!byType.has(object.type)) byType.set(object.type, { name: object.type, all: 0, counts: new Int32Array(n + 1) });
      const one = byType.get(object.type);
      one.all++;
      one.counts[object.born]++;
      one.counts[object.freed < 0 || page.isAlive(object, object.freed) ? n : object.freed]--;
    });
    const sorted = [...byType.values()].sort((a, b) => b.all - a.all || (a.name < b.name ? -1 : 1));
    sorted.forEach(one => { for (let i = 1; i <= n; i++) one.counts[i] += one.counts[i - 1]; });
    if (sorted.length > most + 1) {
      const rest = sorted.splice(most), counts = new Int32Array(n + 1);
      rest.forEach(one => one.counts.forEach((value, i) => { counts[i] += value; }));
      sorted.push({ name: 'others', counts, colour: 'faint' });
    }
    const free = new Set(colours);
    sorted.forEach(one => { if (free.delete(kinds[one.name])) one.colour = kinds[one.name]; });
    sorted.forEach(one => {
      if (one.colour) return;
      one.colour = [...free][0] || 'opaque';
      free.delete(one.colour);
    });
    return sorted;
  }

  const depthAt = index => page.steps[index].depth;

  function words (index) {
    const alive = types.map(one => [one.counts[index], page.visible(one.name)]).filter(([value]) => value > 0);
    const all = alive.reduce((sum, [value]) => sum + value, 0), chosen = page.objects.get(page.selected);
    return 'Step ' + (index + 1) + ': ' + all + (all === 1 ? ' object' : ' objects') +
      (all > 0 ? ' (' + alive.map(([value, name]) => value + ' ' + name).join(', ') + ')' : '') +
      ', stack depth ' + depthAt(index) + (chosen ? ', ' + page.visible(chosen.name) + ' refs ' + page.countAt(chosen, index) : '');
  }

  /* A staircase from step to step. Where several steps share a pixel the highest of them stands: @value by index. */
  function stairs (context, x, value, y, begin, end) {
    let column = -1, high = 0;
    for (let i = begin; i <= end; i++) {
      const here = Math.round(x(i)), v = value(i);
      if (here === column) {
        high = Math.max(high, v);
        if (i < end) continue;
      }
      if (column >= 0) {
        context.lineTo(column, y(high));
        context.lineTo(here, y(high));
      }
      column = here;
      high = v;
      context.lineTo(here, y(v));
    }
  }

  function drawArea (context, x, layers, top, bottom) {
    const sums = new Float64Array(n);
    for (let i = 0; i < n; i++) for (const one of layers) sums[i] += one.counts[i];
    const highest = sums.reduce((a, b) => Math.max(a, b), 1), y = value => bottom - (bottom - top) * value / highest;
    [...layers].reverse().forEach(one => {
      context.beginPath();
      context.moveTo(x(0), bottom);
      stairs(context, x, i => sums[i], y, 0, n - 1);
      context.lineTo(x(n - 1), bottom);
      context.closePath();
      context.fillStyle = page.colour('--hr-lane');
      context.fill();
      context.globalAlpha = 0.55;
      context.fillStyle = context.strokeStyle = page.colour('--hr-' + one.colour);
      context.fill();
      context.globalAlpha = 1;
      context.lineWidth = 1;
      context.stroke();
      for (let i = 0; i < n; i++) sums[i] -= one.counts[i];
    });
    return highest;
  }

  function drawLine (context, x, value, top, bottom, colour, begin = 0, end = n - 1) {
    let highest = 1;
    for (let i = begin; i <= end; i++) highest = Math.max(highest, value(i));
    context.beginPath();
    context.strokeStyle = page.colour(colour);
    context.lineWidth = 1.5;
    stairs(context, x, value, v => bottom - (bottom - top) * v / highest, begin, end);
    context.stroke();
    return highest;
  }

  /* Labels stand in the gutter on the left. */
  function label (context, text, most, y) {
    context.fillStyle = page.colour('--hr-soft');
    context.fillText(text + ', at most ' + most, 8, y);
  }

  function draw (context, width, height, x) {
    const chosen = page.objects.get(page.selected), band = (height - 8) / (chosen ? 4 : 3), area = 2 * band - (chosen ? 2 : 0);
    context.font = '10.5px ' + page.colour('--hr-label-font');
    label(context, 'objects', drawArea(context, x, types, 4, area), 14);
    if (chosen) drawChosen(context, x, chosen, area + 5, area + band - 5);
    label(context, 'stack depth', drawLine(context, x, depthAt, height - band + 3, height - 4, '--hr-frame'), height - band + 12);
  }

  function drawChosen (context, x, object, top, bottom) {
    const end = object.freed < 0 ? n - 1 : object.freed;
    label(context, 'refs', drawLine(context, x, i => page.isAlive(object, i) ? page.countAt(object, i) : 0, top, bottom, '--hr-new',
      object.born, end), top + 10);
    context.fillStyle = page.colour('--hr-new');
    object.changed.forEach(index => context.fillRect(x(index) - 0.5, bottom + 1, 1, 4));
  }

  function build () {
    types = count();
    box.setAttribute('role', 'region');
    box.setAttribute('aria-label', 'The whole run');
    const plot = box.appendChild(document.createElement('div'));
    plot.id = 'run-plot';
    axis = page.axis(plot, 'The whole run', words, gutter_px);
    const below = box.appendChild(document.createElement('div'));
    below.id = 'run-words';
    legend = below.appendChild(document.createElement('ul'));
    types.forEach(one => {
      const item = legend.appendChild(document.createElement('li'));
      const swatch = item.appendChild(document.createElement('i'));
      swatch.style.background = 'var(--hr-' + one.colour + ')';
      item.append(page.visible(one.name) + ' ');
      one.number = item.appendChild(document.createElement('b'));
    });
    reading = below.appendChild(document.createElement('p'));
    plot.addEventListener('pointerleave', () => read(page.current));
    plot.addEventListener('pointermove', event => read(axis.at(event)));
  }

  function read (index) {
    if (!reading || index < 0) return;
    let all = 0;
    types.forEach(one => {
      all += one.counts[index];
      one.number.textContent = one.counts[index];
    });
    reading.textContent = 'step ' + (index + 1) + ': ' + all + (all === 1 ? ' object' : ' objects') + ', depth ' + depthAt(index);
  }

  function show (on) {
    open = on;
    box.hidden = !on;
    button.setAttribute('aria-expanded', String(on));
    if (on && !axis) build();
    if (on) {
      axis.draw(draw);
      read(page.current);
    }
    page.view.settle();
  }

  const toggle = () => show(!open);
  page.key('g', 'Plot of the whole run', toggle);
  const button = page.tool('plots-button', 'Plot of the whole run', 'M2 13.5h12M2.5 11l3-4 3 2.5 5-6.5', toggle);
  button.setAttribute('aria-expanded', 'false');
  button.setAttribute('aria-controls', 'plots');

  page.on('start', () => {
    if (!page.embed && innerWidth >= 1000 && innerHeight >= 760 && n > 2) show(true);
  });
  let timer = 0;
  page.on('step', index => {
    if (!open) return;
    clearTimeout(timer);
    timer = setTimeout(() => read(index), 30);
  });
  page.on('select', () => { if (open) axis.draw(draw); });
})(heapreel);
