'use strict';
/* The run as a line: where we are, and what happened where. */
(function (page) {
  const slider = page.byId('slider'), where = page.byId('where'), track = page.byId('track');
  const canvas = page.byId('marks'), names = page.byId('mark-names'), hint = page.byId('hint');
  const thumb_px = 18, cell_px = 9, most_names = 12;

  page.whereWords = index => {
    const step = page.steps[index];
    return 'Step ' + (index + 1) + ' of ' + page.steps.length + (step.ranFirst ? ' · line ' + step.ranFirst : '');
  };

  /* The same in pieces, some of which a narrow window leaves out. */
  function fillWhere (index) {
    const words = page.whereWords(index), number = String(index + 1);
    const at = words.indexOf(' · '), end = at < 0 ? words.length : at;
    where.textContent = '';
    [['span', 'word', 'Step '], ['b', '', number], ['span', '', words.slice(5 + number.length, end)],
      ['span', 'line', words.slice(end)]].forEach(([name, className, text]) => {
      where.appendChild(Object.assign(document.createElement(name), { className, textContent: text }));
    });
  }

  function showWhere (index) {
    fillWhere(index);
    slider.setAttribute('aria-valuetext', where.textContent);
    slider.style.setProperty('--done', 100 * index / Math.max(1, page.steps.length - 1) + '%');
  }

  /* What a step can be marked with: its row (above or below the line), its form, its colour, its words. */
  const kinds = [
    { name: 'call', row: 0, colour: '--hr-frame', words: 'a call, or a generator resumed',
      holds: step => step.event === 'call' || step.event === 'resume' },
    { name: 'return', row: 0, colour: '--hr-soft', words: 'a return, or a generator suspended',
      holds: step => (step.event === 'return' && step.depth > 1) || step.event === 'yield' },
    { name: 'raise', row: 0, colour: '--hr-freed', words: 'an exception raised', holds: step => step.event === 'exception' },
    { name: 'catch', row: 0, colour: '--hr-good', words: 'an exception caught', holds: step => step.event === 'catch' },
    { name: 'print', row: 1, colour: '--hr-text', words: 'something printed', holds: step => step.printed },
    { name: 'free', row: 1, colour: '--hr-freed', words: 'something freed', holds: step => step.freed },
    { name: 'collect', row: 1, colour: '--hr-class', words: 'the garbage collector ran', holds: step => step.collected }
  ];
  const found = kinds.map(kind => page.steps.filter(kind.holds).map(step => step.index));

  /* Forms within 7 by 7, told apart without colour. */
  const forms = {
    call: path => { path.moveTo(1, 0.5); path.lineTo(6.5, 3.5); path.lineTo(1, 6.5); path.closePath(); },
    return: path => { path.moveTo(6, 0.8); path.lineTo(1, 3.5); path.lineTo(6, 6.2); },
    raise: path => { path.moveTo(0.8, 0.8); path.lineTo(6.2, 6.2); path.moveTo(6.2, 0.8); path.lineTo(0.8, 6.2); },
    catch: path => { path.moveTo(0.5, 3.5); path.lineTo(2.8, 6); path.lineTo(6.5, 1); },
    print: path => { path.rect(0.8, 0.8, 5.4, 5.4); },
    free: path => { path.moveTo(3.5, 0.4); path.lineTo(6.6, 3.5); path.lineTo(3.5, 6.6); path.lineTo(0.4, 3.5); path.closePath(); },
    collect: path => { path.arc(3.5, 3.5, 2.9, 0, 2 * Math.PI); }
  };
  const filled = new Set(['call', 'print']);

  function drawForm (context, kind, x, y) {
    context.save();
    context.translate(x - 3.5, y);
    context.beginPath();
    forms[kind.name](context);
    context.strokeStyle = context.fillStyle = getComputedStyle(document.documentElement).getPropertyValue(kind.colour);
    context.lineWidth = 1.4;
    if (filled.has(kind.name)) context.fill();
    else context.stroke();
    context.restore();
  }

  /* A canvas's pen in CSS pixels, its canvas as sharp as the screen. */
  function penOf (canvas, width, height) {
    const scale = devicePixelRatio || 1;
    canvas.width = Math.round(width * scale);
    canvas.height = Math.round(height * scale);
    const context = canvas.getContext('2d');
    context.scale(canvas.width / width, canvas.height / height);
    return context;
  }

  /* Steps that share a cell share one mark: that of the rarest kind among them, so that what is common hides nothing. */
  function cellsOf (row, width) {
    const cells = new Map(), last = Math.max(1, page.steps.length - 1);
    kinds.map((kind, k) => [kind, found[k]]).filter(([kind]) => kind.row === row)
      .reverse().sort(([, a], [, b]) => b.length - a.length)
      .forEach(([kind, steps]) => steps.forEach(i => {
        const x = width * i / last;
        cells.set(Math.floor(x / cell_px), [kind, x]);
      }));
    return cells;
  }

  function drawMarks () {
    const width = track.clientWidth - thumb_px;
    if (width < 20) return;
    const context = penOf(canvas, width + 8, 34);
    [0, 1].forEach(row => cellsOf(row, width).forEach(([kind, x]) => drawForm(context, kind, x + 4, row === 0 ? 1 : 26)));
  }

  /* Names over the marks, only while they are few and only those that have room. */
  function showNames () {
    const named = page.steps.filter(step => step.mark), last = Math.max(1, page.steps.length - 1);
    names.textContent = '';
    if (named.length > most_names) return;
    named.forEach(step => {
      const name = names.appendChild(document.createElement('span'));
      name.textContent = page.visible(step.mark);
      name.style.left = 100 * step.index / last + '%';
    });
    let right = -Infinity;
    names.querySelectorAll('span').forEach(name => {
      const box = name.getBoundingClientRect();
      if (box.left < right + 6) name.hidden = true;
      else right = box.right;
    });
  }

  /* Room for the longest words beside the slider, so that its length does not change from step to step. */
  let reservedFor = 0;

  function reserveWhere () {
    if (innerWidth === reservedFor) return;
    reservedFor = innerWidth;
    where.style.minWidth = '';
    const length = index => page.whereWords(index).length;
    fillWhere(page.steps.reduce((best, step) => length(step.index) > length(best) ? step.index : best, 0));
    where.style.minWidth = Math.ceil(where.getBoundingClientRect().width) + 4 + 'px';
    if (page.current >= 0) fillWhere(page.current);
  }

  let drawnWidth = 0;

  function draw () {
    if (track.clientWidth === drawnWidth) return;
    drawnWidth = track.clientWidth;
    showNames();
    track.classList.toggle('named', Boolean(names.firstChild));
    drawMarks();
  }

  /* What the steps under the pointer hold. */
  function tellHere (x) {
    const width = track.clientWidth - thumb_px, last = Math.max(1, page.steps.length - 1);
    const at = (x - thumb_px / 2) / Math.max(1, width) * last;
    const here = Math.max(0, Math.min(page.steps.length - 1, Math.round(at)));
    const reach = Math.max(0, Math.round(cell_px / 2 / Math.max(1, width) * last));
    const words = kinds.filter((kind, k) => found[k].some(i => Math.abs(i - here) <= reach)).map(kind => kind.words);
    hint.textContent = page.whereWords(here) + (words.length > 0 ? ' · ' + words.join(', ') : '');
    hint.hidden = false;
    const half = hint.offsetWidth / 2;
    hint.style.left = Math.max(half - 8, Math.min(track.clientWidth - half + 8, x)) + 'px';
  }

  track.addEventListener('pointermove', event => {
    if (event.pointerType === 'mouse') tellHere(event.clientX - track.getBoundingClientRect().left);
  });
  track.addEventListener('pointerleave', () => { hint.hidden = true; });

  slider.max = page.steps.length;
  slider.addEventListener('input', event => page.move(Number(slider.value) - 1, event));
  page.on('step', index => {
    slider.value = index + 1;
    showWhere(index);
  });
  page.on('start', reserveWhere);
  page.on('start', draw);
  page.on('resize', reserveWhere);
  page.on('resize', draw);
  page.on('theme', drawMarks);

  page.helpSection('Marks over and under the slider', section => {
    const list = section.appendChild(document.createElement('ul'));
    list.className = 'legend';
    kinds.forEach(kind => {
      const item = list.appendChild(document.createElement('li'));
      const mark = item.appendChild(document.createElement('canvas'));
      mark.setAttribute('aria-hidden', 'true');
      mark.className = 'mark';
      drawForm(penOf(mark, 9, 9), kind, 4.5, 1);
      item.append(kind.words + ', ' + (kind.row === 0 ? 'over' : 'under') + ' the slider');
    });
    section.appendChild(document.createElement('p')).textContent =
      'Where many steps share a place, the rarest mark stands there; the pointer tells all of them.';
  });
})(heapreel);
