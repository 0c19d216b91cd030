/* The walkthrough where people meet it: in frames of other pages, without scripts, with a reader's tools. */
import { assert, installed, test, until } from './harness.js';
import { count, where } from './walkthrough.js';

const TREE = `class Node:
    def __init__(self, key):
        self.key, self.left, self.right = key, None, None

def insert(node, key):
    if node is None:
        return Node(key)
    if key < node.key:
        node.left = insert(node.left, key)
    else:
        node.right = insert(node.right, key)
    return node

root = None
for key in [5, 2, 8]:
    root = insert(root, key)
print(root.key)
del root
`;

/** Controls that must be in sight and in reach, whatever the width. */
const CONTROLS = ['#previous', '#play', '#next', '#where', '#stage', '#caption', '#listing'];

test('works in frames of 320, 600 and 1200 pixels', async (t) => {
  t.made(TREE);
  const sizes = [[320, 480], [600, 500], [1200, 700]];
  const frames = sizes.map(([width, height]) => `<iframe width=${width} height=${height} src="page.html#9"></iframe>`);
  const host = await t.openText(`<!doctype html><meta charset=utf-8><title>host</title><p>above</p>${frames.join('<br>')}`,
    { width: 1280, height: 1900, expects: /^request: .*page\.html/ });
  const entries = await host.evaluate(() => history.length);
  for (const [i, [width, height]] of sizes.entries()) {
    const frame = host.frames()[i + 1];
    assert.match(await frame.locator('#where').textContent(), /^Step 9 of /);
    assert.ok(await frame.evaluate(() => document.scrollingElement.scrollWidth <= innerWidth), `${width} is wide enough`);
    for (const control of CONTROLS) {
      const box = await frame.evaluate((selector) => {
        const { left, right, top, bottom } = document.querySelector(selector).getBoundingClientRect();
        return { left, right, top, bottom };
      }, control);
      assert.ok(box.left >= 0 && box.right <= width && box.top >= 0 && box.bottom - box.top >= 15 &&
        (box.bottom <= height || control === '#stage'),
        `${control} in ${width}: ${JSON.stringify(box)}`);
    }
    assert.ok(await frame.evaluate(() => {
      const pane = document.querySelector('#listing').getBoundingClientRect();
      return [...document.querySelectorAll('#code .ran, #code .next')].every((line) => {
        const { top, bottom } = line.getBoundingClientRect();
        return top >= pane.top - 1 && bottom <= pane.bottom + 1;
      });
    }), `what ran and what is next is seen in ${width}`);
    await frame.click('#next');
    await frame.press('body', 'ArrowRight');
    assert.match(await frame.locator('#where').textContent(), /^Step 11 of /);
    assert.ok(await frame.evaluate(() => document.querySelector('#stage svg').getBoundingClientRect().width > 150));
  }
  assert.equal(await host.evaluate(() => scrollY), 0, 'the host stays where it was');
  assert.equal(await host.evaluate(() => history.length), entries, "the history is the host's");
});

test('every step is there without scripts, in order', async (t) => {
  const page = await t.open(t.made('refcounts.py'), { scripts: false });
  const heads = await page.locator('#plain article h2, #plain article h3').allTextContents();
  const n = Number(/(\d+) steps/.exec(await page.textContent('#facts'))[1]);
  assert.deepEqual(heads.map((head) => parseInt(head.slice(5), 10)), Array.from({ length: n }, (_, i) => i + 1));
  for (const article of await page.locator('#plain article').all()) {
    const { width, height } = await article.locator('svg').boundingBox();
    assert.ok(width > 100 && height > 50 && await article.locator('p').first().isVisible());
  }
  assert.equal(await page.locator('button:visible, input:visible, select:visible').count(), 0, 'nothing that does nothing');
  assert.ok(await page.evaluate(() => document.scrollingElement.scrollWidth <= innerWidth));
});

test('says how many steps are left out without scripts', async (t) => {
  const page = await t.open(t.made('i = 0\nwhile i < 100:\n    i += 1\n'), { scripts: false });
  const n = await page.locator('#plain article').count(), all = Number(/(\d+) steps/.exec(await page.textContent('#facts'))[1]);
  assert.ok(n >= 50 && n < all, `${n} of ${all}`);
  assert.ok((await page.innerText('#plain')).trimEnd().endsWith(`Steps ${n + 1} to ${all} are shown where scripts may run.`));
});

/** What axe-core finds wrong in all of @page, as lines. */
async function violations(page) {
  await page.evaluate(installed('axe-core').source);
  return page.evaluate(async () => (await axe.run(document, { resultTypes: ['violations'] })).violations
    .map((one) => `${one.id}: ${one.nodes.map((node) => `${node.target} ${node.failureSummary}`).join(' | ')}`));
}

test('axe finds nothing on whole pages, with everything open', async (t) => {
  for (const [source, dark] of [[TREE, false], [TREE, true], ['full_picture.py', true]]) {
    const page = await t.open(t.made(source), { dark, bypassCSP: true, fragment: '#6', height: 900 });
    await page.keyboard.press('g');
    await page.keyboard.press('t');
    await page.evaluate(() => heapreel.select([...heapreel.objects.keys()].at(-1)));
    assert.deepEqual(await violations(page), [], `${source.slice(0, 20)}, ${dark ? 'dark' : 'light'}`);
  }
});

test('axe finds nothing on a phone', async (t) => {
  const file = t.made(TREE);
  const phone = await t.open(file, { width: 360, height: 640, hasTouch: true, isMobile: true, bypassCSP: true, fragment: '#6' });
  assert.deepEqual(await violations(phone), []);
  await phone.tap('#menu');
  assert.deepEqual(await violations(phone), [], 'menu');
});

test('the live region speaks the caption', async (t) => {
  const page = await t.open(t.made('labels.py'), { fragment: '#2' });
  await page.keyboard.press('ArrowRight');
  const caption = (await page.textContent('#caption')).replace(/[`.]/g, '').slice(0, 20);
  await until(async () => (await page.textContent('#spoken')).includes(caption), `"${caption}" to be said`);
  assert.equal(await page.getAttribute('#spoken', 'role'), 'status');
});

test('keys work wherever the focus is, but for what takes letters itself', async (t) => {
  const page = await t.open(t.made(TREE));
  for (const selector of ['body', '#next', '#stage', '#listing', '#theme']) {
    await page.evaluate(() => heapreel.show(3));
    await page.focus(selector);
    await page.keyboard.press('o');
    assert.notEqual(parseInt((await where(page)).slice(5), 10), 4, selector);
  }
  assert.ok(await count(page) > 20);
});
