/* What a program writes, names and holds stays text in the walkthrough: nothing of it runs, is fetched or ends an element,
 * and all of it is shown. The corpus is hostile.json; here stand the places that its texts get to. */
import fs from 'node:fs';
import path from 'node:path';
import { assert, heapreel, test } from './harness.js';

const TEXTS = JSON.parse(fs.readFileSync(new URL('hostile.json', import.meta.url), 'utf8'));

/** A Python list of @texts, in ASCII. */
function literal(texts) {
  const escaped = (text) => text.replace(/[^ !#-[\]-~]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
  return `[${texts.map((text) => `"${escaped(text).replaceAll('\\u005c', '\\\\')}"`).join(', ')}]`;
}

/** What must be found of a text that may be cut after @most characters, whatever stands for those that are not plain. */
function pieces(text, most) {
  return text.slice(0, most).split(/[^ !#-&(-[\]-~]+/).map((piece) => piece.trim()).filter((piece) => piece.length > 2);
}

/** Steps through all of @page; gives the texts that each part showed at some step. */
function transcript(page) {
  return page.evaluate(() => {
    const found = {};
    const note = (part, ...selectors) => selectors.forEach((selector) => document.querySelectorAll(selector)
      .forEach((element) => (found[part] ??= new Set()).add(element.textContent)));
    for (let i = 0; i < heapreel.steps.length; i += 1) {
      heapreel.show(i);
      note('code', '#code li');
      note('files', '#code h2', '#files button');
      note('picture', '#stage svg text');
      note('caption', '#caption');
      note('output', '#written');
      note('title', 'title', 'h1');
      note('words', '#words');
    }
    return Object.fromEntries(Object.entries(found).map(([part, texts]) => [part, [...texts].join('\n')]));
  });
}

/** Attributes that lead somewhere. */
const LEADING = ['href', 'xlink:href', 'src', 'srcset', 'srcdoc', 'action', 'formaction', 'data', 'poster', 'ping', 'target'];

/** Nothing of the texts became more than text. */
async function assertHarmless(page, file) {
  assert.deepEqual(await page.evaluate((leading) => ({
    hit: window.hit ?? Object.prototype.hit,
    scripts: document.scripts.length,
    strangers: [...document.querySelectorAll('img, iframe, object, embed, link, base, form, math, details[ontoggle], animate')]
      .map((element) => element.outerHTML),
    attributes: [...document.querySelectorAll('*')].flatMap((element) => [...element.attributes])
      .filter(({ name, value }) => /^on/i.test(name) || (leading.includes(name) && !value.startsWith('#')))
      .map(({ name, value }) => `${name}=${value}`),
  }), LEADING), { hit: undefined, scripts: 3, strangers: [], attributes: [] });
  assert.equal(fs.readFileSync(file, 'utf8').match(/<\/script/gi).length, 3, 'a string of the program ends an element');
}

/** Characters that vanish or turn what stands around them. */
const UNSEEN = /[\0-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]|\p{Surrogate}/u;

/** Every one of @texts is in the parts that @parts names, with how much of a text each shows; and nothing unseen is. */
function assertShown(seen, parts, texts) {
  for (const [part, most] of Object.entries(parts)) {
    const missing = texts.flatMap((text) => pieces(text, most).filter((piece) => !seen[part].includes(piece)));
    assert.deepEqual(missing, [], `not all is in the ${part}`);
  }
  for (const [part, text] of Object.entries(seen)) {
    const at = text.search(UNSEEN);
    assert.equal(at, -1, `in the ${part} stands an unseen ${JSON.stringify(text.slice(at, at + 20))}`);
  }
}

/* Programs that get every text somewhere, the steps to show, and the parts of the page that must then hold them all. A type's
 * name cannot hold NUL or lone surrogates. */
const PICTURE = { picture: 20 };
const PLACES = {
  'in names': ['for text in TEXTS:\n    globals()[text] = [text]\npass', '4', PICTURE],
  'in dict keys': ['made = {}\nfor text in TEXTS:\n    made[text] = [text]\npass', '5', PICTURE],
  'in sets': ['made = frozenset(TEXTS)', '2', { picture: 8 }],
  'in attributes': ['class C: pass\nmade = C()\nfor text in TEXTS:\n    setattr(made, text, [text])\npass', '6', PICTURE],
  'in type names': ['made = [type(text, (), {})() for text in TEXTS if text.isprintable()]', '2', PICTURE],
  'in function names': [`def f(x): return x
for text in TEXTS:
    if text.isprintable():
        f.__code__ = f.__code__.replace(co_name=text)
        f(text)`, null, { picture: 20, caption: 20 }],
  'in values': ['for text in TEXTS:\n    value = text', null, { picture: 20, caption: 20 }],
  'in exceptions': ['for text in TEXTS:\n    try: raise ValueError(text)\n    except ValueError as error: pass', null, { caption: 20 }],
  'on stdout and stderr': [`import sys
sys.stdout.reconfigure(errors="surrogatepass")
print(*TEXTS, sep="\\n")
print(*TEXTS, sep="\\n", file=sys.stderr)`, '4,5', { output: 1000 }],
};

async function visit(t, source, name, ...options) {
  const file = path.join(t.folder, 'page.html');
  fs.writeFileSync(path.join(t.folder, name), source);
  heapreel(t.folder, ['page', '-o', file, '--hide', 'TEXTS,text', '--max-items', '200', ...options, name]);
  const page = await t.open(file), seen = await transcript(page);
  await assertHarmless(page, file);
  return seen;
}

for (const [place, [source, at, parts]] of Object.entries(PLACES)) {
  test(`hostile texts ${place}`, async (t) => {
    const texts = source.includes('isprintable') ? TEXTS.filter((text) => !/[^ -~]/.test(text)) : TEXTS;
    const options = at ? ['--at', at] : [];
    assertShown(await visit(t, `TEXTS = ${literal(TEXTS)}\n${source}\n`, 'prog.py', ...options), parts, texts);
  });
}

test('hostile texts in the exception that ends the program', async (t) => {
  const texts = ['<svg onload=hit=1>', '<base href=http://127.0.0.1:9/>'];
  assert.ok(texts.every((text) => TEXTS.includes(text)));
  assertShown(await visit(t, `raise type(${literal(texts)}[0], (Exception,), {})(${literal(texts)}[1])\n`, 'prog.py'),
    { caption: 12, output: 20 }, texts);
});

test('hostile texts in source', async (t) => {
  const texts = TEXTS.filter((text) => !/[\0\r\n\ud800-\udfff]/.test(text));
  const source = texts.map((text) => `# ${text}\nr\'\'\'${text.replaceAll("'", '’')} \'\'\'\n`).join('');
  assertShown(await visit(t, source, 'prog.py', '--at', 'first,last'), { code: 1000 }, texts);
});

test('hostile texts in titles', async (t) => {
  const texts = TEXTS.filter((text) => !/[\0\r\n\t\ud800-\udfff]/.test(text));
  const seen = await visit(t, 'x = 1\n', '<\u2215title><script>hit=1<\u2215script>.py', '--title', texts.join(' '));
  assertShown(seen, { title: 1000 }, texts);
});

test('hostile texts without scripts', async (t) => {
  for (const texts of [TEXTS.slice(0, 50), TEXTS.slice(50)]) { // so many that all steps are in the page's markup
    const file = t.made(texts.map((text) => `value = ${literal([text])}[0]\n`).join(''));
    const page = await t.open(file, { scripts: false });
    const plain = await page.evaluate(() => ({
      picture: [...document.querySelectorAll('#plain text')].map((text) => text.textContent).join('\n'),
      caption: [...document.querySelectorAll('#plain p')].map((text) => text.textContent).join('\n'),
    }));
    assertShown(plain, { picture: 20, caption: 20 }, texts);
  }
});

/* A file's name holds no NUL, no slash and no lone surrogate; one that begins with "<" is no file's to CPython. */
test('hostile texts in names of files', async (t) => {
  const texts = TEXTS.filter((text) => !/[\0\r\n\t\ud800-\udfff]/.test(text)).map((text) => text.replaceAll('/', '\u2215'));
  const seen = await visit(t, `from importlib.machinery import SourceFileLoader
TEXTS = ${literal(texts)}
for text in TEXTS:
    with open("_" + text + ".py", "w") as file:
        file.write("made = 1\\n")
    SourceFileLoader("module", "_" + text + ".py").load_module()
`, 'prog.py');
  assertShown(seen, { files: 1000 }, texts.filter((text) => !text.includes('\u2215')));
});
