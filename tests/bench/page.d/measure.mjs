/* See tests/bench/page. Called with SOURCE_ROOT BUILD_ROOT and the names of runs, or none for all. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { heapreel, launch } from '../../browser/tool.js';

const RUNS = {
  'sample': [fs.readFileSync(new URL('../../../samples/object_counter.py', import.meta.url), 'utf8')],
  '1,000 x 100': [`class Node:
    pass

nodes = []
while len(nodes) < 98:
    nodes.append(Node())
for i in range(400):
    nodes[i % 98].value = i
`],
  'bubble sort': [`numbers = [(i * 37) % 73 for i in range(73)]
n = len(numbers)
while n > 1:
    i = 1
    while i < n:
        if numbers[i - 1] > numbers[i]:
            numbers[i - 1], numbers[i] = numbers[i], numbers[i - 1]
        i += 1
    n -= 1
`],
  'a million': ['i = 0\nwhile i < 500000:\n    i += 1\n', '--max-steps', '1000001'],
};
const OPENINGS = 5, STEPS = 200;

/** Runs in the page before anything of it: tells when the first picture is on the screen. */
function watch() {
  window.drawn = new Promise((done) => {
    const observer = new MutationObserver(() => {
      if (!document.querySelector('#stage svg g')) return;
      observer.disconnect();
      requestAnimationFrame(() => setTimeout(() => done(performance.now())));
    });
    observer.observe(document, { childList: true, subtree: true });
  });
}

/** Runs in the page: shows @from, then one step after another until before @to, as frames come; script times in ms. */
async function step([from, to, seed]) {
  const n = heapreel.steps.length, times = [];
  for (let i = from; i < to; i += 1) {
    seed = seed * 16807 % 2147483647;
    const begun = performance.now();
    heapreel.show(seed ? seed % n : i);
    times.push(performance.now() - begun);
    await new Promise((done) => { requestAnimationFrame(() => setTimeout(done)); });
  }
  return times.slice(1);
}

const at = (times, share) => [...times].sort((a, b) => a - b)[Math.min(times.length - 1, Math.floor(times.length * share))];
const column = (text, width) => String(text).padStart(width);

/** Script times in ms of the steps that @range tells: the middle one, the one that 5 of 100 exceed, the longest. */
async function stepped(page, range) {
  const times = await page.evaluate(step, range);
  return column(at(times, 0.5).toFixed(1), 9) + column(at(times, 0.95).toFixed(1), 7) + column(at(times, 1).toFixed(1), 7);
}

/** A page opened anew: how long that takes and, if @steps, how many steps it has and what they take. */
async function opened(browser, file, steps) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } }), page = await context.newPage();
  await page.addInitScript(watch);
  await page.goto(pathToFileURL(file).href);
  const found = { drawn_ms: await page.evaluate(() => window.drawn) };
  if (steps) {
    const [n, of] = await page.evaluate(() => [heapreel.steps.length, heapreel.data.thinned?.of ?? heapreel.steps.length]);
    const first = Math.max(0, Math.floor((n - STEPS) / 2));
    Object.assign(found, { n, of, next: await stepped(page, [first, Math.min(n, first + STEPS), 0]),
      jump: await stepped(page, [0, STEPS / 4, 1]) });
  }
  await context.close();
  return found;
}

async function measure(browser, folder, name) {
  const [source, ...limits] = RUNS[name];
  fs.writeFileSync(path.join(folder, 'run.py'), source);
  heapreel(folder, ['record', '-q', '-o', 'run.reel', ...limits, 'run.py']);
  const begun = process.hrtime.bigint();
  heapreel(folder, ['page', '-q', '-o', 'page.html', 'run.reel']);
  const made_s = Number(process.hrtime.bigint() - begun) / 1e9;
  const file = path.join(folder, 'page.html'), found = [];
  for (let i = 0; i < OPENINGS; i += 1) found.push(await opened(browser, file, i === OPENINGS - 1));
  const { of, n, next, jump } = found[OPENINGS - 1], drawn_ms = at(found.map((one) => one.drawn_ms), 0.5);
  console.log(name.padEnd(12) + column(of, 8) + column(n, 7) + column((fs.statSync(file).size / 1e6).toFixed(2), 6) +
    column(made_s.toFixed(1), 7) + column(drawn_ms.toFixed(0), 9) + next + jump);
}

const names = process.argv.slice(4), folder = fs.mkdtempSync(path.join(os.tmpdir(), 'heapreel-bench-'));
const browser = await launch();
console.log(`                                                   step on: script ms     step anywhere
run            steps  shown    MB made s  open ms   median   95 %    max   median   95 %    max`);
try {
  for (const name of names.length ? names : Object.keys(RUNS)) await measure(browser, folder, name);
} finally {
  await browser.close();
  fs.rmSync(folder, { recursive: true });
}
