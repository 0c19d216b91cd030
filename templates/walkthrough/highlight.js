'use strict';
/* What belongs together: pointing at a card, a name or an arrow, or going there with Tab and the up and down keys, lights
   up where it refers to, what holds it, and the steps of its life; the rest steps back. Enter or a click chooses.

   page.relations(group)  { out: [arrows], into: [arrows] } of this step
   page.lit, page.onLight(action)  the object that is lit, by its number, or null; who hears of it
   page.wordsOf(group)    what a group is, in words: "list-24, refs 2, …"; for an arrow "a in <module> refers to list-24" */
(function (page) {
  const { element, over, arrows, boxOf, cardOf } = page.picture;
  const stage = page.byId('stage');
  const near = { x: 26, y: 14 };

  page.relations = group => ({
    out: arrows().filter(arrow => arrow.from === group.id),
    into: arrows().filter(arrow => arrow.to === group.id)
  });

  /* Words. What stands in the picture is text already; only its markup's signs are undone. */
  const signs = { '&lt;': '<', '&gt;': '>', '&amp;': '&', '&quot;': '"', '&#39;': '\'' };
  const plain = text => text.replace(/&(?:lt|gt|amp|quot|#39);/g, sign => signs[sign]);
  const textLine = /<text x="([-\d.]+)" y="([-\d.]+)"[^>]*>([^<]*)<\/text>/g;

  /* [{ x, y, text }] of a group, as drawn. */
  page.textsOf = group => {
    group.texts = group.texts ||
      [...group.markup.matchAll(textLine)].map(([, x, y, text]) => ({ x: Number(x), y: Number(y), text: plain(text) }));
    return group.texts;
  };

  const titled = group => {
    const found = /<title>([^<]*)<\/title>/.exec(group.markup);
    return found ? plain(found[1]) : '';
  };

  /* "class Node", "function total", "list-24"; an atom by its value. */
  page.nameOf = group => {
    if (!group) return '';
    const id = page.idOf(group), object = page.objects.get(id), texts = page.textsOf(group).map(one => one.text);
    if (group.kind === 'frame') return texts[0] || '';
    if (/^<g [^>]*class="object class/.test(group.markup)) return texts.find(text => text.startsWith('class ')) || titled(group);
    if (/^<g [^>]*class="object atom/.test(group.markup)) return texts[0] || titled(group);
    const signature = object && object.type === 'function' && texts.find(text => /^[^\s(]+\(/.test(text));
    if (signature) return 'function ' + signature.slice(0, signature.indexOf('('));
    return object ? page.visible(object.name) : titled(group);
  };

  /* What stands in the row, or over the cell, that an arrow starts from. */
  page.slotOf = arrow => {
    const from = page.picture.groups.get(arrow.from);
    if (!from || !arrow.at) return '';
    const texts = page.textsOf(from).filter(one => Math.abs(one.y - 4.5 - arrow.at.y) < 7 && one.x < arrow.at.x);
    if (texts.length > 0) return texts[texts.length - 1].text;
    const above = page.textsOf(from).find(one => Math.abs(one.x - arrow.at.x) < 2 && one.y < arrow.at.y);
    return above ? '[' + above.text + ']' : '';
  };

  const verbs = { reference: ' refers to ', weak: ' refers weakly to ', type: ' is an instance of ', base: ' is based on ' };

  page.wordsOf = group => {
    if (group.kind !== 'arrow') return titled(group);
    const slot = page.slotOf(group), { groups } = page.picture, from = page.nameOf(groups.get(group.from));
    return (slot ? slot + ' in ' + from : from) + verbs[group.arrow] + page.nameOf(groups.get(group.to));
  };

  /* Light. */
  let lit = [];

  function light (group) {
    lit.splice(0).forEach(one => one.classList.remove('hr-lit', 'hr-at'));
    element.classList.toggle('hr-lighting', Boolean(group));
    if (group) related(group).forEach(one => {
      one.element.classList.add('hr-lit');
      lit.push(one.element);
    });
    if (group) group.element.classList.add('hr-at');
    const target = group && group.kind === 'arrow' ? page.picture.groups.get(group.to) : group;
    page.lit = target ? page.idOf(target) : null;
    listeners.forEach(action => action(page.lit));
  }

  function related (group) {
    const { groups } = page.picture, found = new Set([group]);
    if (group.kind === 'arrow') [group.from, group.to].forEach(id => found.add(groups.get(id)));
    else {
      const { out, into } = page.relations(group);
      out.forEach(arrow => found.add(arrow).add(groups.get(arrow.to)));
      into.forEach(arrow => found.add(arrow).add(groups.get(arrow.from)));
    }
    found.delete(undefined);
    return found;
  }

  const listeners = [];
  page.onLight = action => listeners.push(action);

  /* The arrow that starts under the pointer: anywhere in a name's row, near the dot of a slot. */
  function rowAt (group, event) {
    const box = element.getBoundingClientRect(), s = page.view.scale;
    const x = (event.clientX - box.left) / s, y = (event.clientY - box.top) / s;
    const rows = page.relations(group).out.filter(arrow => arrow.at && Math.abs(arrow.at.y - y) < near.y);
    return rows.find(arrow => group.kind === 'frame' || Math.abs(arrow.at.x - x) < near.x) || null;
  }

  function groupAt (event) {
    const found = event.target.closest ? event.target.closest('#stage svg.hr-picture > g') : null;
    const group = found && page.picture.groups.get(found.id);
    if (!group || !/^(object|frame|name|arrow)$/.test(group.kind)) return null;
    if (group.kind === 'arrow' && !page.picture.isArrow(group)) return null;
    return group.kind === 'arrow' ? group : rowAt(group, event) || group;
  }

  let pointed = null, focused = null;

  function point (group) {
    if (group === pointed) return;
    pointed = group;
    light(pointed || focused);
  }

  stage.addEventListener('pointermove', event => {
    if (event.pointerType !== 'touch') point(event.buttons ? null : groupAt(event));
  });
  stage.addEventListener('pointerleave', () => point(null));

  /* Choosing. */
  function choose (group) {
    const target = group.kind === 'arrow' ? page.picture.groups.get(group.to) : group;
    const id = page.idOf(target);
    if (id !== null) page.select(page.selected === id && group.kind !== 'arrow' ? null : id);
  }

  stage.addEventListener('click', event => {
    if (page.view.dragged) return;
    const group = groupAt(event);
    if (group) choose(group);
  });

  /* Keys: one of all groups can be tabbed to; up and down go on to the others, frame by frame, then column by column,
     each card before the arrows that leave it. */
  function order () {
    const byPlace = (a, b) => {
      const p = boxOf(a), q = boxOf(b);
      return Math.abs(p.x - q.x) > 40 ? p.x - q.x : p.y - q.y;
    };
    const cards = [...page.picture.groups.values()].filter(group => /^(object|frame|name)$/.test(group.kind) && boxOf(group));
    const isFirst = group => group.kind === 'frame' ? 0 : 1;
    cards.sort((a, b) => isFirst(a) - isFirst(b) || byPlace(a, b));
    return cards.flatMap(card => [card].concat(page.relations(card).out.sort((a, b) => (a.at ? a.at.y : 0) - (b.at ? b.at.y : 0))))
      .filter(group => !group.element.classList.contains('hr-off'));
  }

  let tabbable = null, at = null;

  function setTabbable (group) {
    if (tabbable) tabbable.setAttribute('tabindex', '-1');
    tabbable = group ? group.element : null;
    at = group ? group.id : null;
    if (tabbable) tabbable.setAttribute('tabindex', '0');
  }

  /* A card is one thing with a name to readers' tools: what stands in it is told by the picture in words. */
  function name (group) {
    const chosen = group.kind === 'object' && page.idOf(group) === page.selected;
    group.element.setAttribute('aria-label', page.wordsOf(group) + (chosen ? ', chosen' : ''));
  }

  function describe (group) {
    group.element.setAttribute('role', 'img');
    group.element.setAttribute('tabindex', '-1');
    name(group);
  }

  /* Names and places in the tab order are given when nothing moves for a while: a reader who steps on does not wait. */
  let timer = 0;

  function describeAll () {
    page.picture.groups.forEach(group => {
      const reachable = group.kind === 'arrow' ? page.picture.isArrow(group) : /^(object|frame|name)$/.test(group.kind) && titled(group);
      if (reachable && !group.element.hasAttribute('role')) describe(group);
    });
    const { groups } = page.picture;
    setTabbable(groups.get(at) || cardOf(page.selected) || order()[0] || null);
  }

  function goTo (group) {
    if (!group) return;
    if (!group.element.hasAttribute('role')) describe(group);
    setTabbable(group);
    group.element.focus({ preventScroll: true });
    const box = boxOf(group) || (group.at && { x: group.at.x - 20, y: group.at.y - 10, width: 40, height: 20 });
    if (box) page.view.reveal(box);
  }

  const moves = { ArrowDown: (i, n) => Math.min(i + 1, n - 1), ArrowUp: i => Math.max(i - 1, 0) };

  stage.addEventListener('keydown', event => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    const all = moves[event.key] || event.key === 'Enter' || event.key === ' ' ? order() : [];
    const here = all.findIndex(group => group.element === document.activeElement);
    if (moves[event.key] && all.length > 0) goTo(all[here < 0 ? 0 : moves[event.key](here, all.length)]);
    else if (here >= 0 && all.length > 0) choose(all[here]);
    else return;
    event.preventDefault();
  });

  stage.addEventListener('focusin', event => {
    const group = page.picture.groups.get(event.target.id);
    focused = group && event.target.matches(':focus-visible') ? group : null;
    if (focused) setTabbable(focused);
    light(focused);
  });
  stage.addEventListener('focusout', event => {
    if (event.relatedTarget && stage.contains(event.relatedTarget)) return;
    focused = null;
    light(pointed);
  });

  /* The chosen card has a ring, whatever its step. */
  const ring = document.createElementNS(over.namespaceURI, 'rect');
  ring.setAttribute('class', 'hr-ring');
  ring.setAttribute('fill', 'none');

  function showRing () {
    const card = page.selected === null ? null : cardOf(page.selected), box = card && boxOf(card);
    if (!box) {
      ring.remove();
      return;
    }
    const gap = 5;
    Object.entries({ x: box.x - gap, y: box.y - gap, width: box.width + 2 * gap, height: box.height + 2 * gap, rx: 11 })
      .forEach(([name, value]) => ring.setAttribute(name, value));
    over.appendChild(ring);
  }

  let ringed = null;

  page.on('select', id => {
    [id, ringed].map(cardOf).filter(card => card && card.element.hasAttribute('role')).forEach(name);
    ringed = id;
    showRing();
  });

  page.on('step', () => {
    const { groups, change } = page.picture, lost = focused && !focused.element.isConnected;
    pointed = null;
    if (lost) {
      const again = groups.get(focused.id);
      focused = null;
      if (again) goTo(again);
      else stage.focus({ preventScroll: true });
    } else if (element.classList.contains('hr-lighting')) light(focused);
    if (change.gone.some(group => group.id === at)) setTabbable(null);
    showRing();
    clearTimeout(timer);
    timer = setTimeout(describeAll, 150);
  });
  page.describePicture = describeAll;
  stage.setAttribute('role', 'group');
  stage.setAttribute('aria-label', 'The picture: up and down go from card to arrow, Enter chooses');
})(heapreel);
