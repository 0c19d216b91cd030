/* What the tests know of a walkthrough's parts. */

/** Step number, caption and picture as they stand. What the picture's groups are to readers' tools comes a little later
 * than they do, and where the keys stand in it is not the picture's: without those. */
export function shown(page) {
  return page.evaluate(() => {
    const picture = document.querySelector('#stage svg').cloneNode(true);
    picture.querySelectorAll('g').forEach((group) => {
      ['role', 'aria-label', 'tabindex'].forEach((name) => group.removeAttribute(name));
    });
    return [document.getElementById('where').textContent, document.getElementById('caption').textContent, picture.innerHTML];
  });
}

/** "Step 3 of 10 …", as it stands. */
export async function where(page) {
  return (await shown(page))[0];
}

/** How many steps there are. */
export function count(page) {
  return page.evaluate(() => Number(document.getElementById('slider').max));
}

/** Calls @look at every step, from the one that is shown to the last; gives what it gave. */
export async function eachStep(page, look) {
  const found = [await look()];
  for (let left = await count(page) - parseInt((await where(page)).slice(5), 10); left > 0; left -= 1) {
    await page.keyboard.press('ArrowRight');
    found.push(await look());
  }
  return found;
}
