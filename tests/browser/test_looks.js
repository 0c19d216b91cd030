/* How the walkthrough looks: themes, contrast, narrow screens, and texts as wide as they were measured. */
import fs from 'node:fs';
import path from 'node:path';
import { assert, heapreel, SAMPLES, test } from './harness.js';
import { eachStep, where } from './walkthrough.js';

test('follows the system and the button', async (t) => {
  const file = t.made('refcounts.py');
  const colours = (page) => page.evaluate(() => [getComputedStyle(document.documentElement).backgroundColor,
    getComputedStyle(document.querySelector('#stage .hr-card')).fill]);
  const light = await t.open(file), dark = await t.open(file, { dark: true });
  for (const page of [light, dark]) await page.keyboard.press('ArrowRight');
  const inLight = await colours(light), inDark = await colours(dark);
  assert.deepEqual([inLight[0], inDark[0]], ['rgb(255, 255, 255)', 'rgb(15, 23, 42)']);
  assert.notEqual(inLight[1], inDark[1]);
  for (const wanted of ['light', 'dark']) {
    await light.click('#theme');
    assert.equal(await light.evaluate(() => document.documentElement.dataset.theme), wanted);
  }
  assert.deepEqual(await colours(light), inDark);
});

/* Every text of the page with its contrast to the ground that it stands on, by WCAG 2's formula. */
function contrasts() {
  const channels = (colour) => colour.match(/[\d.]+/g).map(Number);
  const light = (colour) => channels(colour).slice(0, 3).map((value) => value / 255)
    .map((value) => (value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4))
    .reduce((sum, value, i) => sum + value * [0.2126, 0.7152, 0.0722][i], 0);
  const ground = (element) => {
    const colour = getComputedStyle(element).backgroundColor;
    return channels(colour)[3] === 0 && element.parentElement ? ground(element.parentElement) : colour;
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), found = [];
  while (walker.nextNode()) {
    const text = walker.currentNode.data.trim(), element = walker.currentNode.parentElement;
    if (!text || !element.getClientRects().length || element.closest('svg')) continue;
    const [a, b] = [light(getComputedStyle(element).color), light(ground(element))].sort((x, y) => y - x);
    found.push([text.slice(0, 40), (a + 0.05) / (b + 0.05)]);
  }
  return found;
}

test('text stands out from its ground', async (t) => {
  const file = t.made(`import sys
def f(x):  # a comment
    "a string"
    return 12 + x
print(f(1))
print('oh', file=sys.stderr)
class C: pass
`);
  for (const dark of [false, true]) {
    const page = await t.open(file, { dark });
    const found = (await eachStep(page, () => page.evaluate(contrasts))).flat();
    assert.deepEqual(found.filter(([, contrast]) => contrast < 4.5), [], dark ? 'dark' : 'light');
    const texts = new Set(found.map(([text]) => text));
    for (const kind of ['def', '# a comment', '"a string"', '12', 'oh', 'Output']) assert.ok(texts.has(kind), kind);
  }
});

test('fits a narrow screen', async (t) => {
  const page = await t.open(t.made('object_counter.py'), { width: 360, height: 640, fragment: '#9' });
  assert.ok(await page.evaluate(() => document.scrollingElement.scrollWidth) <= 360);
  for (const id of ['first', 'previous', 'play', 'next', 'last', 'slider', 'caption', 'stage', 'code']) {
    const { x, y, width, height } = await page.locator(`#${id}`).boundingBox();
    assert.ok(x >= 0 && x + width <= 360 && y >= 0 && y + height <= 640 && height > 10, `${id}: ${[x, y, width, height]}`);
  }
  assert.match(await where(page), /^Step 9 of /);
});

test('text is as wide as measured', async (t) => {
  // with the embedded fonts a browser sets every text of a figure as wide as the layout measured it
  const drawn = (mode) => {
    const file = path.join(t.folder, `${mode}.svg`);
    heapreel(t.folder, ['draw', '--at', '9', '--text', mode, '-o', file, path.join(SAMPLES, 'object_counter.py')]);
    return file;
  };
  const measured = [...fs.readFileSync(drawn('system'), 'utf8').matchAll(/textLength="([\d.]+)"/g)].map((one) => Number(one[1]));
  const page = await t.open(drawn('embed'));
  const widths = await page.evaluate(async () => {
    await document.fonts.ready;
    return [...document.querySelectorAll('text')].map((text) =>
      text.getComputedTextLength() - (parseFloat(getComputedStyle(text).letterSpacing) || 0));
  });
  assert.ok(measured.length === widths.length && widths.length > 20);
  const off = measured.map((width, i) => [width, widths[i]])
    .filter(([width, got]) => Math.abs(got - width) > Math.max(0.01 * width, 0.2));
  assert.deepEqual(off, []);
});
