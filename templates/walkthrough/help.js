'use strict';
/* All keys, and what the marks mean: a dialog that is built when it is first asked for. */
(function (page) {
  const dialog = page.byId('help'), body = page.byId('help-body');
  const sections = [];

  /* A section of the help: @fill puts its content into the element that it is given. */
  page.helpSection = (title, fill) => sections.push({ title, fill });

  function addSection (title) {
    const section = body.appendChild(document.createElement('section'));
    section.appendChild(document.createElement('h3')).textContent = title;
    return section;
  }

  function addKeys (title, rows) {
    const list = addSection(title).appendChild(document.createElement('dl'));
    rows.forEach(({ keys, words }) => {
      const row = list.appendChild(document.createElement('div'));
      const term = row.appendChild(document.createElement('dt'));
      keys.forEach(key => {
        const one = term.appendChild(document.createElement('span'));
        page.keyNames(key).forEach(name => { one.appendChild(document.createElement('kbd')).textContent = name; });
      });
      row.appendChild(document.createElement('dd')).textContent = words;
    });
  }

  function build () {
    page.keyGroups.forEach((rows, title) => addKeys(title, rows));
    sections.forEach(({ title, fill }) => fill(addSection(title)));
  }

  page.help = () => {
    if (!body.firstChild) build();
    dialog.showModal();
    body.scrollTop = 0;
  };

  page.key('?', 'This help', page.help, 'Page');
  page.button('help-button', page.help);
  page.byId('help-close').addEventListener('click', () => dialog.close());
  dialog.addEventListener('keydown', event => {
    if (event.key === '?') {
      event.preventDefault();
      dialog.close();
    }
  });
  /* A click beside a dialog is a click on its backdrop. */
  dialog.addEventListener('click', event => { if (event.target === dialog) dialog.close(); });
})(heapreel);
