'use strict';
/* The program's text: what ran, and what is next. */
(function (page) {
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

  page.files.forEach(file => {
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
    const found = page.files.get(file);
    if (!found) return;
    for (let line = first; line <= Math.min(last, found.lines.length); line++) {
      found.lines[line - 1].classList.add(kind);
      marked.push(found.lines[line - 1]);
    }
  }

  function showCode (step) {
    marked.splice(0).forEach(line => line.classList.remove('ran', 'next', 'raised'));
    const shown = step.nextFile || step.ranFile;
    if (shown) page.showFile(shown);
    page.markFile(step.ranFirst ? step.ranFile : 0);
    if (step.ranFirst) {
      markLines(step.ranFile, step.ranFirst, step.ranLast, 'ran');
      if (step.event === 'exception') markLines(step.ranFile, step.ranFirst, step.ranLast, 'raised');
    }
    if (step.nextLine) markLines(step.nextFile, step.nextLine, step.nextLine, 'next');
    follow(step);
  }

  /* Lines are equally high: where one stands is reckoned, so that a step need not wait for the whole layout. */
  const listing = page.byId('listing'), room_px = 40;
  let top_px = 0, line_px = 22, pane_px = 0, scrolled_px = 0;

  function measure () {
    const pane = listing.getBoundingClientRect();
    const item = listing.querySelector('.file:not([hidden]) li');
    pane_px = listing.clientHeight;
    scrolled_px = listing.scrollTop;
    if (!item) return;
    top_px = item.parentElement.firstElementChild.getBoundingClientRect().top - pane.top + scrolled_px;
    line_px = item.getBoundingClientRect().height;
  }

  function follow (step) {
    const shown = step.nextFile || step.ranFile;
    const line = shown === step.nextFile ? step.nextLine : step.ranFirst;
    if (!line || !page.files.has(shown)) return;
    const at = top_px + (line - 1) * line_px, low = at + line_px + room_px - pane_px;
    if (at - room_px < scrolled_px) scrolled_px = Math.max(0, at - 2 * room_px);
    else if (low > scrolled_px) scrolled_px = Math.min(low + room_px, at);
    else return;
    listing.scrollTop = scrolled_px;
  }

  listing.addEventListener('scroll', () => { scrolled_px = listing.scrollTop; }, { passive: true });
  page.on('start', measure);
  page.on('resize', measure);
  page.on('resize', () => follow(page.steps[page.current]));
  page.on('step', index => showCode(page.steps[index]));
})(heapreel);
