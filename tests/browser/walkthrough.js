/* What the tests know of a walkthrough's parts. */

/** Step number, caption and picture as they stand. */
export function shown(page) {
  return page.evaluate(() => [document.getElementById('where').textContent, document.getElementById('caption').textContent,
    document.querySelector('#stage svg').innerHTML]);
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
