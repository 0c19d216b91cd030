'use strict';
/* What happened, in words. */
(function (page) {
  /* Text with names in backquotes and counts that went from one to another. */
  page.fillCaption = (element, text) => {
    element.textContent = '';
    page.visible(text).split('`').forEach((part, i) => {
      if (i % 2 === 1) {
        element.appendChild(document.createElement('code')).textContent = part;
        return;
      }
      part.split(/(\d+ → \d+)/).forEach((piece, j) => {
        if (j % 2 === 1) element.appendChild(document.createElement('b')).textContent = piece;
        else element.appendChild(document.createTextNode(piece));
      });
    });
  };

  page.on('step', index => page.fillCaption(page.byId('caption'), page.steps[index].caption));
})(heapreel);
