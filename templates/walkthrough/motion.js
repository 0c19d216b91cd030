'use strict';
/* From one step to the next: what is new fades in, what is gone fades out, an arrow that points elsewhere swings over.
   What lives on holds still. All of it lies above the picture, which is the new step's from the start, so it can be
   ended at any moment: by the next step, always. */
(function (page) {
  const duration_ms = 240, hurried_ms = 200, most = 80, samples = 24;
  const { over } = page.picture;
  const calm = matchMedia('(prefers-reduced-motion: reduce)');
  const layer = over.appendChild(document.createElementNS(over.namespaceURI, 'g'));
  let running = [], frame = 0, latest = -Infinity;

  page.motion = { finish };

  /* Ends all motion: the picture stands as the step has it. */
  function finish () {
    cancelAnimationFrame(frame);
    frame = 0;
    running.splice(0).forEach(animation => animation.cancel());
    layer.textContent = '';
  }

  function fade (element, from, to) {
    const animation = element.animate({ opacity: [from, to] }, { duration: duration_ms, easing: 'ease-out', fill: 'both' });
    running.push(animation);
    return animation;
  }

  function fadeOut (group) {
    ['id', 'role', 'tabindex'].forEach(name => group.element.removeAttribute(name));
    layer.appendChild(group.element);
    fade(group.element, 1, 0);
  }

  /* Points along an arrow's line, as far from one another, from its start to where its head begins. */
  function sample (group) {
    const lines = [...group.element.querySelectorAll('path')].slice(0, -1);
    const lengths = lines.map(line => line.getTotalLength()), all = lengths.reduce((sum, length) => sum + length, 0);
    let piece = 0, passed = 0;
    return Array.from({ length: samples }, (_, i) => {
      const along = all * i / (samples - 1);
      while (piece < lines.length - 1 && along > passed + lengths[piece]) passed += lengths[piece++];
      return lines[piece].getPointAtLength(along - passed);
    });
  }

  function pathOf (points) {
    return points.map((p, i) => (i ? 'L' : 'M') + p.x.toFixed(1) + ' ' + p.y.toFixed(1)).join('');
  }

  function headOf (points) {
    const tip = points[points.length - 1], before = points[points.length - 3];
    const length = Math.hypot(tip.x - before.x, tip.y - before.y) || 1;
    const ux = (tip.x - before.x) / length, uy = (tip.y - before.y) / length, half = 4.6;
    return pathOf([{ x: tip.x + 7 * ux, y: tip.y + 7 * uy }, { x: tip.x - 2 * ux - half * uy, y: tip.y - 2 * uy + half * ux },
      { x: tip.x - 2 * ux + half * uy, y: tip.y - 2 * uy - half * ux }]) + 'Z';
  }

  /* A line of its own that swings from where @old was to where @group is, which stays unseen meanwhile. */
  function swing (old, group) {
    const parts = [...group.element.querySelectorAll('path')], from = sample(old), to = sample(group);
    const line = layer.appendChild(parts[0].cloneNode()), head = layer.appendChild(parts[parts.length - 1].cloneNode());
    line.removeAttribute('stroke-dasharray');
    fade(group.element, 0, 0);
    return part => {
      const points = from.map((p, i) => ({ x: p.x + (to[i].x - p.x) * part, y: p.y + (to[i].y - p.y) * part }));
      line.setAttribute('d', pathOf(points));
      head.setAttribute('d', headOf(points));
    };
  }

  const isGhost = group => /class="[^"]*\bghost\b/.test(group.markup);
  const pathsOf = group => [...group.markup.matchAll(/ d="([^"]*)"/g)].map(found => found[1]).join();
  const hasLine = group => group.element.querySelectorAll('path').length > 1;

  /* [old, new] for every arrow that leaves the same dot for another object, or takes another way. */
  function findSwings (change) {
    const left = new Map(), swings = [];
    const key = group => group.from + ' ' + group.at.x + ' ' + group.at.y;
    const isSolid = group => page.picture.isArrow(group) && group.arrow === 'reference' && group.at && hasLine(group);
    change.gone.filter(isSolid).forEach(group => left.set(key(group), group));
    change.replaced.forEach(([old, group]) => {
      if (!isSolid(old) || !isSolid(group)) return;
      if (isGhost(group) && !isGhost(old)) left.set(key(old), old);
      else if (!isGhost(old) && pathsOf(old) !== pathsOf(group)) swings.push([old, group]);
    });
    change.added.filter(group => isSolid(group) && !isGhost(group)).forEach(group => {
      const old = left.get(key(group));
      if (old) swings.push([old, group]);
    });
    return swings;
  }

  function run (swingers) {
    const begin = performance.now();
    const draw = now => {
      const part = Math.max(0, Math.min(1, (now - begin) / duration_ms)), eased = 1 - (1 - part) ** 3;
      swingers.forEach(one => one(eased));
      frame = part < 1 ? requestAnimationFrame(draw) : 0;
    };
    draw(begin);
  }

  function move (change) {
    const swings = findSwings(change);
    const swung = new Set(swings.flat());
    change.gone.filter(group => !swung.has(group) && group.kind !== '').forEach(fadeOut);
    change.replaced.forEach(([old, group]) => {
      if (!swung.has(old) && isGhost(group) && !isGhost(old)) fadeOut(old);
    });
    change.added.filter(group => !swung.has(group) && group.kind !== '').forEach(group => fade(group.element, 0, 1));
    if (swings.length > 0) run(swings.map(([old, group]) => swing(old, group)));
    const last = running[running.length - 1];
    if (last) last.onfinish = finish;
  }

  page.on('step', (index, previous) => {
    const now = performance.now(), hurried = now - latest < hurried_ms, { change } = page.picture;
    latest = now;
    finish();
    if (previous < 0 || index !== previous + 1 || hurried || calm.matches || document.hidden) return;
    if (change.added.length + change.replaced.length + change.gone.length <= most) move(change);
  });
})(heapreel);
