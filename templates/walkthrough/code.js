'use strict';
/* The program's text: what ran, and what is next. */
(function (page) {
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

  /* What is next must be seen, and what ran where there is room for both. */
  function follow (step) {
    const shown = step.nextFile || step.ranFile;
    const line = shown === step.nextFile ? step.nextLine : step.ranFirst;
    if (!line || !page.files.has(shown)) return;
    let first = line, last = line;
    if (step.ranFile === shown && step.ranFirst && (Math.abs(step.ranFirst - line) + 1) * line_px <= pane_px) {
      first = Math.min(line, step.ranFirst);
      last = Math.max(line, step.ranFirst);
    }
    const from = top_px + (first - 1) * line_px, to = top_px + last * line_px;
    const room = Math.max(0, Math.min(room_px, (pane_px - (to - from)) / 3));
    if (from - room < scrolled_px) scrolled_px = Math.max(0, from - 2 * room);
    else if (to + room - pane_px > scrolled_px) scrolled_px = to + 2 * room - pane_px;
    else return;
    listing.scrollTop = scrolled_px;
  }

  listing.addEventListener('scroll', () => { scrolled_px = listing.scrollTop; }, { passive: true });
  page.on('start', measure);
  page.on('resize', measure);
  page.on('resize', () => follow(page.steps[page.current]));
  page.on('step', index => showCode(page.steps[index]));
})(heapreel);
