'use strict';
/* Lines lead to the steps in which they ran: by click, and by a cursor that the arrow keys move in the listing. */
(function (page) {
  const code = page.byId('listing');
  let cursor = null;

  function ranHere (file, line) {
    return step => step.ranFile === file && step.ranFirst <= line && line <= step.ranLast;
  }

  function timesOf (file, line) {
    return page.steps.reduce((n, step) => n + (ranHere(file, line)(step) ? 1 : 0), 0);
  }

  /* A line's file and number. */
  function placeOf (item) {
    const file = Number(item.closest('.file').dataset.file);
    return [file, [...item.parentElement.children].indexOf(item) + 1];
  }

  function goToRun (file, line, by) {
    const fits = ranHere(file, line);
    let found = page.findStep(page.current, by, fits);
    if (found >= 0) return page.jump(found);
    if (!page.steps.some(fits)) return page.note('Line ' + line + ' does not run in these steps.');
    found = by > 0 ? page.findStep(-1, 1, fits) : page.findStep(page.steps.length, -1, fits);
    const only = timesOf(file, line) === 1;
    page.note(only ? 'Line ' + line + ' runs only here.'
      : 'Line ' + line + ' does not run ' + (by > 0 ? 'later: this is its first time.' : 'earlier: this is its last time.'));
    page.jump(found);
  }

  function runAgain (by) {
    const step = page.steps[page.current];
    if (!step.ranFirst) return page.note('No line has run yet.');
    goToRun(step.ranFile, step.ranFirst, by);
  }

  function tellLine (item) {
    const [file, line] = placeOf(item), n = timesOf(file, line);
    return 'Line ' + line + (n === 0 ? ' does not run in these steps'
      : n === 1 ? ' runs once' : ' runs ' + n + ' times');
  }

  function moveCursor (item) {
    if (cursor) cursor.classList.remove('cursor');
    cursor = item;
    if (!item) return;
    item.classList.add('cursor');
    page.bringIntoView(code, item, 10);
    page.say(tellLine(item) + ': ' + item.textContent);
  }

  function keepCursor () {
    if (cursor && !cursor.closest('.file').hidden) return cursor;
    const shown = code.querySelector('.file:not([hidden])');
    return shown.querySelector('li.ran') || shown.querySelector('li.next') || shown.querySelector('li');
  }

  code.addEventListener('click', event => {
    const item = event.target.closest('li');
    if (!item || String(getSelection())) return;
    const [file, line] = placeOf(item);
    goToRun(file, line, event.shiftKey ? -1 : 1);
  });
  /* Shift-click chooses text otherwise. */
  code.addEventListener('mousedown', event => { if (event.shiftKey && event.target.closest('li')) event.preventDefault(); });
  code.addEventListener('mouseover', event => {
    const item = event.target.closest('li');
    if (!item || item.title) return;
    item.title = tellLine(item) + (item.classList.contains('inert') ? '' : '. Click: next time, Shift-click: previous time');
  });
  code.addEventListener('keydown', event => {
    if (event.target !== code) return;
    const item = keepCursor();
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      const beside = event.key === 'ArrowDown' ? item.nextElementSibling : item.previousElementSibling;
      moveCursor(item === cursor ? beside || item : item);
    } else if (event.key === 'Enter' && cursor) {
      event.preventDefault();
      goToRun(...placeOf(cursor), event.shiftKey ? -1 : 1);
    }
  });
  code.addEventListener('blur', () => moveCursor(null));

  /* Lines that no shown step runs. */
  page.on('start', () => {
    const ran = new Map([...page.files.keys()].map(file => [file, new Set()]));
    const seen = new Set();
    page.steps.forEach(step => {
      const range = step.ranFile + ':' + step.ranFirst + ':' + step.ranLast;
      if (!ran.has(step.ranFile) || seen.has(range)) return;
      seen.add(range);
      for (let line = step.ranFirst; line <= step.ranLast; line++) ran.get(step.ranFile).add(line);
    });
    page.files.forEach((file, number) => file.lines.forEach((item, i) => {
      item.classList.toggle('inert', !ran.get(number).has(i + 1));
    }));
  });

  page.key('l', 'Next time this line runs (also: click a line)', () => runAgain(1), 'Steps');
  page.key('Shift+l', 'Previous time this line ran (also: Shift and click)', () => runAgain(-1), 'Steps');
  page.helpSection('Code', section => {
    section.appendChild(document.createElement('p')).textContent =
      'In the listing ↑ and ↓ choose a line, Enter goes to the next time it runs, Shift Enter to the previous one.';
  });
})(heapreel);
