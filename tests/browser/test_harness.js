/* The harness hears what a page must not do. */
import { assert, Fixture, test } from './harness.js';

const POLICY = `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'unsafe-inline'">`;
const LOUD = {
  'console log: hello': '<script>console.log("hello")</script>',
  'exception: Error: oh': '<script>throw new Error("oh")</script>',
  'exception: late': '<script>Promise.reject("late")</script>',
  'dialog: who?': '<script>setTimeout(() => alert("who?"))</script>',
  'request: file:///nothing.png': '<img src="file:///nothing.png">',
  'request: http://127.0.0.1:9/x': '<script>fetch("http://127.0.0.1:9/x").catch(() => 1)</script>',
  'issue ContentSecurityPolicyIssue': `${POLICY}<p style="color:red">red</p>`,
};

for (const [word, body] of Object.entries(LOUD)) {
  test(`hears ${word.replace(/:.*/, '')} of ${body.slice(-30)}`, async (t) => {
    const inner = new Fixture(t.folder);
    const page = await inner.openText(`<!doctype html><meta charset=utf-8><title>loud</title>${body}`);
    await inner.hears(page, word);
    await assert.rejects(inner.end(), /a page complained/);
  });
}
