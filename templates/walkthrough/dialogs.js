'use strict';
/* What opens over the page: dialogs, which open and close alike, and the header's menu. */
(function (page) {
  page.dialog = id => {
    const dialog = page.byId(id);
    dialog.querySelector('.close').addEventListener('click', () => dialog.close());
    /* A click beside a dialog is a click on its backdrop, which is the dialog's own. */
    dialog.addEventListener('click', event => { if (event.target === dialog) dialog.close(); });
    return dialog;
  };

  /* The header's buttons, behind one where there is no room for all. */
  const menu = page.byId('menu'), buttons = page.byId('page-buttons');

  function setMenu (open) {
    buttons.classList.toggle('open', open);
    menu.setAttribute('aria-expanded', open);
  }

  menu.addEventListener('click', () => setMenu(!buttons.classList.contains('open')));
  document.addEventListener('click', event => { if (!menu.contains(event.target)) setMenu(false); });
  buttons.parentElement.addEventListener('keydown', event => {
    if (event.key !== 'Escape' || !buttons.classList.contains('open')) return;
    event.preventDefault();
    setMenu(false);
    menu.focus();
  });

  /* Where in the run to go, by number. */
  const dialog = page.dialog('goto'), number = page.byId('goto-number');

  function open () {
    page.play(false);
    number.max = page.steps.length;
    number.value = page.current + 1;
    dialog.showModal();
    number.select();
  }

  function go () {
    const wanted = Math.trunc(Number(number.value)) - 1;
    dialog.close();
    page.tellIfNoStep(wanted);
    page.jump(wanted);
  }

  page.byId('goto-go').addEventListener('click', go);
  number.addEventListener('keydown', event => {
    if (event.key !== 'Enter') return;
    event.preventDefault();
    go();
  });
  page.key('n', 'Go to a step by its number', open, 'Steps');
  page.button('where', open);

  /* The address of this step, to be sent to someone. */
  const link = page.dialog('link'), address = page.byId('link-address');

  function showLink () {
    address.value = location.href.replace(/#.*/, '') + '#' + (page.current + 1);
    link.showModal();
    address.select();
  }

  /* Whether the clipboard may be written to. Asking it in a frame that may not makes the browser complain, so that frames
     need a policy that says yes. */
  page.mayCopy = () => {
    if (!navigator.clipboard) return false;
    return parent === window || Boolean(document.featurePolicy && document.featurePolicy.allowsFeature('clipboard-write'));
  };

  function copyLink () {
    const text = location.href.replace(/#.*/, '') + '#' + (page.current + 1);
    if (!page.mayCopy()) return showLink();
    navigator.clipboard.writeText(text).then(() => page.note('The link to this step is copied.'), showLink);
  }

  page.key('y', 'Copy the link to this step', copyLink, 'Page');
  page.button('copy-link', copyLink);
})(heapreel);
