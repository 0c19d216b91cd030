'use strict';
/* Printing: each chosen step a page, with the program's name, the step, its line, what happened and the picture. */
(function (page) {
  const dialog = page.dialog('print'), pages = page.byId('pages');
  const from = page.byId('print-from'), to = page.byId('print-to'), count = page.byId('print-count');
  const most = 500;
  let first = -1, last = -1;

  function choice () {
    return dialog.querySelector('input[name=print-what]:checked').value;
  }

  function chosen () {
    const n = page.steps.length, inside = value => Math.max(1, Math.min(n, Math.trunc(Number(value)) || 1)) - 1;
    if (choice() === 'all') return [0, Math.min(n, most) - 1];
    if (choice() === 'this') return [page.current, page.current];
    const a = inside(from.value), b = inside(to.value);
    return [Math.min(a, b), Math.min(Math.max(a, b), Math.min(a, b) + most - 1)];
  }

  function tellCount () {
    from.disabled = to.disabled = choice() !== 'range';
    const [a, b] = chosen(), n = b - a + 1, cut = n === most && page.steps.length > most;
    count.textContent = n === 1 ? 'One page.' : n + ' pages' + (cut ? ', the most at once.' : '.');
  }

  function add (parent, name, className, text) {
    const element = parent.appendChild(document.createElement(name));
    element.className = className;
    if (text) element.textContent = text;
    return element;
  }

  /* Ids are for one picture in a page; patterns are found by them. */
  function renameIds (picture, index) {
    const suffix = '-of-' + index;
    picture.querySelectorAll('[id]').forEach(element => { element.id += suffix; });
    ['fill', 'stroke'].forEach(name => picture.querySelectorAll('[' + name + '^="url(#"]').forEach(element => {
      element.setAttribute(name, element.getAttribute(name).replace(')', suffix + ')'));
    }));
  }

  /* What the reader hides on the screen is hidden on paper. */
  function classOfPicture () {
    const shown = document.querySelector('#stage svg.hr-picture');
    return ['hr-picture', ...[...shown.classList].filter(name => name.startsWith('hr-no-'))].join(' ');
  }

  function addPage (index) {
    const step = page.steps[index], article = add(pages, 'article', 'page');
    const head = add(article, 'header', 'page-head');
    add(head, 'strong', '', document.title);
    add(head, 'span', '', page.whereWords(index));
    const file = page.files.get(step.ranFile);
    for (let line = step.ranFirst; file && line && line <= Math.min(step.ranLast, step.ranFirst + 5); line++) {
      const code = add(article, 'pre', 'page-code');
      code.textContent = String(line).padStart(4) + '  ' + file.lines[line - 1].textContent;
    }
    page.fillCaption(add(article, 'p', 'page-caption'), step.caption);
    const picture = article.appendChild(document.createElementNS('http://www.w3.org/2000/svg', 'svg'));
    picture.setAttribute('class', classOfPicture());
    picture.setAttribute('stroke-linejoin', 'round');
    picture.innerHTML = page.markupOf(index);
    renameIds(picture, index);
    const before = index > 0 ? page.steps[index - 1].output : 0;
    const fresh = page.data.output.slice(before, step.output).map(piece => piece.text).join('');
    if (fresh) add(article, 'pre', 'page-output', page.visible(fresh));
  }

  /* All pages show one part of the sheet, so that things hold still from page to page: that which some of them uses. */
  function crop (pictures) {
    const margin_pt = 40;
    let right = 0, bottom = 0;
    pictures.forEach(picture => picture.querySelectorAll('.object>rect, .frame>rect').forEach(rect => {
      const number = name => Number(rect.getAttribute(name));
      right = Math.max(right, number('x') + number('width'));
      bottom = Math.max(bottom, number('y') + number('height'));
    }));
    const part = (used, whole) => used > 0 && used + margin_pt < 0.8 * whole ? Math.ceil(used + margin_pt) : whole;
    const size = part(right, page.data.width) + ' ' + part(bottom, page.data.height);
    pictures.forEach(picture => picture.setAttribute('viewBox', '0 0 ' + size));
  }

  function build () {
    if (first < 0) [first, last] = [page.current, page.current];
    pages.textContent = '';
    pages.hidden = false;
    for (let i = first; i <= last; i++) addPage(i);
    crop([...pages.querySelectorAll('.hr-picture')]);
    page.tell('print', true);
  }

  function clear () {
    pages.textContent = '';
    pages.hidden = true;
    first = last = -1;
    page.tell('print', false);
  }

  function open () {
    page.play(false);
    from.max = to.max = page.steps.length;
    from.value = page.current + 1;
    to.value = page.steps.length;
    tellCount();
    dialog.showModal();
  }

  function print () {
    [first, last] = chosen();
    dialog.close();
    window.print();
  }

  dialog.addEventListener('input', tellCount);
  page.byId('print-go').addEventListener('click', print);
  addEventListener('beforeprint', build);
  addEventListener('afterprint', clear);
  page.key('p', 'Print steps', open, 'Page');
  page.button('print-button', open);
})(heapreel);
