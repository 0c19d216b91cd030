/* What every browser test stands on: a test gets a folder of its own, makes pages there by running heapreel, and opens them
 * in Debian's Chromium, each in a fresh context. It fails when a page that it opened printed to the console, threw, opened a
 * dialog or a window, or asked for anything but its own file.
 *
 * Test files are called with SOURCE_ROOT BUILD_ROOT and print TAP: node --test-reporter=tap FILE SOURCE_ROOT BUILD_ROOT
 */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import nodeTest, { after } from 'node:test';
import { pathToFileURL } from 'node:url';
import { heapreel, installed, launch, program } from './tool.js';

export { assert };
export { BUILD, heapreel, installed, program, ROOT, run, SAMPLES } from './tool.js';
const PATIENCE_MS = 30000;

let started = null;

/** The file's one browser, started when it is first asked for. */
export function browser() {
  started ??= launch();
  return started;
}

after(async () => {
  if (started) await (await started).close();
});

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
