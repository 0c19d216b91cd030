'use strict';
/* This step's picture as a file of its own: SVG with its colours and fonts, or PNG. */
(function (page) {
  const scale = 2, mostPixels = 60e6, longest = 16000;
  let box = null;

  /* The value of a colour or a font, so that readers without custom properties show it, too. */
  const settle = text => text.replace(/var\((--[\w-]+)\)/g, (_, name) => page.colour(name));

  /* The page's rules for pictures. */
  function style () {
    const out = [];
    for (const sheet of document.styleSheets) for (const rule of sheet.cssRules) {
      if (rule instanceof CSSFontFaceRule) out.push(rule.cssText);
      else if (rule instanceof CSSStyleRule && /^\.hr-(?!ring|over)/.test(rule.selectorText))
        out.push(settle(rule.cssText.replace(/\.hr-picture /g, '')));
    }
    return out.join('\n');
  }

  const escape = text => text.replace(/[&<>]/g, sign => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' }[sign]))
    /* XML has no place for control characters, nor for halves of pairs */
    .replace(/[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]/gu, '\ufffd');

  /* What the reader has hidden is left out. */
  function body () {
    const copy = page.picture.element.cloneNode(true);
    const off = ['.hr-off', '.hr-no-types > .arrow.type, .hr-no-types > .arrow.base',
      '.hr-no-references > .arrow.reference, .hr-no-references > .arrow.weak',
      '.hr-no-refs > .object > rect[height="17"], .hr-no-refs > .object > text.hr-l10_5w6'];
    const holder = document.createDocumentFragment();
    holder.appendChild(copy);
    holder.querySelectorAll(off.join()).forEach(one => one.remove());
    copy.querySelectorAll('g').forEach(one => {
      ['tabindex', 'role', 'aria-label'].forEach(name => one.removeAttribute(name));
      one.classList.remove('hr-lit', 'hr-at');
    });
    const writer = new XMLSerializer();
    return [...copy.childNodes].map(one => writer.serializeToString(one)).join('').replace(/ xmlns="[^"]*"/g, '');
  }

  /* The sheet, without what lies to the right of and below all that this step uses. */
  function extent () {
    const used = page.view.used(), { width, height } = page.data;
    return { width: used.width < 0.8 * width ? Math.ceil(used.width) : width,
      height: used.height < 0.8 * height ? Math.ceil(used.height) : height };
  }

  page.svgText = () => {
    const { width, height } = extent();
    return '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ' + width + ' ' + height + '" width="' + width +
      '" height="' + height + '" stroke-linejoin="round" role="img">\n<title>' +
      escape(page.data.program + ', step ' + (page.current + 1)) + '</title>\n<desc>' +
      escape(page.steps[page.current].caption) + '</desc>\n<style>' + escape(style()) + '</style>\n<rect width="' + width +
      '" height="' + height + '" fill="' + page.colour('--hr-ground') + '"/>\n' + body() + '\n</svg>\n';
  };

  function fileName (kind) {
    const stem = page.data.program.replace(/\.py$/, '').replace(/[^\w.-]+/g, '-').replace(/^[-.]+|[-.]+$/g, '') || 'program';
    return stem + '-step-' + (page.current + 1) + '.' + kind;
  }

  function save (blob, kind) {
    const link = document.createElement('a'), address = URL.createObjectURL(blob);
    link.href = address;
    link.download = fileName(kind);
    link.click();
    setTimeout(() => URL.revokeObjectURL(address), 10000);
    page.note('Saved ' + link.download);
  }

  const svgBlob = () => new Blob([page.svgText()], { type: 'image/svg+xml' });

  /* Drawn by the browser, from the text of the picture. Smaller than twice its size where that would be too large. */
  async function pngBlob () {
    const { width, height } = extent(), image = new Image();
    image.src = 'data:image/svg+xml;charset=utf-8,' + encodeURIComponent(page.svgText());
    await image.decode();
    const factor = Math.min(scale, longest / width, longest / height, Math.sqrt(mostPixels / (width * height)));
    const canvas = document.createElement('canvas');
    canvas.width = Math.round(width * factor);
    canvas.height = Math.round(height * factor);
    canvas.getContext('2d').drawImage(image, 0, 0, canvas.width, canvas.height);
    return new Promise((done, fail) => canvas.toBlob(blob => blob ? done(blob) : fail(new Error('no picture')), 'image/png'));
  }

  async function copy (make, type, words) {
    const refused = 'This browser does not let the page copy it: save it instead';
    if (!page.mayCopy()) return page.note(refused);
    try {
      const content = await make();
      if (type) await navigator.clipboard.write([new ClipboardItem({ [type]: content })]);
      else await navigator.clipboard.writeText(content);
      page.note(words + ' copied');
    } catch (e) { /* a frame or a browser that does not let pages write there */
      page.note(refused);
    }
  }

  const actions = [
    ['Save as SVG', () => save(svgBlob(), 'svg')],
    ['Save as PNG', async () => {
      try {
        save(await pngBlob(), 'png');
      } catch (e) { /* too large for the browser */
        page.note('This browser cannot make a PNG of it: save it as SVG');
      }
    }],
    ['Copy as SVG', () => copy(page.svgText, null, 'SVG')],
    ['Copy as PNG', () => copy(pngBlob, 'image/png', 'PNG')]
  ];

  function build () {
    box = page.byId('tools').appendChild(document.createElement('div'));
    box.className = 'popover';
    box.id = 'save';
    actions.forEach(([words, action]) => {
      const one = box.appendChild(document.createElement('button'));
      one.type = 'button';
      one.textContent = words;
      one.addEventListener('click', () => {
        page.closePopover();
        button.focus();
        action();
      });
    });
    page.popover(button, box);
  }

  function toggle () {
    if (!box) build();
    if (page.openPopover(button, box)) box.querySelector('button').focus();
  }

  page.key('s', 'Save or copy this step\'s picture', toggle);
  const button = page.tool('save-button', 'Save or copy the picture', 'M8 2v8M4.8 7L8 10.2 11.2 7M2.5 11v2.5h11V11', toggle);
})(heapreel);
