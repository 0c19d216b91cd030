/* The walkthrough in a real browser: it steps, marks, follows and shows, with scripts and without. */
import fs from 'node:fs';
import { assert, test } from './harness.js';
import { count, eachStep, shown, where } from './walkthrough.js';

test('opens from disk and fetches nothing', async (t) => {
  const page = await t.open(t.made('object_counter.py'));
  assert.match(await where(page), /^Step 1 of /);
});

test('its policy is in force', async (t) => {
  const page = await t.open(t.made('object_counter.py'), { expects: /Content ?Security ?Policy/ });
  await page.evaluate(() => fetch('data:text/plain,no').catch(() => 1));
  await t.hears(page, 'issue ContentSecurityPolicyIssue');
});

test('steps by keys, buttons and slider', async (t) => {
  const page = await t.open(t.made('object_counter.py')), n = await count(page);
  assert.ok(n > 8);
  const at = async (number, why) => assert.ok((await where(page)).startsWith(`Step ${number} of ${n}`), why ?? await where(page));
  for (const [key, number] of [['ArrowRight', 2], ['End', n], ['ArrowRight', n], ['ArrowLeft', n - 1], ['Home', 1]]) {
    await page.keyboard.press(key);
    await at(number);
  }
  await page.click('#next');
  await at(2);
  await page.click('#last');
  await at(n);
  assert.ok(await page.isDisabled('#next'));
  await page.locator('#slider').fill('4');
  await at(4);
  await page.waitForURL(/#4$/); // once the reader rests
});

test('opens at the step in its address', async (t) => {
  const page = await t.open(t.made('object_counter.py'), { fragment: '#5' });
  assert.match(await where(page), /^Step 5 of /);
});

test('pictures do not depend on the way', async (t) => {
  const file = t.made('once.py'), page = await t.open(file);
  const forth = await eachStep(page, () => shown(page)), back = [];
  for (let number = forth.length; number >= 1; number -= 1) {
    back.unshift(await shown(page));
    await page.keyboard.press('ArrowLeft');
  }
  assert.deepEqual(forth, back);
  assert.ok(new Set(forth.map(([, , picture]) => picture)).size > forth.length / 2);
  for (const number of [3, forth.length]) {
    assert.deepEqual(await shown(await t.open(file, { fragment: `#${number}` })), forth[number - 1]);
  }
});

test('marks the line that ran and the next', async (t) => {
  const source = 'a = 1\nb = 2\nc = [a,\n     b]\n';
  const page = await t.open(t.made(source, '--at', '1,2,3'));
  const classes = () => page.locator('#code li').evaluateAll((lines) => lines.map((line) => line.className));
  assert.deepEqual(await classes(), ['ran', 'next', '', '']);
  await page.keyboard.press('End');
  assert.deepEqual((await classes()).slice(2), ['ran', 'ran']);
  assert.equal((await page.locator('#code li').allTextContents()).join('\n'), source.trimEnd());
});

test('follows a long listing', async (t) => {
  const lines = Array.from({ length: 120 }, (_, i) => `x${i + 1} = ${i + 1} # ${'long '.repeat(60)}\n`);
  const page = await t.open(t.made(lines.join(''), '--at', '1,60,120'));
  const seen = await eachStep(page, () => page.evaluate(() => {
    const pane = document.getElementById('code').getBoundingClientRect();
    const line = document.querySelector('#code .ran').getBoundingClientRect();
    return [line.top >= pane.top && line.bottom <= pane.bottom, document.getElementById('code').scrollLeft,
      document.scrollingElement.scrollTop];
  }));
  assert.deepEqual(seen, Array(3).fill([true, 0, 0]));
});

test('shows the output so far', async (t) => {
  const page = await t.open(t.made("import sys\nprint('one')\nprint('two')\nprint('three', file=sys.stderr)\n"));
  const seen = await eachStep(page, () => page.textContent('#written'));
  assert.deepEqual([...new Set(seen)], ['', 'one\n', 'one\ntwo\n', 'one\ntwo\nthree\n']);
  assert.equal(await page.textContent('#written .err'), 'three\n');
});

test('reads without scripts', async (t) => {
  const file = t.made('object_counter.py'), page = await t.open(file, { scripts: false });
  const steps = Number(/(\d+) steps/.exec(fs.readFileSync(file, 'utf8'))[1]);
  const articles = await page.evaluate(() => [...document.querySelectorAll('#plain article')].map((article) => ({
    width: article.querySelector('svg').getBBox().width,
    said: article.querySelector('p').textContent.length,
    uses: [...article.querySelectorAll('use')].every((use) => document.querySelector(use.getAttribute('href')) !== null),
  })));
  assert.equal(articles.length, steps);
  assert.ok(articles.every(({ width, said, uses }) => width > 100 && said > 5 && uses), JSON.stringify(articles));
  assert.match(await page.innerText('body'), /num_instances = 0/);
  assert.ok(!(await page.isVisible('#bar')));
});
