'use strict';
/* Takes over from the plain list of steps. */
(function (page) {
  page.byId('plain').remove();
  document.body.classList.add('live');
  ['menu', 'page-buttons', 'view', 'bar', 'split'].forEach(id => { page.byId(id).hidden = false; });
  const index = page.addressed();
  page.start(index);
  page.tellIfNoStep(index);
})(heapreel);
