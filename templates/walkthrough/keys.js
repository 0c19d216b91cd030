'use strict';
/* What a key or a button does, said once: parts register keys with words, and help.js shows them all.

   page.key(keys, words, action, group)   @keys: one key or a list of them, as KeyboardEvent.key names it, letters in
                                          lower case, 'Shift+' before a letter or a named key. @action gets the event.
                                          @group: the heading in the help ('Picture' where none is given).
   page.button(id, action)                a click on the button; where a key has the same action, the button tells it.
   page.helpSection(title, fill)          a section of the help: @fill puts its content into the element it is given.
   page.say(text)                         spoken, not shown.  page.note(text)  spoken, and shown for a while.

   A key is left alone where someone writes text, in an open dialog, with Ctrl, Alt or ⌘, and where another handler has
   called preventDefault: what has the focus goes first. */
(function (page) {
  const registered = new Map();
  page.characterKeys = page.stored('character-keys') !== 'off';
  page.keyGroups = new Map();
  page.helpSections = [];
  page.helpSection = (title, fill) => page.helpSections.push({ title, fill });

  page.key = (keys, words, action, group = 'Picture') => {
    keys = [].concat(keys);
    keys.forEach(key => registered.set(key, action));
    if (!page.keyGroups.has(group)) page.keyGroups.set(group, []);
    page.keyGroups.get(group).push({ keys, words });
  };

  const names = { ArrowLeft: '←', ArrowRight: '→', ArrowUp: '↑', ArrowDown: '↓', ' ': 'Space', Escape: 'Esc' };

  /* What stands on the keys to press: ['Shift', 'N'] for 'Shift+n'. */
  page.keyNames = key => {
    const shifted = key.startsWith('Shift+'), last = shifted ? key.slice(6) : key;
    return (shifted ? ['Shift'] : []).concat(names[last] || (last.length === 1 ? last.toUpperCase() : last));
  };

  /* Where letters are not Latin, the key's place says which is meant. */
  function nameOf (event) {
    const place = /^Key([A-Z])$/.exec(event.code);
    const letter = place && event.key > '\x7f' ? place[1] : event.key;
    const key = letter.length === 1 ? letter.toLowerCase() : letter;
    const shifted = event.shiftKey && (event.key.length > 1 || key !== key.toUpperCase());
    return (shifted ? 'Shift+' : '') + key;
  }

  function isWriting (target) {
    return target.closest('input:not([type=range]):not([type=checkbox]):not([type=radio]), textarea, select');
  }

  document.addEventListener('keydown', event => {
    if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    const target = event.target instanceof Element ? event.target : document.body;
    const name = nameOf(event), action = registered.get(name);
    if (event.key.length === 1 && event.key !== ' ' && !page.characterKeys) return;
    if (!action || isWriting(target) || document.querySelector('dialog[open]')) return;
    if ((name === ' ' || name === 'Enter') && target.closest('button, summary, input, [role=button], [role=option]')) return;
    event.preventDefault();
    action(event);
  });

  page.button = (id, action) => {
    const button = page.byId(id);
    button.addEventListener('click', action);
    const keys = [...registered].filter(([, one]) => one === action).map(([key]) => key);
    if (keys.length === 0) return button;
    const words = button.title || button.getAttribute('aria-label') || button.textContent;
    button.title = words + ' (' + page.keyNames(keys[0]).join(' ') + ')';
    button.setAttribute('aria-keyshortcuts', keys.map(key => key === ' ' ? 'Space' : key).join(' '));
    return button;
  };

  /* A live region speaks only what differs from before. */
  let timer = 0;

  function speak (element, text) {
    element.textContent = element.textContent === text ? text + '\u00a0' : text;
  }

  page.say = text => speak(page.byId('spoken'), page.visible(text));

  page.note = text => {
    const note = page.byId('note');
    speak(note, page.visible(text));
    note.classList.add('shown');
    clearTimeout(timer);
    timer = setTimeout(() => note.classList.remove('shown'), 4000);
  };
})(heapreel);
