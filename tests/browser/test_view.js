/* The picture's pane: what moves, what lights up, what a chosen object tells, and all that the toolbar does; by mouse, keys
 * and touch. */
import fs from 'node:fs';
import path from 'node:path';
import { assert, installed, run, test, until } from './harness.js';
import { where } from './walkthrough.js';

const NODES = `class Node:
    def __init__(self, value, next=None):
        self.value = value
        self.next = next

a = [1, 2, 3]
b = a
b.append(4)
head = Node(1, Node(2))
b = head
a = None
head = b = None
done = "a text to find"
`;
/* More than the pane shows, and more cards than an overview waits for. */
const MANY = 'import collections\nclass Item:\n    pass\nkept = collections.deque()\nfor i in range(210):\n    kept.append(Item())\nlast = kept\n';

const ALIASED = 'b now names the list that a names';

/** The number of the first step whose caption has @words, from 1. */
async function stepOf(page, words) {
  const found = await page.evaluate((text) => heapreel.steps.findIndex((step) => step.caption.replaceAll('`', '').includes(text)), words);
  assert.notEqual(found, -1, words);
  return found + 1;
}

const goTo = (page, number) => page.evaluate((i) => heapreel.show(i - 1), number);
/** The card of the first object whose title begins with @name. */
const card = (page, name) => page.locator('#stage svg:not(.hr-over) > g.object')
  .filter({ has: page.locator('title', { hasText: new RegExp(`^(${name})`) }) }).first();
const described = (page) => until(() => page.evaluate(() => document.querySelector('#stage g[tabindex="0"]') !== null), 'names');
const scale = (page) => page.evaluate(() => document.querySelector('#paper').clientWidth / heapreel.data.width);

async function opened(t, source = NODES, options = {}) {
  return t.open(t.made(source, ...(options.words ?? [])), options);
}

test('replaces only what changed', async (t) => {
  const page = await opened(t), step = await stepOf(page, ALIASED);
  await goTo(page, step);
  const kept = await page.evaluate(() => {
    const before = new Map([...document.querySelectorAll('#stage svg > g')].map((one) => [one.id, one]));
    const markup = new Map([...before].map(([id, one]) => [id, heapreel.picture.groups.get(id)?.markup]));
    heapreel.show(heapreel.current + 1);
    const after = [...document.querySelectorAll('#stage svg.hr-picture:not(.hr-over) > g')];
    return after.map((one) => [one.id, markup.get(one.id) === heapreel.picture.groups.get(one.id)?.markup, before.get(one.id) === one]);
  });
  assert.ok(kept.some(([, same]) => same) && kept.some(([, same]) => !same), 'a step that changes some of it');
  for (const [id, same, element] of kept) assert.equal(element, same, id);
});

test('moves between neighbours only, and ends at once', async (t) => {
  const page = await opened(t), step = await stepOf(page, 'b now names the Node');
  const state = () => page.evaluate(() => ({
    running: document.getAnimations().filter((one) => one.effect.target.closest?.('#paper') && one.constructor === Animation).length,
    layer: document.querySelectorAll('.hr-over > g > *').length
  }));
  const forward = async (from, keys = 1) => {
    await goTo(page, from);
    await page.waitForTimeout(250); // else it is a reader in a hurry
    return page.evaluate((n) => {
      for (let i = 0; i < n; i += 1) heapreel.show(heapreel.current + 1);
      return document.querySelectorAll('.hr-over > g > path').length;
    }, keys);
  };
  assert.ok(step > 1);
  assert.ok(await forward(step - 1) >= 2, 'the line and the head of the arrow that swings');
  assert.ok((await state()).running > 0);
  await until(async () => (await state()).running === 0 && (await state()).layer === 0, 'the end of the motion');
  assert.equal(await forward(step - 2, 2), 0, 'in a hurry');
  await page.waitForTimeout(250);
  await goTo(page, step - 1);
  assert.deepEqual(await state(), { running: 0, layer: 0 }, 'going back');
  await page.waitForTimeout(250);
  await goTo(page, 1);
  assert.deepEqual(await state(), { running: 0, layer: 0 }, 'a jump');
  await page.emulateMedia({ reducedMotion: 'reduce' });
  assert.equal(await forward(step - 1), 0, 'for who wants no motion');
});

test('lights up what belongs together', async (t) => {
  const page = await opened(t);
  await goTo(page, await stepOf(page, ALIASED));
  const lit = () => page.evaluate(() => [...document.querySelectorAll('#stage g.hr-lit')].map((one) => one.id.replace(/\d+/g, 'N')).sort());
  await card(page, 'list-').hover({ position: { x: 20, y: 10 } });
  assert.deepEqual(await lit(), ['p-arrow-reference-frame-N-object-N', 'p-arrow-reference-frame-N-object-N-N',
    'p-frame-N', 'p-object-N']);
  const life = /^list-\d+: steps 5–16, changed in step 7, freed$/;
  await until(async () => life.test(await page.textContent('#history')), 'its history');
  const row = page.locator('#stage svg text', { hasText: /^b$/ });
  await row.hover();
  assert.deepEqual(await lit(), ['p-arrow-reference-frame-N-object-N-N', 'p-frame-N', 'p-object-N'], 'a name');
  await page.mouse.move(5, 5);
  assert.deepEqual(await lit(), []);
  await page.waitForSelector('#history', { state: 'hidden' });
});

test('goes by keys from card to arrow, and chooses', async (t) => {
  const page = await opened(t);
  await goTo(page, await stepOf(page, ALIASED));
  await described(page);
  await page.focus('#stage');
  await page.keyboard.press('Tab');
  const at = () => page.evaluate(() => document.activeElement.getAttribute('aria-label'));
  assert.match(await at(), /^frame of <module>/);
  const words = [];
  for (let i = 0; i < 3; i += 1) {
    await page.keyboard.press('ArrowDown');
    words.push(await at());
  }
  assert.deepEqual(words.map((text) => text.replace(/\d+/, 'N')), ['Node in <module> refers to class Node',
    'a in <module> refers to list-N', 'b in <module> refers to list-N']);
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Enter');
  assert.match(await page.textContent('#life-name'), /^list-\d+$/);
  const before = await where(page);
  await page.keyboard.press('ArrowRight');
  assert.notEqual(await where(page), before, 'steps go on');
  assert.match(await at(), /^a in <module>/, 'where the keys were');
  await page.keyboard.press('Escape');
  assert.ok(await page.isHidden('#panel'));
});

test('tells a life', async (t) => {
  const page = await opened(t), born = await stepOf(page, 'a names a new list'), end = await page.evaluate(() => heapreel.steps.length);
  await goTo(page, born + 2);
  await card(page, 'list-').click({ position: { x: 20, y: 10 } });
  const panel = async () => (await page.innerText('#panel')).replace(/\s+/g, ' ');
  assert.match(await panel(), new RegExp(`First seen step ${born}, line 6 Changed once: step ${born + 2} Freed step \\d+, by line 11`));
  assert.match(await panel(), /lives, refs 2 .*Held by a in <module> b in <module>/);
  assert.ok(await page.isVisible('.hr-ring'));
  await goTo(page, end);
  await until(async () => /was freed/.test(await panel()), 'the end');
  assert.equal(await page.locator('.hr-ring').count(), 0);
  await page.click('#panel .life-facts >> text=/^step \\d+$/ >> nth=0');
  assert.match(await where(page), new RegExp(`^Step ${born} of `));
  await page.goBack();
  assert.match(await where(page), new RegExp(`^Step ${end} of `), 'the back button');
  await goTo(page, 1);
  await until(async () => /is not there yet/.test(await panel()), 'before it');
  const plot = await page.locator('.life-plot').boundingBox();
  await page.mouse.click(plot.x + plot.width - 9, plot.y + plot.height / 2);
  assert.match(await where(page), new RegExp(`^Step ${end} of `), 'a click in the plot');
  const holder = await stepOf(page, 'head now names the Node');
  await goTo(page, holder);
  await page.evaluate(() => heapreel.select([...heapreel.objects.values()].filter((one) => one.type === 'Node').pop().id));
  await page.locator('#panel .link').first().click();
  assert.match(await page.textContent('#life-name'), /Node/);
});

test('a tap chooses, two fingers zoom', async (t) => {
  const page = await opened(t, NODES, { width: 390, height: 844, hasTouch: true, isMobile: true });
  await goTo(page, await stepOf(page, ALIASED));
  await card(page, 'class|type-').tap({ position: { x: 15, y: 10 } });
  assert.match(await page.textContent('#life-name'), /class Node/);
  await page.locator('.life-close').tap();
  assert.ok(await page.isHidden('#panel'));
  const before = await scale(page), stage = await page.locator('#stage').boundingBox();
  const session = await page.context().newCDPSession(page), x = stage.x + stage.width / 2, y = stage.y + stage.height / 2;
  const touch = (type, apart) => session.send('Input.dispatchTouchEvent',
    { type, touchPoints: apart ? [{ x: x - apart, y }, { x: x + apart, y }] : [] });
  await touch('touchStart', 30);
  for (const apart of [40, 50, 60]) await touch('touchMove', apart);
  await touch('touchEnd', 0);
  const after = await scale(page);
  assert.ok(after > 1.6 * before && after < 2.4 * before, `${before} to ${after}`);
});

test('zooms and moves, and stays so from step to step', async (t) => {
  const page = await opened(t), stage = await page.locator('#stage').boundingBox();
  await goTo(page, await stepOf(page, ALIASED));
  const first = await scale(page), x = stage.x + 200, y = stage.y + 150;
  const under = () => page.evaluate(([px, py]) => {
    const box = document.querySelector('#stage svg').getBoundingClientRect();
    return [(px - box.left) / box.width, (py - box.top) / box.height];
  }, [x, y]);
  await page.mouse.move(x, y);
  const point = await under();
  await page.keyboard.down('Control');
  await page.mouse.wheel(0, -120);
  await page.keyboard.up('Control');
  await until(async () => await scale(page) > first * 1.3, 'the wheel');
  (await under()).forEach((value, i) => assert.ok(Math.abs(value - point[i]) < 0.01, 'the point under the pointer stays'));
  const zoomed = await scale(page);
  await page.keyboard.press('+');
  assert.ok(Math.abs(await scale(page) / zoomed - 1.25) < 0.01);
  const corner = () => page.evaluate(() => { const { scrollLeft, scrollTop } = document.querySelector('#stage'); return [scrollLeft, scrollTop]; });
  const [left, top] = await corner();
  await page.mouse.down();
  await page.mouse.move(x - 60, y - 40, { steps: 4 });
  await page.mouse.up();
  assert.deepEqual(await corner(), [left + 60, top + 40], 'dragged');
  assert.ok(await page.isHidden('#panel'), 'a drag is no click');
  const kept = await scale(page);
  await page.keyboard.press('ArrowRight');
  assert.equal(await scale(page), kept);
  await page.keyboard.press('-');
  await page.click('#zoom-out');
  await page.click('#zoom-in');
  assert.ok(await scale(page) < kept);
  await page.keyboard.press('0');
  const fits = await page.evaluate(() => {
    const pane = document.querySelector('#stage').getBoundingClientRect();
    return [...document.querySelectorAll('#stage g.object, #stage g.frame')].map((one) => one.getBoundingClientRect())
      .every((box) => box.left >= pane.left && box.right <= pane.right && box.top >= pane.top && box.bottom <= pane.bottom);
  });
  assert.ok(fits, 'all cards');
});

test('has an overview of a large picture, and goes where it is pointed', async (t) => {
  const page = await opened(t, MANY, { words: ['--max-items', '400'] });
  await page.keyboard.press('End');
  await until(() => page.isVisible('#map'), 'the overview');
  const map = await page.locator('#map').boundingBox();
  await page.mouse.move(map.x + map.width / 2, map.y + 4);
  await page.mouse.down();
  await page.mouse.move(map.x + map.width / 2, map.y + map.height - 3, { steps: 4 });
  await page.mouse.up();
  const seen = await page.evaluate(() => { const stage = document.querySelector('#stage'); return (stage.scrollTop + stage.clientHeight) / stage.scrollHeight; });
  assert.ok(seen > 0.95, `scrolled to ${seen}`);
  await page.focus('#map');
  const before = await page.evaluate(() => document.querySelector('#stage').scrollTop), step = await where(page);
  await page.keyboard.press('ArrowUp');
  assert.ok(await page.evaluate(() => document.querySelector('#stage').scrollTop) < before);
  assert.equal(await where(page), step);
});

test('finds objects by type and text', async (t) => {
  const page = await opened(t), hits = page.locator('#hits li');
  await page.keyboard.press('/');
  await page.keyboard.type('text to');
  await until(async () => await hits.count() === 1, 'the text');
  await page.keyboard.press('Enter');
  assert.ok(await page.isHidden('#search'));
  assert.match(await page.textContent('#life-name'), /^str-\d+/);
  const ring = await page.locator('.hr-ring').boundingBox(), stage = await page.locator('#stage').boundingBox();
  assert.ok(ring.x >= stage.x && ring.x + ring.width <= stage.x + stage.width, 'in view');
  await page.keyboard.press('/');
  await page.keyboard.type('node');
  await until(async () => await hits.count() === 4, 'a name, two nodes and their class');
  await page.keyboard.press('ArrowDown');
  assert.equal(await hits.nth(1).getAttribute('aria-selected'), 'true');
  await hits.nth(1).click();
  assert.match(await page.textContent('#life-name'), /^Node-\d+$/);
  assert.ok(await page.isVisible('.hr-ring'), 'a step that shows it');
  await goTo(page, 1);
  await page.keyboard.press('/');
  await page.keyboard.type('head');
  assert.match(await hits.first().innerText(), /^head\s+a name in <module>\s+from step 14$/);
  await page.keyboard.press('Enter');
  assert.match(await where(page), /^Step 14 of /);
  assert.match(await page.textContent('#panel'), /Node.*Held byhead in <module>/);
  await page.keyboard.press('/');
  await page.keyboard.type('nowhere to be found');
  assert.match(await page.textContent('#search'), /Nothing has that/);
  await page.keyboard.press('Escape');
  assert.ok(await page.isHidden('#search') && await page.isVisible('#panel'));
});

test('hides and shows, and nothing else moves', async (t) => {
  const page = await opened(t);
  await goTo(page, await stepOf(page, ALIASED));
  const place = () => card(page, 'type-').boundingBox(), before = await place();
  const visible = (what) => page.locator(`#stage ${what}`).first().evaluate((one) => getComputedStyle(one).visibility === 'visible');
  await page.keyboard.press('v');
  await page.locator('#filters').getByLabel(/^list/).uncheck();
  assert.equal(await card(page, 'list-').evaluate((one) => getComputedStyle(one).visibility), 'hidden');
  assert.equal(await visible('g[id^="p-arrow-reference-frame"][id$="-2"]'), false, 'its arrows');
  await page.locator('#filters').getByLabel('Reference counts on cards').uncheck();
  assert.equal(await visible('g.object text.hr-l10_5w6'), false);
  await page.locator('#filters').getByLabel('References', { exact: true }).uncheck();
  assert.equal(await visible('g.arrow.reference'), false);
  assert.deepEqual(await place(), before);
  await page.keyboard.press('Escape');
  await page.keyboard.press('ArrowRight');
  assert.equal(await card(page, 'list-').evaluate((one) => getComputedStyle(one).visibility), 'hidden', 'in the next step');
  await page.keyboard.press('v');
  await page.click('text=Show all');
  assert.ok(await visible('g.arrow.reference') && await visible('g.object text.hr-l10_5w6'));
  assert.equal(await card(page, 'list-').evaluate((one) => getComputedStyle(one).visibility), 'visible');
});

test('says what there is not to show', async (t) => {
  const page = await opened(t, 'a = [1]\nb = a\n', { words: ['--refs', 'none'] });
  await page.keyboard.press('v');
  const box = (name) => page.locator('#filters').getByLabel(name);
  assert.ok(await box('References').last().isEnabled() && await box('Arrows to types').isDisabled() && await box('Reference counts').isDisabled());
  assert.match(await page.innerText('#filters'), /--show types[^]*made without them/);
});

test('plots the run, and goes where it is clicked', async (t) => {
  const page = await opened(t, NODES, { width: 1280, height: 900 }), n = await page.evaluate(() => heapreel.steps.length);
  assert.ok(await page.isVisible('#run-plot'), 'there from the start where there is room');
  const plot = await page.locator('#run-plot').boundingBox();
  await page.mouse.click(plot.x + plot.width - 9, plot.y + 20);
  assert.match(await where(page), new RegExp(`^Step ${n} of `));
  assert.match(await page.getAttribute('#run-plot', 'aria-valuetext'), new RegExp(`^Step ${n}: \\d+ objects? \\(.*\\), stack depth \\d`));
  assert.match(await page.innerText('#run-words'), /function 1\s[^]*type 1/, 'what the end of the program frees is still drawn');
  await page.focus('#run-plot');
  await page.keyboard.press('PageUp');
  assert.ok(parseInt((await where(page)).slice(5), 10) < n);
  assert.match(await page.innerText('#run-words'), /Node \d/);
  await page.keyboard.press('g');
  assert.ok(await page.isHidden('#run-plot'));
  const small = await t.open(path.join(t.folder, 'page.html'), { width: 700, height: 600 });
  assert.ok(await small.isHidden('#plots'), 'not in a small window');
});

test('saves and copies the picture', async (t) => {
  for (const dark of [false, true]) {
    const page = await opened(t, NODES, { dark, acceptDownloads: true, permissions: ['clipboard-read', 'clipboard-write'],
      expects: /^download/ });
    const step = await stepOf(page, ALIASED);
    await goTo(page, step);
    const saved = async (kind) => {
      await page.keyboard.press('s');
      const [download] = await Promise.all([page.waitForEvent('download'), page.click(`text=Save as ${kind.toUpperCase()}`)]);
      assert.equal(download.suggestedFilename(), `prog-script---step-${step}.${kind}`.replace('---', '-'));
      const file = path.join(t.folder, `saved.${kind}`);
      await download.saveAs(file);
      return file;
    };
    const svg = await saved('svg'), text = fs.readFileSync(svg, 'utf8');
    assert.ok(!/var\(|tabindex|<script|aria-label/.test(text) && text.includes('@font-face'), 'stands alone');
    run('xmllint', '--noout', svg);
    run('rsvg-convert', '-o', path.join(t.folder, 'drawn.png'), svg);
    const png = fs.readFileSync(await saved('png'));
    const [, width, height] = /viewBox="0 0 (\d+) (\d+)"/.exec(text).map(Number);
    assert.deepEqual([png.readUInt32BE(16), png.readUInt32BE(20)], [2 * width, 2 * height]);
    await page.keyboard.press('s');
    await page.click('text=Copy as SVG');
    await until(async () => /copied/.test(await page.textContent('#note')), 'a copy');
    assert.equal((await page.evaluate(() => navigator.clipboard.readText())).replace(/\r\n/g, '\n'), text);
  }
});

test('strings of the program stay strings in all that the pane opens', async (t) => {
  const source = `a = "</style></svg><script>window.hit = 1</script><img src=x onerror='window.hit = 2'> ]]> \\x00\\x1b \\ud800"
b = type("</title><script>window.hit = 3</script>", (), {"<b onmouseover=window.hit=4>": a})()
globals()["<img src=x onerror=window.hit=5>"] = b
`;
  const page = await opened(t, source, { height: 900 });
  await page.keyboard.press('End');
  await page.keyboard.press('v');
  assert.match(await page.innerText('#filters'), /<\/title><script>window\.hit = 3/);
  await page.keyboard.press('Escape');
  await page.keyboard.press('/');
  await page.keyboard.type('<img');
  await until(async () => /<img src=x/.test(await page.innerText('#hits')), 'the name');
  await page.keyboard.press('Escape');
  const texts = await page.evaluate(() => [...heapreel.objects.keys()].map((id) => {
    heapreel.select(id);
    return heapreel.svgText();
  }));
  fs.writeFileSync(path.join(t.folder, 'hostile.svg'), texts[0]);
  run('xmllint', '--noout', path.join(t.folder, 'hostile.svg'));
  assert.deepEqual(await page.evaluate(() => [window.hit, document.scripts.length, document.images.length]), [undefined, 3, 0]);
});

test('axe finds nothing in the pane, whatever is open', async (t) => {
  const { source } = installed('axe-core');
  for (const dark of [false, true]) {
    const page = await opened(t, NODES, { dark, width: 1280, height: 900 });
    await goTo(page, await stepOf(page, ALIASED));
    await described(page);
    await card(page, 'list-').click({ position: { x: 20, y: 10 } });
    for (const key of ['/', 'v', 's']) {
      await page.keyboard.press(key);
      await page.evaluate(`${source};0`);
      const found = await page.evaluate(async () => (await window.axe.run(document.querySelector('#view'))).violations
        .map((one) => `${one.id}: ${one.nodes.map((node) => node.target).join(' ')}`));
      assert.deepEqual(found, [], `with ${key}, ${dark ? 'dark' : 'light'}`);
      await page.keyboard.press('Escape');
    }
  }
});
