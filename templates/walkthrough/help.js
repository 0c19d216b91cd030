'use strict';
/* All keys, and what the marks mean: a dialog that is built when it is first asked for. */
(function (page) {
  const dialog = page.dialog('help'), body = page.byId('help-body');
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

  /* Those who speak to their computer, or whose hands shake, want no keys that a single letter sets off. */
  function addSwitch () {
    const label = addSection('Keys').appendChild(document.createElement('p')).appendChild(document.createElement('label'));
    const box = label.appendChild(document.createElement('input'));
    box.type = 'checkbox';
    box.checked = page.characterKeys;
    label.append('Single letters and signs work as keys');
    box.addEventListener('change', () => {
      page.characterKeys = box.checked;
      page.store('character-keys', box.checked ? 'on' : 'off');
    });
  }

  function build () {
    page.keyGroups.forEach((rows, title) => addKeys(title, rows));
    addSwitch();
    page.helpSections.forEach(({ title, fill }) => fill(addSection(title)));
  }

  page.help = () => {
    if (!body.firstChild) build();
    dialog.showModal();
    body.scrollTop = 0;
  };

  page.on('theme', () => { body.textContent = ''; });
  page.key('?', 'This help', page.help, 'Page');
  page.button('help-button', page.help);
  dialog.addEventListener('keydown', event => {
    if (event.key === '?') {
      event.preventDefault();
      dialog.close();
    }
  });
})(heapreel);
