/* Our SVG as Chromium and librsvg draw it, our PNG and our PDF: one picture; and several in one page are still themselves. */
import fs from 'node:fs';
import path from 'node:path';
import { assert, heapreel, program, run, SAMPLES, test } from './harness.js';
import { compare } from './compare.js';

const SAMPLE = path.join(SAMPLES, 'object_counter.py');
const SCRIPTS = String.raw`chinese, japanese, korean = '面向对象', 'オブジェクト', '객체'
hebrew, arabic, mixed = 'שלום עולם', 'مرحبا بالعالم', 'abc שלום 123'
emoji = '🐍 ❤ 💻'
marks = ['e\u0301', 'n\u0303', 'o\u0308\u0304']
named = {'ключ': '値', 'Ωμέγα': '≤ ∑ ∞'}
escaped = 'a\tb\x00\x1b\u202e'
`;

function drawn(t, name, source, verb, ...options) {
  const file = path.join(t.folder, name);
  heapreel(t.folder, [verb, '-o', file, ...options, source]);
  return file;
}

/** Half the size of an SVG: so small, the edges of letters, which every rasteriser smooths in its own way, weigh little. */
function halfSize(svg) {
  const [, width, height] = /viewBox="\S+ \S+ (\S+) (\S+)"/.exec(fs.readFileSync(svg, 'utf8'));
  return [Math.round(width / 2), Math.round(height / 2)];
}

/** The SVG against librsvg's drawing of it, our PNG, and poppler's drawing of our PDF. */
async function assertAlike(t, page, most, source, verb, ...options) {
  const [svg, png, pdf] = ['svg', 'png', 'pdf'].map((ending) => drawn(t, `x.${ending}`, source, verb, ...options));
  const librsvg = path.join(t.folder, 'librsvg.png'), poppler = path.join(t.folder, 'poppler');
  run('rsvg-convert', '--zoom', '2', '-o', librsvg, svg);
  run('pdftoppm', '-r', '144', '-png', '-singlefile', pdf, poppler);
  const { ink, differences } = await compare(page, halfSize(svg), svg, librsvg, png, `${poppler}.png`);
  const what = `${verb} ${options.join(' ')}`;
  assert.ok(ink > 0.01, `${what}: nothing is drawn`);
  ['librsvg', 'PNG', 'PDF'].forEach((name, i) => {
    assert.ok(differences[i] < most, `${what}: ${name} differs in ${(100 * differences[i]).toFixed(2)} %`);
  });
}

test('figures are one picture', async (t) => {
  const page = await t.openText('<!doctype html><title>canvas</title>');
  for (const theme of ['light', 'dark', 'print']) await assertAlike(t, page, 0.004, SAMPLE, 'draw', '--at', '9', '--theme', theme);
  await assertAlike(t, page, 0.004, SAMPLE, 'draw', '--at', '9', '--theme', 'light', '--text', 'outline');
  await assertAlike(t, page, 0.004, SAMPLE, 'strip', '--at', '8,9,10', '--theme', 'light');
});

test('other scripts are one picture', async (t) => {
  const page = await t.openText('<!doctype html><title>canvas</title>'), source = program(t.folder, SCRIPTS);
  await assertAlike(t, page, 0.004, source, 'draw', '--theme', 'light', '--text', 'outline');
  // browsers and pango take the blanks between words of another script from different fonts
  await assertAlike(t, page, 0.015, source, 'draw', '--theme', 'light');
});

test('other scripts are embedded', async (t) => {
  const svg = fs.readFileSync(drawn(t, 'x.svg', program(t.folder, SCRIPTS), 'draw'), 'utf8');
  const faces = [...svg.matchAll(/@font-face\{font-family:hr\w+-c([\w-]*);/g)].map(([, face]) => face);
  assert.deepEqual([...new Set(faces)].sort(), ['', '-dejavu-sans', '-symbola', '-wenquanyi-zen-hei']);
});

test('missing characters are named', async (t) => {
  const said = (source) => heapreel(t.folder, ['draw', '-o', 'x.svg', program(t.folder, source)]).stderr;
  const rare = said("rare = '\u{10A00}\u{104B5}'\n");
  for (const word of ['U+10A00', '1 more', 'apt install']) assert.ok(rare.includes(word), rare);
  assert.doesNotMatch(said(SCRIPTS), /no font/);
});

/** A picture of what a page of the test's own shows. */
async function screenshot(t, name, body) {
  const head = '<!doctype html><meta charset=utf-8><style>body{margin:0}svg,img{display:block}</style>';
  const page = await t.openText(head + body, { width: 1600, height: 1200 });
  await page.evaluate(() => document.fonts.ready);
  const file = path.join(t.folder, `${name}.png`);
  await page.screenshot({ path: file });
  return { file, page };
}

test('pictures inlined in one page', async (t) => {
  const source = program(t.folder, SCRIPTS.split('emoji')[0]);
  const made = [drawn(t, 'a.svg', SAMPLE, 'draw', '--at', '9', '--theme', 'light'),
    drawn(t, 'b.svg', SAMPLE, 'draw', '--at', '9', '--theme', 'dark'), drawn(t, 'c.svg', source, 'draw', '--theme', 'auto')];
  const texts = made.map((file) => fs.readFileSync(file, 'utf8'));
  const image = (text) => `<img src="data:image/svg+xml;base64,${Buffer.from(text).toString('base64')}">`;
  const alone = await screenshot(t, 'alone', texts.map(image).join(''));
  const inlined = await screenshot(t, 'inlined', texts.map((text) => text.slice(text.indexOf('?>') + 2)).join(''));
  const { ink, differences } = await compare(alone.page, [800, 600], alone.file, inlined.file);
  assert.ok(ink > 0.01 && differences[0] < 0.0001, `${ink} ${differences}`);
  const ids = [...texts.join('').matchAll(/ id="([^"]*)"/g)].map(([, id]) => id);
  assert.equal(new Set(ids).size, ids.length, 'ids of two pictures meet');
});
