/* How much pictures differ, pixel by pixel. */
import fs from 'node:fs';
import path from 'node:path';

const KINDS = { '.svg': 'image/svg+xml', '.png': 'image/png' };

/** Runs in the page: see compare. */
async function differences({ sources, size: [width, height] }) {
  const pixels = await Promise.all(sources.map(async (source) => {
    const image = new Image();
    image.src = source;
    await image.decode();
    const canvas = Object.assign(document.createElement('canvas'), { width, height });
    const context = canvas.getContext('2d');
    context.imageSmoothingQuality = 'high';
    context.drawImage(image, 0, 0, width, height);
    return context.getImageData(0, 0, width, height).data;
  }));
  const far = (a, b, at) => [0, 1, 2, 3].some((k) => Math.abs(a[at + k] - b[at + k]) > 85);
  const share = (a, b) => {
    let n = 0;
    for (let at = 0; at < a.length; at += 4) n += far(a, b, at);
    return n * 4 / a.length;
  };
  const [first, ...others] = pixels, blank = first.map((_, at) => first[at % 4]);
  return { ink: share(first, blank), differences: others.map((other) => share(first, other)) };
}

/** Compares pictures, files that end in .svg or .png, all brought to @size, [width, height] in pixels, in @page, which must
 * allow pictures of data: addresses. Gives ink, the share of pixels in which the first is not its upper left corner's colour,
 * and differences, the shares in which each other differs from it. Pixels differ that are further apart than a third of the
 * way from black to white. */
export function compare(page, size, ...files) {
  const sources = files.map((file) =>
    `data:${KINDS[path.extname(file)]};base64,${fs.readFileSync(file).toString('base64')}`);
  return page.evaluate(differences, { sources, size });
}
