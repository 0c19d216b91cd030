'use strict';
/* What the program has written so far. */
(function (page) {
  const pane = page.byId('written');
  /* Text stands in blocks of whole lines: only the last is laid out anew when more comes. */
  const block_chars = 4000;
  let pieces = [], blocks = [], shown = 0, fresh = [];

  /* Where each piece goes: its runs as [block, text]. */
  function divide () {
    let block = 0, filled = 0;
    pieces = page.data.output.map(piece => {
      const runs = [];
      let text = page.visible(piece.text);
      while (text) {
        const end = text.indexOf('\n', Math.max(0, block_chars - filled)) + 1 || text.length;
        const head = text.slice(0, end);
        runs.push([block, head]);
        filled += head.length;
        text = text.slice(end);
        if (filled >= block_chars && head.endsWith('\n')) {
          block++;
          filled = 0;
        }
      }
      return { runs, error: piece.error, spans: [] };
    });
  }

  function addPiece (piece) {
    piece.runs.forEach(([block, text]) => {
      if (!blocks[block]) blocks[block] = pane.appendChild(document.createElement('div'));
      const span = blocks[block].appendChild(document.createElement('span'));
      span.textContent = text;
      if (piece.error) span.className = 'err';
      piece.spans.push(span);
    });
  }

  function removePiece (piece) {
    piece.spans.splice(0).forEach(span => {
      const block = span.parentElement;
      span.remove();
      if (block.firstChild) return;
      block.remove();
      blocks.pop();
    });
  }

  function showOutput (index) {
    const n = page.steps[index].output, before = index > 0 ? page.steps[index - 1].output : 0;
    fresh.splice(0).forEach(span => span.classList.remove('fresh'));
    const grown = n !== shown;
    while (shown < n) addPiece(pieces[shown++]);
    while (shown > n) removePiece(pieces[--shown]);
    for (let i = before; i < n; i++) fresh.push(...pieces[i].spans);
    fresh.forEach(span => span.classList.add('fresh'));
    pane.parentElement.classList.toggle('empty', n === 0);
    if (grown) pane.scrollTop = pane.scrollHeight;
  }

  divide();
  page.byId('output').hidden = pieces.length === 0;
  page.on('step', showOutput);
})(heapreel);
