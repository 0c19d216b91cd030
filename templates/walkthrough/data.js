'use strict';
/* What the page holds, made ready: the steps, and the pictures' markup. All other parts hang on the one object made
   here. What the program wrote, named or held reaches the page as text nodes; the one thing set as markup is the
   picture, whose lines heapreel's own SVG writer escaped. */
const heapreel = {};

(function (page) {
  page.byId = id => document.getElementById(id);
  page.data = JSON.parse(page.byId('data').textContent);
  page.embed = Boolean(page.data.embed);
  page.objects = new Map();
  page.steps = page.data.steps.map((step, index) => {
    const [ranFile, ranFirst, ranLast, nextFile, nextLine] = step.at;
    return Object.assign(step, { index, ranFile, ranFirst, ranLast, nextFile, nextLine });
  });

  /* Pictures: each is the lines of the one before with some replaced. An edit is a position, how many lines go, how
     many numbers follow; those are line numbers, or a negative count and the first of a run. */
  const allLines = page.byId('lines').textContent.split('\n');
  let lines = [], drawn = -1;

  function advance () {
    const edits = page.steps[++drawn].edits;
    const before = lines;
    let at = 0;
    lines = [];
    for (let i = 0; i < edits.length;) {
      const from = edits[i++], gone = edits[i++], end = edits[i++] + i;
      while (at < from) lines.push(before[at++]);
      while (i < end) {
        const number = edits[i++];
        if (number >= 0) lines.push(number);
        else for (let first = edits[i++], n = 0; n < -number; n++) lines.push(first + n);
      }
      at += gone;
    }
    while (at < before.length) lines.push(before[at++]);
  }

  /* The picture of a step, as what stands between the tags of its <svg>. */
  page.markupOf = index => {
    if (index < drawn) {
      lines = [];
      drawn = -1;
    }
    while (drawn < index) advance();
    return lines.map(number => allLines[number]).join('\n');
  };

  /* What would vanish, or turn the text around it, is shown instead. */
  page.visible = text =>
    text.replace(/[\x00-\x08\x0b-\x1f]/g, c => String.fromCharCode(0x2400 + c.charCodeAt(0)))
      .replace(/\x7f/g, '\u2421')
      .replace(/[\x80-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g,
        c => '\u27e8U+' + c.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0') + '\u27e9');
})(heapreel);
