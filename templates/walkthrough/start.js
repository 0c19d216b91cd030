'use strict';
/* Takes over from the plain list of steps. */
(function (page) {
  page.byId('plain').remove();
  document.body.classList.add('live');
  ['menu', 'page-buttons', 'view', 'bar', 'split'].forEach(id => { page.byId(id).hidden = false; });
  const index = page.addressed();
  page.start(index);
  const thinned = page.data.thinned;
  const words = thinned && 'This page shows ' + page.steps.length + ' of ' + thinned.of + ' steps: ' + thinned.rule + '.';
  if (thinned) page.note(words);
  page.tellIfNoStep(index);
  page.helpSection('This page', section => {
    section.appendChild(document.createElement('p')).textContent = page.byId('facts').textContent;
    if (thinned) section.appendChild(document.createElement('p')).textContent = words;
  });
})(heapreel);
