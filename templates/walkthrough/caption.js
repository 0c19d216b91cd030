'use strict';
/* What happened, in words: shown, and spoken once the reader rests. */
(function (page) {
  const element = page.byId('caption');
  let scrolled = false;
  element.addEventListener('scroll', () => { scrolled = true; }, { passive: true });

  /* Words and code in turn, words first. Code stands between two equal runs of backquotes; where a run is longer than one,
     because there are backquotes in the code, a space stands on either side of it. */
  function inTurn (text) {
    const parts = [];
    let at = 0;
    for (const found of text.matchAll(/(`+)(?!`)(.*?[^`])\1(?!`)|`+/gs)) {
      if (!found[1]) continue; /* a run that nothing ends */
      parts.push(text.slice(at, found.index), found[1] === '`' ? found[2] : found[2].slice(1, -1));
      at = found.index + found[0].length;
    }
    return parts.concat(text.slice(at));
  }

  /* Text with names in backquotes and counts that went from one to another. */
  page.fillCaption = (element, text) => {
    element.textContent = '';
    inTurn(page.visible(text)).forEach((part, i) => {
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

  /* Room for the longest caption, up to a part of the pane, so that the picture below does not jump; in a low window the
     picture has more need of it. */
  const longest = page.steps.reduce((text, step) => step.caption.length > text.length ? step.caption : text, '');

  let reservedFor = '';

  function reserve () {
    const size = element.clientWidth + ' ' + page.byId('view').clientHeight;
    if (size === reservedFor) return;
    reservedFor = size;
    const clone = element.cloneNode(false);
    clone.removeAttribute('id');
    clone.className = 'caption-measure';
    clone.style.width = element.clientWidth + 'px';
    page.fillCaption(clone, longest);
    element.parentElement.appendChild(clone);
    const most_px = Math.max(46, page.byId('view').clientHeight / 6);
    element.style.minHeight = innerHeight <= 480 ? '' : Math.min(clone.offsetHeight, most_px) + 'px';
    clone.remove();
  }

  page.on('start', reserve);
  page.on('resize', reserve);
  page.on('step', index => {
    page.fillCaption(element, page.steps[index].caption);
    if (scrolled) element.scrollTop = 0;
    scrolled = false;
  });
  page.on('rest', index => {
    if (page.playing && page.speed > 1) return;
    page.say(page.whereWords(index) + '. ' + inTurn(page.steps[index].caption).join(''));
  });
})(heapreel);
