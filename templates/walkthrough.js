'use strict';
/* The walkthrough's only script. What the program wrote, named or held reaches the page as text nodes; the one thing
   set as markup is the picture, whose lines heapreel's own SVG writer escaped. */
(function () {
  const data = JSON.parse(document.getElementById('data').textContent);
  const steps = data.steps.map(step => {
    const [ranFile, ranLine, ranEnd, nextFile, nextLine] = step.at;
    return Object.assign(step, { ranFile, ranLine, ranEnd, nextFile, nextLine });
  });
  const byId = id => document.getElementById(id);
  const stage = byId('stage'), slider = byId('slider'), where = byId('where');
  let current = -1, timer = 0;

  /* Pictures: each is the lines of the one before with some replaced. An edit is a position, how many lines go, how
     many numbers follow; those are line numbers, or a negative count and the first of a run. */
  const allLines = document.getElementById('lines').textContent.split('\n');
  let lines = [], drawn = -1;

  function advance () {
    const edits = steps[++drawn].edits;
    const before = lines;
    let at = 0;
    lines = [];
    for (let i = 0; i < edits.length;) {
      const from = edits[i++], gone = edits[i++], end = edits[i++] + i;
      while (at < from) lines.push(before[at++]);
      while (i < end) {
        const number = edits[i++];
        if (number >= 0) lines.push(number);
        else for (let first = edits[i++], n = 0; n < -number; n++) lines.push(first + n);
      }
      at += gone;
    }
    while (at < before.length) lines.push(before[at++]);
  }

  function markupOf (index) {
    if (index < drawn) {
      lines = [];
      drawn = -1;
    }
    while (drawn < index) advance();
    return lines.map(number => allLines[number]).join('\n');
  }

  const picture = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  picture.setAttribute('class', 'hr-picture');
  picture.setAttribute('viewBox', '0 0 ' + data.width + ' ' + data.height);
  picture.setAttribute('width', data.width);
  picture.setAttribute('height', data.height);
  picture.setAttribute('stroke-linejoin', 'round');
  picture.setAttribute('role', 'img');
  picture.setAttribute('aria-labelledby', 'caption');
  stage.appendChild(picture);

  /* As large as the pane lets it be whole, but never so small that it cannot be read: then the pane scrolls. */
  const largest = 1.25, smallest = 0.7;

  function fitPicture () {
    const fit = Math.min(stage.clientWidth / data.width, stage.clientHeight / data.height, largest);
    picture.style.width = data.width * Math.max(fit, smallest) + 'px';
  }

  /* Scrolls @pane, and nothing around it, so that @element is seen, @room_px away from the edges. */
  function bringIntoView (pane, element, room_px) {
    const box = element.getBoundingClientRect(), around = pane.getBoundingClientRect();
    if (box.top < around.top + room_px) pane.scrollTop += box.top - around.top - 2 * room_px;
    else if (box.bottom > around.bottom - room_px) pane.scrollTop += box.bottom - around.bottom + 2 * room_px;
  }

  function bringIntoViewSideways (pane, element, room_px) {
    const box = element.getBoundingClientRect(), around = pane.getBoundingClientRect();
    if (box.left < around.left) pane.scrollLeft += box.left - around.left - room_px;
    else if (box.right > around.right)
      pane.scrollLeft += Math.min(box.right - around.right + room_px, box.left - around.left);
  }

  function showPicture (index) {
    picture.innerHTML = markupOf(index);
    const changed = picture.querySelector('.object.new, .object.changed, .object.ghost, .frame.new');
    if (!changed) return;
    bringIntoView(stage, changed, 10);
    bringIntoViewSideways(stage, changed, 10);
  }

  /* What would vanish, or turn the text around it, is shown instead. */
  function visible (text) {
    return text.replace(/[\x00-\x08\x0b-\x1f]/g, c => String.fromCharCode(0x2400 + c.charCodeAt(0)))
      .replace(/\x7f/g, '\u2421')
      .replace(/[\x80-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g,
        c => '\u27e8U+' + c.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0') + '\u27e9');
  }

  /* Text with names in backquotes and counts that went from one to another. */
  function fillCaption (element, text) {
    element.textContent = '';
    visible(text).split('`').forEach((part, i) => {
      if (i % 2 === 1) {
        element.appendChild(document.createElement('code')).textContent = part;
        return;
      }
      part.split(/(\d+ → \d+)/).forEach((piece, j) => {
        if (j % 2 === 1) element.appendChild(document.createElement('b')).textContent = piece;
        else element.appendChild(document.createTextNode(piece));
      });
    });
  }

  /* Code */
  const files = new Map();
  document.querySelectorAll('#code .file').forEach(file => {
    files.set(Number(file.dataset.file), { element: file, lines: file.querySelectorAll('li') });
  });

  const keywords = new Set(('False None True and as assert async await break class continue def del elif else except ' +
    'finally for from global if import in is lambda nonlocal not or pass raise return try while with yield match case ' +
    'type').split(' '));
  const soft = new Set(['match', 'case', 'type']);
  const token = /(#.*)|((?:[rbfuRBFU]{0,3})(?:'''|"""))|((?:[rbfuRBFU]{0,3})(?:'(?:[^'\\\n]|\\[^])*'?|"(?:[^"\\\n]|\\[^])*"?))|(\b(?:0[xXoObB][\da-fA-F_]+|\d[\d_]*\.?[\d_]*(?:[eE][+-]?\d+)?[jJ]?)\b)|([^\W\d][\w]*)|(\s+|[^])/gu;

  /* Cuts a line into [class, text]; @open is the triple quote that the line begins inside of, or ''. */
  function tokens (text, open) {
    const out = [];
    let from = 0, named = false;
    if (open) {
      const end = text.indexOf(open);
      if (end < 0) return { out: [['s', text]], open };
      out.push(['s', text.slice(0, end + 3)]);
      from = end + 3;
      open = '';
    }
    token.lastIndex = from;
    for (let found; token.lastIndex < text.length && (found = token.exec(text));) {
      const [all, comment, triple, string, number, word] = found;
      if (comment) out.push(['c', all]);
      else if (triple) {
        const quote = triple.slice(-3), end = text.indexOf(quote, token.lastIndex);
        if (end < 0) {
          out.push(['s', text.slice(found.index)]);
          return { out, open: quote };
        }
        out.push(['s', text.slice(found.index, end + 3)]);
        token.lastIndex = end + 3;
      } else if (string) out.push(['s', all]);
      else if (number) out.push(['n', all]);
      else if (word) {
        const keyword = keywords.has(word) && (!soft.has(word) || (/^\s*$/.test(text.slice(0, found.index)) &&
          /^\s+[^\s=.,)\]]/.test(text.slice(token.lastIndex))));
        out.push([named ? 'd' : keyword ? 'k' : '', all]);
        named = !named && (word === 'def' || word === 'class');
      } else out.push(['', all]);
    }
    return { out, open };
  }

  files.forEach(file => {
    let open = '';
    file.lines.forEach(line => {
      const code = line.firstElementChild, text = code.textContent, cut = tokens(text, open);
      open = cut.open;
      code.textContent = '';
      cut.out.forEach(([kind, piece]) => {
        if (!kind) return code.appendChild(document.createTextNode(piece));
        const span = code.appendChild(document.createElement('span'));
        span.className = kind;
        span.textContent = piece;
      });
    });
  });

  const marked = [];

  function markLines (file, first, last, kind) {
    const found = files.get(file);
    if (!found) return;
    for (let line = first; line <= Math.min(last, found.lines.length); line++) {
      found.lines[line - 1].classList.add(kind);
      marked.push(found.lines[line - 1]);
    }
  }

  function showCode (step) {
    marked.splice(0).forEach(line => line.classList.remove('ran', 'next', 'raised'));
    const shown = step.nextFile || step.ranFile;
    if (shown) files.forEach((file, number) => { file.element.hidden = files.size > 1 && number !== shown; });
    if (step.ranLine) {
      markLines(step.ranFile, step.ranLine, step.ranEnd, 'ran');
      if (step.event === 'exception') markLines(step.ranFile, step.ranLine, step.ranEnd, 'raised');
    }
    if (step.nextLine) markLines(step.nextFile, step.nextLine, step.nextLine, 'next');
    const file = files.get(shown);
    const line = file && file.lines[(shown === step.nextFile ? step.nextLine : step.ranLine) - 1];
    if (line) bringIntoView(byId('code'), line, 30);
  }

  function showOutput (index) {
    const pane = byId('written'), n = steps[index].output, before = index > 0 ? steps[index - 1].output : 0;
    pane.textContent = '';
    for (let i = 0; i < n; i++) {
      const piece = pane.appendChild(document.createElement('span'));
      piece.textContent = visible(data.output[i].text);
      piece.className = (data.output[i].error ? 'err ' : '') + (i >= before ? 'fresh' : '');
    }
    pane.scrollTop = pane.scrollHeight;
  }

  function showWhere (index) {
    const step = steps[index], number = document.createElement('b');
    number.textContent = index + 1;
    where.textContent = 'Step ';
    where.append(number, ' of ' + steps.length + (step.ranLine ? ' · line ' + step.ranLine : ''));
    where.title = 'heapreel draw --at "#' + step.step + '"';
    slider.setAttribute('aria-valuetext', where.textContent);
  }

  function show (index) {
    index = Math.max(0, Math.min(steps.length - 1, index));
    if (index === current) return;
    current = index;
    slider.value = index + 1;
    fillCaption(byId('caption'), steps[index].caption);
    showCode(steps[index]);
    showOutput(index);
    showWhere(index);
    showPicture(index);
    byId('first').disabled = byId('previous').disabled = index === 0;
    byId('last').disabled = byId('next').disabled = index === steps.length - 1;
    try {
      history.replaceState(null, '', '#' + (index + 1));
    } catch (e) { /* some browsers refuse it for pages from disk */ }
  }

  /* Controls */
  function play (on) {
    clearInterval(timer);
    timer = on ? setInterval(() => current < steps.length - 1 ? show(current + 1) : play(false), 1200) : 0;
    byId('play-shape').setAttribute('d', on ? 'M4 3h3v10H4zM9 3h3v10H9z' : 'M4 2.5v11L13 8z');
    byId('play').setAttribute('aria-label', on ? 'Pause' : 'Play');
  }

  function go (index) {
    play(false);
    show(index);
  }

  byId('first').onclick = () => go(0);
  byId('previous').onclick = () => go(current - 1);
  byId('next').onclick = () => go(current + 1);
  byId('last').onclick = () => go(steps.length - 1);
  byId('play').onclick = () => {
    if (!timer && current === steps.length - 1) show(0);
    play(!timer);
  };
  slider.oninput = () => go(Number(slider.value) - 1);

  const keys = {
    ArrowRight: () => go(current + 1),
    ArrowLeft: () => go(current - 1),
    Home: () => go(0),
    End: () => go(steps.length - 1),
    ' ': () => byId('play').click()
  };
  document.addEventListener('keydown', event => {
    if (event.ctrlKey || event.metaKey || event.altKey || !keys[event.key]) return;
    if (event.key === ' ' && event.target.closest('button')) return;
    event.preventDefault();
    keys[event.key]();
  });
  addEventListener('hashchange', () => go(parseInt(location.hash.slice(1), 10) - 1 || 0));

  /* Marks over the slider: where calls begin and end, and where something was raised. Names only while they are few. */
  function addMarks () {
    const marks = byId('marks'), last = Math.max(1, steps.length - 1);
    const found = steps.map((step, i) => [step, i]).filter(([step]) => step.mark);
    const named = found.length <= 12;
    found.forEach(([step, i]) => {
      const tick = marks.appendChild(document.createElement('i'));
      tick.className = step.event === 'exception' ? 'raise' : step.event;
      tick.style.left = 100 * i / last + '%';
      if (!named) return;
      const name = marks.appendChild(document.createElement('span'));
      name.textContent = visible(step.mark);
      name.style.left = 100 * i / last + '%';
    });
    let right = -Infinity;
    marks.querySelectorAll('span').forEach(name => {
      const box = name.getBoundingClientRect();
      if (box.left < right + 6) name.hidden = true;
      else right = box.right;
    });
  }

  /* Colours: the system's, unless the reader chose. */
  const themes = ['system', 'light', 'dark'];

  function useTheme (name) {
    if (name === 'system') delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = name;
    byId('theme').textContent = 'Theme: ' + name;
    byId('theme').onclick = () => {
      const next = themes[(themes.indexOf(name) + 1) % themes.length];
      try {
        localStorage.setItem('heapreel-theme', next);
      } catch (e) { /* storage may be off: the choice then lasts as long as the page */ }
      useTheme(next);
    };
  }

  let wanted = 'system';
  try {
    wanted = localStorage.getItem('heapreel-theme') || wanted;
  } catch (e) { /* as above */ }
  useTheme(themes.includes(wanted) ? wanted : 'system');

  /* Takes over from the plain list of steps. */
  byId('plain').remove();
  document.body.classList.add('live');
  ['theme', 'view', 'bar'].forEach(id => { byId(id).hidden = false; });
  byId('output').hidden = data.output.length === 0;
  slider.max = steps.length;
  fitPicture();
  addEventListener('resize', fitPicture);
  show(parseInt(location.hash.slice(1), 10) - 1 || 0);
  addMarks();
})();
