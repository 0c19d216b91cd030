'use strict';
/* Which file's text is shown: the one of the step, or one that the reader looks at until the next step. */
(function (page) {
  const tabs = page.byId('files');
  page.files = new Map();
  document.querySelectorAll('#code .file').forEach(element => {
    page.files.set(Number(element.dataset.file), { element, lines: element.querySelectorAll('li') });
  });

  /* Files of one name in several folders are told apart by number. */
  function nameOf (file, count) {
    const name = file.element.querySelector('h2').textContent, n = (count.get(name) || 0) + 1;
    count.set(name, n);
    return page.visible(name) + (n > 1 ? ' (' + n + ')' : '');
  }

  page.showFile = number => {
    if (!page.files.has(number)) return;
    page.files.forEach((file, one) => {
      file.element.hidden = one !== number;
      if (!file.tab) return;
      file.tab.setAttribute('aria-selected', one === number);
      file.tab.tabIndex = one === number ? 0 : -1;
    });
    const tab = page.files.get(number).tab;
    if (tab) tabs.scrollLeft = tab.offsetLeft - (tabs.clientWidth - tab.offsetWidth) / 2;
  };

  /* Where the line is that just ran, which may not be where the next one is; 0: nowhere. */
  page.markFile = number => page.files.forEach((file, one) => {
    if (!file.tab) return;
    file.tab.classList.toggle('ran', one === number);
    file.tab.title = page.visible(file.element.querySelector('h2').textContent) + (one === number ? ' (just ran)' : '');
  });

  function addTab (file, number, name) {
    file.tab = tabs.appendChild(document.createElement('button'));
    file.tab.type = 'button';
    file.tab.textContent = name;
    file.tab.id = 'tab-' + number;
    file.element.id = 'file-' + number;
    file.tab.setAttribute('role', 'tab');
    file.tab.setAttribute('aria-controls', file.element.id);
    file.element.setAttribute('role', 'tabpanel');
    file.element.setAttribute('aria-labelledby', file.tab.id);
    file.tab.addEventListener('click', () => page.showFile(number));
  }

  if (page.files.size > 1) {
    const count = new Map();
    page.files.forEach((file, number) => addTab(file, number, nameOf(file, count)));
    tabs.hidden = false;
    tabs.addEventListener('keydown', event => {
      const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (!by) return;
      event.preventDefault();
      const numbers = [...page.files.keys()];
      const at = numbers.findIndex(number => page.files.get(number).tab === document.activeElement);
      const number = numbers[(at + by + numbers.length) % numbers.length];
      page.showFile(number);
      page.files.get(number).tab.focus();
    });
  }
})(heapreel);
