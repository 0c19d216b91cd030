/* The walkthrough's looks, against screenshots that somebody has looked at: golden/NAME.png. What differs is compared at half
 * the size, with room for how versions of Chromium smooth letters. As it looks now is in the build folder, screens/NAME.png;
 * tests/golden/update takes that for golden. */
import fs from 'node:fs';
import path from 'node:path';
import { assert, BUILD, ROOT, test } from './harness.js';
import { compare } from './compare.js';

const MOST = 0.0015;
const SCREENS = {
  'light': { width: 960, height: 600 },
  'dark': { width: 960, height: 600, dark: true },
  'phone': { width: 360, height: 640, hasTouch: true, isMobile: true },
  'frame-dark': { width: 480, height: 400, dark: true },
};

test('looks as it did when somebody looked', async (t) => {
  const canvas = await t.openText('<!doctype html><title>canvas</title>'), differing = [];
  for (const [name, { width, height, ...options }] of Object.entries(SCREENS)) {
    const page = await t.open(t.made('refcounts.py'), { width, height, reducedMotion: 'reduce', fragment: '#3', ...options });
    await page.evaluate(() => document.fonts.ready);
    await page.waitForFunction(() => document.getElementById('spoken').textContent !== ''); // it has come to rest
    const golden = path.join(ROOT, 'tests/browser/golden', `${name}.png`), now = path.join(BUILD, 'screens', `${name}.png`);
    await page.screenshot({ path: now, caret: 'hide', animations: 'disabled' });
    const known = fs.existsSync(golden);
    const { ink, differences } = await compare(canvas, [width / 2, height / 2], now, ...(known ? [golden] : []));
    assert.ok(ink > 0.005, `${name}: nothing is drawn`);
    if (known && differences[0] < MOST) continue;
    differing.push(`${name}: ${known ? `differs in ${(100 * differences[0]).toFixed(2)} %` : 'is not known'}`);
    if (process.env.UPDATE_GOLDENS) fs.copyFileSync(now, golden);
  }
  assert.deepEqual(differing, []);
});
