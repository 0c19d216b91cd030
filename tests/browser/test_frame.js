/* The walkthrough's frame: ways through the run, the address bar, listing, output, slider, help, words, paper, and frames
 * of other pages. */
import fs from 'node:fs';
import path from 'node:path';
import { assert, heapreel, installed, run, test, until } from './harness.js';
import { count, where } from './walkthrough.js';

const CALLS = `import sys
def add(xs, n):
    xs.append(n)
    return xs

a = [1, 2]
for i in range(3):
    add(a, i)
print(a)
print("oops", file=sys.stderr)
b = a
del a
try:
    b[10]
except IndexError as e:
    print(e)
`;

let ofCalls = null;

/** The page of CALLS, made once: it is the same bytes each time. */
function calls(t) {
  const file = path.join(t.folder, 'page.html');
  ofCalls ??= fs.readFileSync(t.made(CALLS));
  fs.writeFileSync(file, ofCalls);
  return file;
}

const number = async (page) => parseInt((await where(page)).slice(5), 10);
const step = (page, index) => page.evaluate((i) => {
  const { event, depth, ranFile, ranFirst, ranLast } = heapreel.steps[i];
  return { event, depth, ranFile, ranFirst, ranLast };
}, index);
const note = (page) => page.locator('#note').textContent();

/** The number of the first step of which @fits, a function of the page's, holds. */
const numberOf = (page, fits) => page.evaluate(`heapreel.steps.findIndex(${fits}) + 1`);

test('steps over calls, out of them, and back over', async (t) => {
  const page = await t.open(calls(t));
  const call = await numberOf(page, (one) => one.event === 'call');
  await page.evaluate((n) => heapreel.show(n - 2), call);
  assert.equal((await step(page, await number(page) - 1)).depth, 1);
  await page.keyboard.press('o');
  const over = await number(page);
  assert.ok(over > call + 1, `over the call at ${call} to ${over}`);
  assert.equal((await step(page, over - 1)).depth, 1);
  await page.keyboard.press('Shift+o');
  assert.equal(await number(page), call - 1);
  await page.keyboard.press('ArrowRight');
  assert.equal((await step(page, await number(page) - 1)).depth, 2);
  await page.click('#out');
  assert.equal(await number(page), over);
  await page.keyboard.press('End');
  assert.ok(await page.isDisabled('#over') && await page.isDisabled('#out'));
});

test('has no buttons for calls where there are none', async (t) => {
  const page = await t.open(t.made('a = 1\n'));
  assert.deepEqual([await page.isVisible('#over'), await page.isVisible('#out')], [false, false]);
});

test('goes to the next and the previous time that a line runs', async (t) => {
  const page = await t.open(calls(t)), line = page.locator('#code li').nth(2);
  const ran = await page.evaluate(() => heapreel.steps.filter((one) => one.ranFirst === 3).map((one) => one.index + 1));
  assert.equal(ran.length, 3);
  for (const expected of [...ran, ran[0]]) {
    await line.click();
    assert.equal(await number(page), expected);
  }
  await page.keyboard.press('l');
  assert.equal(await number(page), ran[1]);
  await page.keyboard.press('Shift+l');
  assert.equal(await number(page), ran[0]);
  await line.click({ modifiers: ['Shift'] });
  assert.equal(await number(page), ran[2]);
  const silent = page.locator('#code li').nth(4);
  assert.match(await silent.getAttribute('class'), /inert/);
  await silent.click();
  assert.equal(await number(page), ran[2]);
  assert.match(await note(page), /Line 5 does not run/);
  await line.hover();
  assert.match(await line.getAttribute('title'), /Line 3 runs 3 times/);
});

test('chooses a line by keys', async (t) => {
  const page = await t.open(calls(t));
  await until(async () => (await page.locator('#spoken').textContent()).startsWith('Step 1 '), 'the first step, spoken');
  await page.focus('#listing');
  for (let i = 0; i < 4; i += 1) await page.keyboard.press('ArrowDown');
  const chosen = await page.locator('#code li.cursor').textContent();
  assert.match(await page.locator('#spoken').textContent(), /^Line \d+ .*: /);
  await page.keyboard.press('Enter');
  const now = await step(page, await number(page) - 1);
  assert.equal(await page.locator('#code li').nth(now.ranFirst - 1).textContent(), chosen);
});

test('goes to changes of the chosen object, and to what happens', async (t) => {
  const page = await t.open(calls(t));
  await page.keyboard.press('c');
  assert.match(await note(page), /Choose an object/);
  const list = await page.evaluate(() => {
    const found = [...heapreel.objects.values()].find((one) => one.type === 'list');
    heapreel.select(found.id);
    return found;
  });
  assert.equal(list.changed.length, 3);
  for (const expected of [list.born, ...list.changed]) {
    await page.keyboard.press('c');
    assert.equal(await number(page), expected + 1);
  }
  await page.keyboard.press('Shift+c');
  assert.equal(await number(page), list.changed[1] + 1);
  await page.keyboard.press('Home');
  const happened = await page.evaluate(() => heapreel.steps
    .filter((one) => one.printed || one.collected || one.event === 'exception').map((one) => one.index + 1));
  assert.equal(happened.length, 4);
  for (const expected of happened) {
    await page.keyboard.press('e');
    assert.equal(await number(page), expected);
  }
  await page.keyboard.press('e');
  assert.match(await note(page), /Nothing more/);
  await page.keyboard.press('Shift+e');
  assert.equal(await number(page), happened[2]);
});

test('plays at the chosen speed, and stops at the end', async (t) => {
  const page = await t.open(t.made('a = 1\nb = 2\n'));
  await page.selectOption('#speed', '4');
  await page.keyboard.press(' ');
  assert.equal(await page.getAttribute('#play', 'aria-label'), 'Pause');
  await until(async () => await number(page) === await count(page), 'the last step');
  await until(async () => await page.getAttribute('#play', 'aria-label') === 'Play', 'a stop');
  await page.keyboard.press('<');
  assert.equal(await page.inputValue('#speed'), '2');
  await page.keyboard.press('>');
  await page.keyboard.press('>');
  assert.equal(await page.inputValue('#speed'), '4');
  const begun = await t.open(path.join(t.folder, 'page.html'), { fragment: '?play=4', expects: /^request: .*page\.html\?play=4$/ });
  await until(async () => await number(begun) === await count(begun), 'the last step, by itself');
});

test('the back button leads back over jumps, not over steps', async (t) => {
  const page = await t.open(calls(t));
  for (let i = 0; i < 4; i += 1) await page.keyboard.press('ArrowRight');
  await page.keyboard.press('n');
  await page.keyboard.type('20');
  await page.keyboard.press('Enter');
  assert.equal(await number(page), 20);
  await page.waitForURL(/#20$/);
  await page.keyboard.press('ArrowRight');
  await page.waitForURL(/#21$/);
  await page.keyboard.press('Home');
  await page.goBack();
  assert.equal(await number(page), 21);
  await page.goBack();
  assert.equal(await number(page), 5);
  await page.goForward();
  assert.equal(await number(page), 21);
  await page.evaluate(() => { location.hash = '#7'; });
  await until(async () => await number(page) === 7, 'the step in the address');
});

test('a step that there is not is told, and the nearest shown', async (t) => {
  const file = t.made('a = 1\n'), page = await t.open(file, { fragment: '#99' }), n = await count(page);
  assert.equal(await number(page), n);
  assert.equal(await note(page), `There is no step 99: the last is ${n}.`);
  await page.waitForURL(new RegExp(`#${n}$`));
  assert.equal(await number(await t.open(file, { fragment: '#-3' })), 1);
  assert.equal(await number(await t.open(file, { fragment: '#nonsense' })), 1);
});

test('follows the step into another file', async (t) => {
  fs.writeFileSync(path.join(t.folder, 'other.py'), 'def twice(n):\n    m = n * 2\n    return m\n');
  fs.writeFileSync(path.join(t.folder, 'main.py'), 'import other\nx = other.twice(4)\n');
  heapreel(t.folder, ['page', '-o', 'page.html', 'main.py']);
  const page = await t.open(path.join(t.folder, 'page.html'));
  const open = async () => [await page.locator('[role=tab][aria-selected=true]').textContent(),
    await page.locator('.file:not([hidden]) li').first().textContent()];
  assert.deepEqual(await page.locator('[role=tab]').allTextContents(), ['main.py', 'other.py']);
  assert.deepEqual(await open(), ['main.py', 'import other']);
  const inside = await numberOf(page, (one) => one.event === 'call' && one.depth === 2);
  await page.evaluate((n) => heapreel.show(n), inside);
  assert.deepEqual(await open(), ['other.py', 'def twice(n):']);
  await page.click('role=tab[name="main.py"]');
  assert.deepEqual(await open(), ['main.py', 'import other']);
  await page.keyboard.press('ArrowRight'); // between tabs, where they have the focus
  assert.deepEqual(await open(), ['other.py', 'def twice(n):']);
  assert.equal(await number(page), inside + 1);
});

test('output grows and shrinks, its end in sight', async (t) => {
  const page = await t.open(t.made(`import sys
for i in range(40):
    print("row", i, "-" * 60 * (i % 3))
print("bad", file=sys.stderr)
`));
  const rows = (n) => Array.from({ length: n }, (_, i) => `row ${i} ${'-'.repeat(60 * (i % 3))}\n`).join('');
  const written = () => page.locator('#written').textContent();
  await page.keyboard.press('End');
  assert.equal(await written(), `${rows(40)}bad\n`);
  assert.equal(await page.locator('#written .err').textContent(), 'bad\n');
  const tenth = await numberOf(page, (one) => one.output === 10);
  await page.evaluate((n) => heapreel.show(n - 1), tenth);
  assert.equal(await written(), rows(10));
  assert.equal(await page.locator('#written .fresh').textContent(), rows(10).slice(rows(9).length));
  const left = await page.evaluate(() => {
    const pane = document.getElementById('written');
    return pane.scrollHeight - pane.clientHeight - pane.scrollTop;
  });
  assert.ok(left <= 1, `${left} px below`);
});

test('a large output is whole, in pieces', async (t) => {
  const page = await t.open(t.made('print("x" * 9000, end="")\nprint("y\\n" * 9000)\nprint("z")\n'));
  await page.keyboard.press('End');
  assert.equal(await page.locator('#written').textContent(), `${'x'.repeat(9000)}${'y\n'.repeat(9000)}\nz\n`);
  assert.ok(await page.locator('#written > div').count() > 4);
  await page.keyboard.press('Home');
  assert.equal(await page.locator('#written').textContent(), '');
});

test('keys are shown by a question mark, each once', async (t) => {
  const page = await t.open(calls(t));
  await page.keyboard.press('?');
  assert.ok(await page.isVisible('#help'));
  const keys = await page.locator('#help dt').evaluateAll((all) => all.map((one) => one.textContent));
  for (const key of ['→', '←', 'Home', 'End', 'Space', 'O', 'ShiftO', 'U', 'C', 'L', 'N', 'T', 'P', '?']) assert.ok(keys.includes(key), key);
  assert.equal(new Set(keys).size, keys.length, 'a key with two meanings');
  assert.match(await page.locator('#help').textContent(), /garbage collector ran/);
  await page.keyboard.press('ArrowRight');
  assert.equal(await number(page), 1, 'a dialog is open');
  await page.keyboard.press('?');
  assert.ok(await page.isHidden('#help'));
  await page.evaluate(() => new Promise(requestAnimationFrame)); // no finger is faster: what was behind the dialog is inert till then
  await page.keyboard.press('?');
  await page.uncheck('#help input[type=checkbox]');
  await page.click('#help .close');
  await page.keyboard.press('t');
  assert.ok(await page.isHidden('#words'), 'letters are off');
  await page.keyboard.press('ArrowRight');
  assert.equal(await number(page), 2);
});

test('the slider has marks, and tells what is under the pointer', async (t) => {
  const page = await t.open(calls(t));
  const rows = await page.evaluate(() => { // how many pixels each row of the canvas has
    const canvas = document.getElementById('marks'), { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
    return Array.from({ length: canvas.height }, (_, y) =>
      data.subarray(4 * y * canvas.width, 4 * (y + 1) * canvas.width).filter((value, i) => i % 4 === 3 && value > 0).length);
  });
  const dots = (from, to) => rows.slice(from, to).reduce((sum, one) => sum + one, 0);
  assert.equal(rows.length, 34);
  assert.ok(dots(0, 9) > 50 && dots(25, 34) > 50);
  assert.equal(dots(12, 22), 0, 'the line is free');
  const call = await numberOf(page, (one) => one.event === 'call'), n = await count(page);
  const { x, y, width, height } = await page.locator('#slider').boundingBox();
  await page.mouse.move(x + 9 + (width - 18) * (call - 1) / (n - 1), y + height / 2);
  assert.match(await page.locator('#hint').textContent(), new RegExp(`^Step ${call} of ${n}.*a call`));
});

test('the picture in words names frames, objects and what refers to what', async (t) => {
  const page = await t.open(t.made('a = [1, 2]\nb = a\n'));
  await page.evaluate(() => heapreel.show(2));
  await page.keyboard.press('t');
  const words = await page.locator('#words').innerText();
  const list = await page.evaluate(() => [...heapreel.objects.values()].find((one) => one.type === 'list').name);
  for (const part of ['frame of <module>', `a → ${list}`, `b → ${list}`, `${list}, refs 2`, '1 · 2']) assert.ok(words.includes(part), words);
  assert.ok(await page.isHidden('#stage'));
  await page.keyboard.press('ArrowLeft');
  assert.ok(!(await page.locator('#words').innerText()).includes('b →'));
  await page.keyboard.press('t');
  assert.ok(await page.isVisible('#stage'));
});

test('speaks a step once, when the reader rests', async (t) => {
  const page = await t.open(calls(t));
  await page.evaluate(() => {
    window.spoken = [];
    new MutationObserver(() => window.spoken.push(document.getElementById('spoken').textContent))
      .observe(document.getElementById('spoken'), { childList: true });
    for (let i = 1; i < 6; i += 1) heapreel.show(i);
  });
  await until(() => page.evaluate(() => window.spoken.length > 0), 'words');
  assert.deepEqual(await page.evaluate(() => window.spoken.map((words) => words.slice(0, 6))), ['Step 6']);
});

/** The text of each page of a PDF of @page. */
async function printed(t, page) {
  const file = path.join(t.folder, 'page.pdf');
  await page.pdf({ path: file, format: 'A4' });
  return run('pdftotext', '-layout', file, '-').split('\f').slice(0, -1);
}

test('prints each chosen step on a page', async (t) => {
  const page = await t.open(calls(t), { dark: true, fragment: '#4' }), n = await count(page);
  const [only, ...more] = await printed(t, page);
  assert.equal(more.length, 0);
  assert.match(only, new RegExp(`Step 4 of ${n}`));
  assert.match(only, /HEAP/);
  await page.evaluate(() => { window.print = () => { window.asked = true; }; });
  const choose = async (what) => {
    await page.keyboard.press('p');
    await page.check(`input[name=print-what][value=${what}]`);
  };
  await choose('all');
  await page.click('#print-go');
  assert.ok(await page.evaluate(() => window.asked));
  const all = await printed(t, page);
  assert.equal(all.length, n);
  all.forEach((text, i) => assert.match(text, new RegExp(`Step ${i + 1} of ${n}`)));
  await choose('range');
  await page.fill('#print-from', '3');
  await page.fill('#print-to', '5');
  assert.equal(await page.locator('#print-count').textContent(), '3 pages.');
  await page.click('#print-go');
  assert.equal((await printed(t, page)).length, 3);
  assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), undefined, 'the colours come back');
});

test('paper shows the part of the sheet that its pages use', async (t) => {
  const page = await t.open(calls(t)), whole = await page.evaluate(() => heapreel.data.width);
  const widths = () => page.evaluate(() => {
    dispatchEvent(new Event('beforeprint'));
    const found = [...document.querySelectorAll('#pages svg')].map((one) => one.viewBox.baseVal.width);
    dispatchEvent(new Event('afterprint'));
    return found;
  });
  const [first, ...none] = await widths();
  assert.deepEqual(none, []);
  assert.ok(first < whole / 2, 'only the stack is in use');
  await page.evaluate(() => { window.print = () => {}; });
  await page.keyboard.press('p');
  await page.check('input[name=print-what][value=all]');
  await page.click('#print-go');
  const all = await widths();
  assert.equal(all.length, await count(page));
  assert.ok(new Set(all).size === 1 && all[0] > first, 'one scale for all');
});

test('the line between code and picture moves by pointer and keys', async (t) => {
  const file = calls(t), page = await t.open(file);
  const width = async () => (await page.locator('#code').boundingBox()).width, before = await width();
  await page.focus('#split');
  await page.keyboard.press('ArrowRight');
  assert.ok(await width() > before);
  assert.equal(await number(page), 1);
  const { x, y, height } = await page.locator('#split').boundingBox();
  await page.mouse.move(x, y + height / 2);
  await page.mouse.down();
  await page.mouse.move(640, y + height / 2);
  await page.mouse.up();
  assert.ok(Math.abs(await width() - 640) < 3, await width());
  assert.equal(await page.getAttribute('#split', 'aria-valuenow'), '50');
  await page.reload();
  assert.ok(Math.abs(await width() - 640) < 3, 'remembered');
  await page.setViewportSize({ width: 400, height: 700 });
  await until(async () => await page.getAttribute('#split', 'aria-orientation') === 'horizontal', 'a lying line');
});

test('a finger steps by swiping and by tapping', async (t) => {
  const page = await t.open(t.made('a = [1]\nb = 2\n'), { width: 390, height: 780, hasTouch: true, isMobile: true });
  const session = await page.context().newCDPSession(page);
  const swipe = async (by) => {
    const { x, y } = await page.locator('#stage').boundingBox();
    const touch = (type, dx) => session.send('Input.dispatchTouchEvent',
      { type, touchPoints: type === 'touchEnd' ? [] : [{ x: x + 180 + dx, y: y + 60 }] });
    await touch('touchStart', 0);
    await touch('touchMove', by / 2);
    await touch('touchMove', by);
    await touch('touchEnd', by);
  };
  const isAt = (n) => until(async () => await number(page) === n, `step ${n}`); // the page does not wait for its listeners
  await swipe(-120);
  await isAt(2);
  await swipe(-20); // too short: the next swipe leads back from 2
  await swipe(120);
  await isAt(1);
  await page.tap('#next');
  await isAt(2);
  const small = () => page.evaluate(() => [...document.querySelectorAll('header, #bar, #tools, dialog[open]')]
    .flatMap((part) => [...part.querySelectorAll('button, select')])
    .filter((one) => one.checkVisibility())
    .map((one) => [one.id || one.className || one.textContent, one.getBoundingClientRect()])
    .filter(([, box]) => box.width < 40 || box.height < 40).map(([name, box]) => `${name}: ${box.width} × ${box.height}`));
  assert.deepEqual(await small(), []);
  await page.tap('#menu');
  assert.deepEqual(await small(), []);
  await page.tap('#help-button');
  assert.ok(await page.isVisible('#help'));
  assert.deepEqual(await small(), []);
});

test('small and low windows keep their controls in reach', async (t) => {
  const page = await t.open(calls(t), { fragment: '#9' });
  for (const [width, height] of [[320, 240], [320, 568], [640, 240], [667, 375], [1000, 240]]) {
    await page.setViewportSize({ width, height });
    await until(() => page.evaluate((w) => innerWidth === w && document.scrollingElement.scrollWidth <= w, width),
      `${width} × ${height} to be laid out without scrolling sideways`);
    for (const id of ['previous', 'play', 'next', 'where']) {
      const box = await page.locator(`#${id}`).boundingBox();
      assert.ok(box.x >= 0 && box.x + box.width <= width && box.y >= 0 && box.y + box.height <= height, `${id} in ${width} × ${height}`);
    }
  }
});

test('a page that was made dark says so, and becomes light by the button', async (t) => {
  const page = await t.open(t.made('a = 1\n', '--theme', 'dark'));
  const ground = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  assert.equal(await page.locator('#theme').textContent(), 'Theme: dark');
  assert.equal(await ground(), 'rgb(15, 23, 42)');
  await page.click('#theme');
  assert.equal(await page.locator('#theme').textContent(), 'Theme: system');
  assert.equal(await ground(), 'rgb(255, 255, 255)');
});

test('a held key goes as far as it is held', async (t) => {
  const page = await t.open(calls(t));
  for (let i = 0; i < 20; i += 1) await page.keyboard.down('ArrowRight');
  await page.keyboard.up('ArrowRight');
  await until(async () => await number(page) === 21, 'step 21');
});

/* What a page around two frames hears of them. */
const HOST = `<!doctype html><title>host</title>
<iframe sandbox="allow-scripts" src="page.html#3" width="640" height="100"></iframe><iframe src="page.html?theme=dark#4" width="320" height="100"></iframe>
<script>heard = []; addEventListener('message', event => heard.push([
  [...document.querySelectorAll('iframe')].findIndex(one => one.contentWindow === event.source), event.data]))</script>`;

test('an embedded page is compact, and tells how high it would be', async (t) => {
  t.made(CALLS, '--embed');
  const host = await t.openText(HOST, { width: 1100, expects: /^request: .*page\.html/ });
  await until(() => host.evaluate('heard.length === 2'), 'two heights');
  const heard = (await host.evaluate('heard')).sort((a, b) => a[0] - b[0]);
  assert.deepEqual(heard.map(([frame, { type }]) => [frame, type]), [[0, 'heapreel:height'], [1, 'heapreel:height']]);
  heard.forEach(([, { height }]) => assert.ok(height >= 400 && height <= 1000, height));
  await host.evaluate(([a, b]) => {
    [a, b].forEach(([i, { height }]) => { document.querySelectorAll('iframe')[i].height = height; });
  }, heard);
  const [wide, narrow] = host.frames().slice(1);
  assert.match(await wide.locator('#where').textContent(), /^Step 3 /);
  assert.match(await narrow.locator('#where').textContent(), /^Step 4 /);
  assert.equal(await narrow.evaluate(() => getComputedStyle(document.documentElement).backgroundColor), 'rgb(15, 23, 42)');
  for (const frame of [wide, narrow]) {
    assert.ok(await frame.evaluate(() => document.scrollingElement.scrollWidth <= innerWidth));
    assert.ok(await frame.evaluate(() => document.querySelector('header').getBoundingClientRect().width <= 1), 'no header');
  }
  const entries = await host.evaluate(() => history.length);
  await wide.press('#listing', 'End');
  const last = await wide.evaluate(() => heapreel.steps.length);
  assert.match(await wide.locator('#where').textContent(), new RegExp(`^Step ${last} `));
  assert.equal(await host.evaluate(() => history.length), entries, 'the history is the host\'s');
  await wide.press('#listing', 'y'); // not allowed to write to the clipboard, nor to complain
  assert.match(await wide.inputValue('#link-address'), new RegExp(`page\\.html#${last}$`));
  await wide.press('#link-address', 'Escape');
  assert.match(await wide.locator('#own-window').getAttribute('href'), new RegExp(`page\\.html#${last}$`));
  assert.equal(await wide.locator('#own-window').getAttribute('target'), '_blank');
});

test('axe finds nothing in the frame, whatever is open', async (t) => {
  const page = await t.open(calls(t), { bypassCSP: true, fragment: '#12' });
  await page.evaluate(installed('axe-core').source);
  const violations = () => page.evaluate(async () => (await axe.run({ exclude: '#stage' }, { resultTypes: ['violations'] }))
    .violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.target).join(', ')}`));
  assert.deepEqual(await violations(), []);
  for (const key of ['t', '?', 'n', 'p']) {
    await page.keyboard.press(key);
    assert.deepEqual(await violations(), [], key);
    if (key !== 't') await page.keyboard.press('Escape');
  }
});
