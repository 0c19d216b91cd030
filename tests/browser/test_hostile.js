/* What a program writes, names and holds stays text in the walkthrough. */
import fs from 'node:fs';
import { assert, test } from './harness.js';
import { eachStep } from './walkthrough.js';

const HOSTILE = String.raw`
class Evil_script: pass
a = "</script><script>window.hit = 1</script><!-- <img src=x onerror='window.hit = 2'> ]]> \u202e \x1b[31m"
b = {"<svg onload=window.hit=3>": ["</text><script>window.hit = 4</script>"], "${'`'}": "{{text:title}}"}
c = "&lt;b&gt; &#60; \\u003c"
setattr(Evil_script, "</title><script>window.hit = 5</script>", 1)
Evil_script.__name__ = "<b onmouseover=window.hit=6>"
d = Evil_script()
print("</pre><script>window.hit = 7</script>")
raise ValueError("</p><script>window.hit = 8</script>")
`;

test('strings of the program stay strings', async (t) => {
  const file = t.made(HOSTILE, '--title', '</title><script>window.hit = 9</script>');
  for (const dark of [false, true]) {
    const page = await t.open(file, { dark });
    await eachStep(page, () => null);
    assert.deepEqual(await page.evaluate(() => ({
      hit: window.hit,
      scripts: document.scripts.length,
      strangers: document.querySelectorAll('img, iframe, object, a, link').length,
      attributes: [...document.querySelectorAll('*')].flatMap((element) => [...element.attributes])
        .filter(({ name, value }) => /^on/i.test(name) || value.includes('javascript:')).map(({ name }) => name),
    })), { hit: undefined, scripts: 3, strangers: 0, attributes: [] });
    assert.ok((await page.title()).startsWith('</title>'));
  }
  assert.equal(fs.readFileSync(file, 'utf8').match(/<\/script/gi).length, 3, 'a string of the program ends an element');
});
