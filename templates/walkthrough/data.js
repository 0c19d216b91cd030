'use strict';
/* What the page holds, made ready: the steps, the objects, and the pictures' markup. All other parts hang on the one
   object made here; DATA.md tells what the data looks like. What the program wrote, named or held reaches the page as
   text nodes; the one thing set as markup is the picture, whose lines heapreel's own SVG writer escaped. */
const heapreel = {};

(function (page) {
  page.byId = id => document.getElementById(id);
  const data = page.data = JSON.parse(page.byId('data').textContent);
  page.embed = Boolean(data.embed);

  const digits = new Uint8Array(128);
  [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'].forEach((c, i) => {
    digits[c.charCodeAt(0)] = i;
  });

  /* Numbers in base 32, low digits first; a digit from 32 on says that more follow. The lowest bit is for those below
     zero: 0, -1, 1, -2, 2 … */
  function numbers (text) {
    const out = [];
    for (let i = 0, value = 0, place = 1; i < text.length; i++) {
      const digit = digits[text.charCodeAt(i)];
      value += (digit & 31) * place;
      place *= 32;
      if (digit >= 32) continue;
      out.push(value % 2 === 1 ? -(value + 1) / 2 : value / 2);
      value = 0;
      place = 1;
    }
    return out;
  }

  /* A table's rows as objects. In each column numbers stand as differences; a column of zeros is left out. */
  function rows (table, names) {
    const columns = names.map(name => numbers(table[name] || '')), sums = names.map(() => 0);
    return Array.from({ length: table.n }, (_, i) => {
      const row = {};
      names.forEach((name, k) => { row[name] = sums[k] += columns[k][i] || 0; });
      return row;
    });
  }

  data.output = data.output.map(([error, text]) => ({ error: error === 1, text }));

  const places = rows(data.places,
    ['event', 'ranFile', 'ranFirst', 'ranMore', 'nextFile', 'nextLine', 'thread', 'mark']);
  places.forEach(place => {
    place.event = data.events[place.event];
    place.ranLast = place.ranFirst + place.ranMore;
    place.mark = place.mark ? data.names[place.mark - 1] : '';
  });
  page.steps = rows(data.steps, ['step', 'place', 'depth', 'output', 'caption', 'flags']).map((row, index) =>
    Object.assign(row, places[row.place], {
      index,
      caption: data.captions[row.caption],
      printed: (row.flags & 1) !== 0,
      freed: (row.flags & 2) !== 0,
      collected: (row.flags & 4) !== 0,
      fresh: (row.flags & 8) !== 0
    }));

  /* id → { id, name, type, born, bornLine, freed, freedLine, freedBy, refs, changed }. Steps are shown ones; freed is -1
     and freedBy '' while it lives. refs: [[step, count], …] from each step on; empty: shared by the interpreter, or not
     counted. changed: steps in which its content changed. */
  page.objects = new Map();
  const refs = data.objects.refs.split(' '), changed = data.objects.changed.split(' ');
  rows(data.objects, ['id', 'type', 'born', 'bornLine', 'lasted', 'freedLine', 'freedBy']).forEach((row, i) => {
    let step = row.born, count = 0;
    const type = data.types[row.type], pairs = [], counted = numbers(refs[i]);
    for (let k = 0; k < counted.length; k += 2) pairs.push([step += counted[k], count += counted[k + 1]]);
    step = row.born;
    page.objects.set(row.id, {
      id: row.id,
      name: type + '-' + row.id,
      type,
      born: row.born,
      bornLine: row.bornLine,
      freed: row.lasted ? row.born + row.lasted - 1 : -1,
      freedLine: row.freedLine,
      freedBy: row.freedBy ? data.names[row.freedBy - 1] : '',
      refs: pairs,
      changed: numbers(changed[i]).map(difference => step += difference)
    });
  });

  /* Pictures: each is the lines of the one before with some replaced. An edit is how many lines stay, how many go, how
     many more than those come, and which: each number less the one before and 1, the first less the count of lines that
     were used before. Every so many pictures are kept, to go on from there. */
  const allLines = page.byId('lines').textContent.split('\n');
  const signs = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789#$%()*+,.:;=?@[]^_{|}';
  const pieces = new Map([['~', '~']]), first = Number(allLines[0]) + 1, made = [];
  allLines.slice(1, first).forEach((piece, i) => pieces.set(signs[i], piece));
  const edits = data.steps.edits.split(' '), kept = [], between = 64;
  let lines = [], used = 0, drawn = -1;

  function advance () {
    const codes = numbers(edits[++drawn]), before = lines;
    let at = 0, number = used;
    lines = [];
    for (let i = 0; i < codes.length;) {
      const stay = at + codes[i++], gone = codes[i++], end = gone + codes[i++] + i;
      while (at < stay) lines.push(before[at++]);
      while (i < end) {
        number += codes[i++];
        lines.push(number++);
        used = Math.max(used, number);
      }
      at += gone;
    }
    while (at < before.length) lines.push(before[at++]);
    if (drawn % between === 0) kept[drawn / between] = [lines, used];
  }

  /* The picture of a step as numbers of lines: equal numbers are equal lines. */
  page.linesOf = index => {
    const nearest = Math.min(Math.floor(index / between), kept.length - 1);
    if (nearest >= 0 && (index < drawn || nearest * between > drawn)) {
      [lines, used] = kept[nearest];
      drawn = nearest * between;
    }
    while (drawn < index) advance();
    return lines;
  };
  page.line = number => made[number] ??= allLines[first + number]?.replace(/~(.)/g, (_, sign) => pieces.get(sign));

  /* The picture of a step, as what stands between the tags of its <svg>. */
  page.markupOf = index => page.linesOf(index).map(page.line).join('\n');

  /* What would vanish, or turn the text around it, is shown instead. */
  page.visible = text =>
    text.replace(/[\x00-\x08\x0b-\x1f]/g, c => String.fromCharCode(0x2400 + c.charCodeAt(0)))
      .replace(/\x7f/g, '\u2421')
      .replace(/[\x80-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufffe\uffff]/g,
        c => '\u27e8U+' + c.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0') + '\u27e9');
})(heapreel);
