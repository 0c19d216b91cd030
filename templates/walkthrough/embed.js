'use strict';
/* A page inside another page: it tells its host how high it would like to be, so that the host can make its frame so.
   ?theme=dark and ?play=2 (at double speed) in the address choose how it begins; #5 where. */
(function (page) {
  const least_px = 240, most_px = 1100, narrow_px = 760;
  let told = 0, toldWidth = 0;

  /* All of the code, the picture at its own size or as wide as there is room, and what stands around them. */
  function wantedHeight () {
    const height = id => page.byId(id).offsetHeight;
    const narrow = innerWidth <= narrow_px;
    const stage = page.byId('stage');
    const room = Math.max(1, stage.clientWidth - 4);
    const picture = page.data.height * Math.min(1, Math.max(0.7, room / page.data.width));
    const view = height('view') - stage.offsetHeight + Math.min(picture, 640);
    const code = Math.min(page.byId('code').scrollHeight, narrow ? 200 : 640), output = height('output');
    const beside = view + output;
    const main = narrow ? Math.max(code + beside, beside / 0.73) : Math.max(code + output, view);
    return Math.round(Math.max(least_px, Math.min(most_px, main + height('bar') + 2)));
  }

  function tellHost () {
    if (parent === window || innerWidth === toldWidth) return;
    toldWidth = innerWidth;
    const height = wantedHeight();
    if (height === told) return;
    told = height;
    parent.postMessage({ type: 'heapreel:height', height }, '*');
  }

  if (page.embed) {
    document.body.classList.add('embed');
    const link = page.byId('state').appendChild(document.createElement('a'));
    link.id = 'own-window';
    link.target = '_blank';
    link.rel = 'noopener';
    link.append('Open', Object.assign(document.createElement('span'), { textContent: ' in a window' }));
    link.setAttribute('aria-label', 'Open in a window');
    page.on('step', index => { link.href = location.href.replace(/#.*/, '') + '#' + (index + 1); });
    page.on('start', () => requestAnimationFrame(tellHost));
    page.on('resize', tellHost);
  }

  page.on('start', () => {
    const play = new URLSearchParams(location.search).get('play');
    if (play === null) return;
    page.setSpeed(Number(play) || 1);
    requestAnimationFrame(() => page.play(true));
  });
})(heapreel);
