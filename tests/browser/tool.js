/* What the browser tests run: heapreel, Chromium, and other programs. Called with SOURCE_ROOT BUILD_ROOT. */
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

export const [ROOT, BUILD] = process.argv.slice(2, 4).map((folder) => path.resolve(folder));
export const SAMPLES = path.join(ROOT, 'samples');

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

/** Starts Debian's Chromium, which whoever calls closes. */
export function launch() {
  return installed('playwright-core').chromium.launch({ executablePath: '/usr/bin/chromium', args: FLAGS });
}

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
