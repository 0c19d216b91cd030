'use strict';
/* Takes over from the plain list of steps. */
(function (page) {
  page.byId('plain').remove();
  document.body.classList.add('live');
  ['page-buttons', 'view', 'bar'].forEach(id => { page.byId(id).hidden = false; });
  page.start(page.addressed());
})(heapreel);
