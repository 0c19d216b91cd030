/* What every browser test stands on: a test gets a folder of its own, makes pages there by running heapreel, and opens them
 * in Debian's Chromium, each in a fresh context. It fails when a page that it opened printed to the console, threw, opened a
 * dialog or a window, or asked for anything but its own file.
 *
 * Test files are called with SOURCE_ROOT BUILD_ROOT and print TAP: node --test-reporter=tap FILE SOURCE_ROOT BUILD_ROOT
 */
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import nodeTest, { after } from 'node:test';
import { pathToFileURL } from 'node:url';

export { assert };
export const [ROOT, BUILD] = process.argv.slice(2, 4).map((folder) => path.resolve(folder));
export const SAMPLES = path.join(ROOT, 'samples');
const PATIENCE_MS = 30000;

/** A module that tests/browser/install has put into the build folder. */
export function installed(name) {
  try {
    return createRequire(path.join(BUILD, 'node/'))(name);
  } catch (error) {
    if (error.code !== 'MODULE_NOT_FOUND') throw error;
    console.log(`Bail out! There is no ${name} in ${BUILD}/node: run tests/browser/install ${BUILD}`);
    return process.exit(1);
  }
}

/* Beside what Playwright gives: nothing here asks the network, and pictures do not depend on a graphics card. */
const FLAGS = ['--disable-gpu', '--disable-quic', '--disable-dev-shm-usage'];

let started = null;

/** The file's one browser, started when it is first asked for. */
export function browser() {
  started ??= installed('playwright-core').chromium.launch({ executablePath: '/usr/bin/chromium', args: FLAGS });
  return started;
}

after(async () => {
  if (started) await (await started).close();
});

/** The quiet place of tests/support/heapreel.py: Debian's python3, no settings of the user's. */
function environment(folder, more) {
  const temporary = path.join(folder, '.tmp');
  fs.mkdirSync(temporary, { recursive: true });
  const kept = Object.fromEntries(Object.entries(process.env).filter(([name]) => /^(A|UB|L)SAN_OPTIONS$/.test(name)));
  return { ...kept, PATH: '/usr/bin:/bin', HOME: folder, LANG: 'C.UTF-8', TMPDIR: temporary, ...more };
}

/** Runs heapreel in @folder, which must succeed; gives { stdout, stderr }. */
export function heapreel(folder, words, { input = '', env = {} } = {}) {
  const done = spawnSync(path.join(BUILD, 'heapreel'), words.map(String),
    { cwd: folder, input, env: environment(folder, env), encoding: 'utf8', timeout: 120000, maxBuffer: 1 << 28 });
  assert.equal(done.status, 0, `heapreel ${words.join(' ')}: status ${done.status}, ${done.signal}: ${done.stderr}`);
  return done;
}

/** Runs another program, which must succeed; gives what it wrote to stdout. */
export function run(program, ...words) {
  return execFileSync(program, words.map(String), { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], maxBuffer: 1 << 28 });
}

/** The path of a program for heapreel: a sample's when @source ends in ".py", else of a new file with that text. */
export function program(folder, source, name = 'prog.py') {
  if (source.endsWith('.py')) return path.join(SAMPLES, source);
  const file = path.join(folder, name);
  fs.writeFileSync(file, source);
  return file;
}

/** Calls @note with what happens in a page that should not; Chromium's reports of blocked content come over its own
 * protocol. */
async function listen(page, address, note) {
  page.on('console', (message) => note(`console ${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) => note(`exception: ${error.stack || error.message || error}`));
  page.on('dialog', (dialog) => { note(`dialog: ${dialog.message()}`); dialog.dismiss(); });
  page.on('crash', () => note('crash'));
  page.on('popup', () => note('window'));
  page.on('download', (download) => note(`download: ${download.suggestedFilename()}`));
  page.on('request', (request) => {
    if (request.url().split('#')[0] !== address) note(`request: ${request.url()}`);
  });
  const session = await page.context().newCDPSession(page);
  session.on('Audits.issueAdded', ({ issue }) => note(`issue ${issue.code}: ${JSON.stringify(issue.details)}`));
  await session.send('Audits.enable');
}

/** What a test gets. Everything in its folder and every page that it opened is gone after it. */
export class Fixture {
  constructor(folder) {
    this.folder = folder;
    this.opened = [];
  }

  /** The path of the walkthrough that heapreel makes of a program's text or of a sample. */
  made(source, ...options) {
    const file = path.join(this.folder, 'page.html');
    heapreel(this.folder, ['page', '-o', file, ...options, program(this.folder, source, 'prog<script>"\'.py')]);
    return file;
  }

  /** Opens @file; @more are Playwright's options of a context, and fragment ("#5"), dark, scripts (false: none of the page's
   * run), and expects, what a complaint matches that is no failure. Gives Playwright's page. */
  async open(file, { width = 1280, height = 800, dark = false, scripts = true, fragment = '', expects = null, ...more } = {}) {
    const context = await (await browser()).newContext({ viewport: { width, height }, colorScheme: dark ? 'dark' : 'light',
      javaScriptEnabled: scripts, ...more });
    context.setDefaultTimeout(PATIENCE_MS);
    const page = await context.newPage(), notes = [], expected = [], address = pathToFileURL(file).href;
    this.opened.push({ page, notes, expected });
    await listen(page, address, (text) => (expects?.test(text) ? expected : notes).push(text));
    await page.goto(address + fragment);
    return page;
  }

  /** A page of the test's own, for what heapreel does not make. */
  async openText(text, options) {
    const file = path.join(this.folder, `own-${this.opened.length}.html`);
    fs.writeFileSync(file, text);
    return this.open(file, options);
  }

  /** Waits for a complaint of @page that says @word: those of Chromium's other processes take their time. */
  async hears(page, word) {
    const { notes, expected } = this.opened.find((one) => one.page === page);
    await until(() => [...notes, ...expected].some((note) => note.includes(word)), `a complaint that says ${word}`);
  }

  async end() {
    for (const { page } of this.opened) await page.evaluate(() => 1); // what it did before has been told by then
    const notes = this.opened.flatMap((one) => one.notes);
    await this.close();
    assert.deepEqual(notes, [], 'a page complained, or asked for something');
  }

  async close() {
    for (const { page } of this.opened.splice(0)) await page.context().close();
  }
}

/** Waits for @condition, a function that may be async; fails with @what when it does not come true. */
export async function until(condition, what) {
  const end = Date.now() + PATIENCE_MS;
  while (!(await condition())) {
    assert.ok(Date.now() < end, `waited in vain for ${what}`);
    await new Promise((done) => { setTimeout(done, 10); });
  }
}

/** A test: @body is called with a Fixture. */
export function test(name, body) {
  nodeTest(name, async () => {
    const folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'heapreel-test-')));
    const fixture = new Fixture(folder);
    try {
      await body(fixture);
      await fixture.end();
    } finally {
      await fixture.close();
      fs.rmSync(folder, { recursive: true, force: true });
    }
  });
}
