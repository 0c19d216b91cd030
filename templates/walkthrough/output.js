'use strict';
/* What the program has written so far. */
(function (page) {
  function showOutput (index) {
    const pane = page.byId('written'), n = page.steps[index].output, before = index > 0 ? page.steps[index - 1].output : 0;
    pane.textContent = '';
    for (let i = 0; i < n; i++) {
      const piece = pane.appendChild(document.createElement('span'));
      piece.textContent = page.visible(page.data.output[i].text);
      piece.className = (page.data.output[i].error ? 'err ' : '') + (i >= before ? 'fresh' : '');
    }
    pane.scrollTop = pane.scrollHeight;
  }

  page.byId('output').hidden = page.data.output.length === 0;
  page.on('step', showOutput);
})(heapreel);
