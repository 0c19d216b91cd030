'use strict';
/* The picture of the step. A picture is a row of groups, each with an id; from one step to the next only those are
   replaced whose markup differs, so whatever lives on keeps its element, its focus and its place.

   page.picture: element  the <svg>          over   a second one above it, for what is not the step's own: moves, rings
                 groups   Map id → group     change what the latest step did: { added, replaced: [[old, new]], gone }
                 arrows() the arrows: groups that have arrow ('reference' 'type' 'base' 'weak'), from and to (ids of
                          groups), and at: the dot that it starts from, null where it is dashed
                 isArrow(group) whether it is one, and has them
                 boxOf(group) its rectangle in pt, null for arrows
                 cardOf(id) the group of an object, by its number; null where it is not drawn
   A group: { id, markup, element, kind: 'object' 'frame' 'name' 'arrow' 'lane' 'shelf' or '' }, ids as in the markup.
   page.idOf(group)  the object's number, or null. */
(function (page) {
  const svgSpace = 'http://www.w3.org/2000/svg';
  const stage = page.byId('stage');
  const size = [page.data.width, page.data.height];
  const paper = stage.appendChild(document.createElement('div'));
  const holder = document.createElementNS(svgSpace, 'svg');
  const kindOf = /^p-(object|frame|name|arrow|lane|shelf)-/;

  function addSvg (classes) {
    const svg = document.createElementNS(svgSpace, 'svg');
    svg.setAttribute('class', classes);
    svg.setAttribute('viewBox', '0 0 ' + size.join(' '));
    svg.setAttribute('stroke-linejoin', 'round');
    return paper.appendChild(svg);
  }

  paper.id = 'paper';
  const element = addSvg('hr-picture'), over = addSvg('hr-picture hr-over');
  element.setAttribute('role', 'group');
  element.setAttribute('aria-labelledby', 'caption');
  over.setAttribute('aria-hidden', 'true');
  const picture = page.picture = { element, over, paper, groups: new Map(), change: { added: [], replaced: [], gone: [] } };

  /* Groups, and what stands between them, in order. Groups of a picture are not nested. */
  function cut (markup) {
    const found = new Map();
    let loose = 0;
    for (let at = 0, end; at < markup.length; at = end + 1) {
      const isGroup = markup.startsWith('<g', at);
      end = isGroup ? markup.indexOf('\n</g>', at) + 5 : markup.indexOf('\n<g', at);
      if (end < 5) end = markup.length;
      const text = markup.slice(at, end), named = isGroup && /^<g id="([^"]*)"/.exec(text);
      const id = named ? named[1] : 'loose-' + loose++;
      found.set(id, named ? text : '<g>' + text + '</g>');
    }
    return found;
  }

  /* The groups of @texts as elements, all parsed at once. */
  function parse (texts) {
    holder.innerHTML = texts.join('');
    return [...holder.children];
  }

  function patch (wanted) {
    const before = picture.groups, groups = picture.groups = new Map(), fresh = [];
    const change = picture.change = { added: [], replaced: [], gone: [] };
    wanted.forEach((markup, id) => {
      const old = before.get(id);
      if (old && old.markup === markup) {
        groups.set(id, old);
        return;
      }
      const group = { id, markup, element: null, kind: (kindOf.exec(id) || ['', ''])[1] };
      groups.set(id, group);
      fresh.push(group);
      if (old) change.replaced.push([old, group]);
      else change.added.push(group);
    });
    parse(fresh.map(group => group.markup)).forEach((made, i) => { fresh[i].element = made; });
    before.forEach((old, id) => {
      if (groups.get(id) !== old) old.element.remove();
      if (!groups.has(id)) change.gone.push(old);
    });
    let next = element.firstChild;
    groups.forEach(group => {
      if (group.element === next) next = next.nextSibling;
      else element.insertBefore(group.element, next);
    });
  }

  const rectangle = /<rect x="([-\d.]+)" y="([-\d.]+)" width="([\d.]+)" height="([\d.]+)"/g;

  /* The largest rectangle in it: a card's ground, or the outline of what has none. */
  picture.boxOf = group => {
    if (group.box !== undefined) return group.box;
    group.box = null;
    if (group.kind === 'arrow') return null;
    for (const found of group.markup.matchAll(rectangle)) {
      const [x, y, width, height] = found.slice(1).map(Number);
      if (!group.box || width * height > group.box.width * group.box.height) group.box = { x, y, width, height };
    }
    return group.box;
  };

  const ends = /^p-arrow-(reference|type|base|weak)-((?:frame|object|name|shelf|lane)-\d+(?:-\d+)?)-((?:frame|object|name|shelf)-\d+)(-\d+)?$/;

  /* An arrow's id ends in a number where it is the second of its kind, and so may the id of the card that it points to. */
  function readArrow (group) {
    const found = ends.exec(group.id), at = /[" ]d="M([-\d.]+) ?(-?[\d.]+)/.exec(group.markup);
    if (!found || !at) return false;
    const full = 'p-' + found[3] + (found[4] || '');
    group.arrow = found[1];
    group.from = 'p-' + found[2];
    group.to = picture.groups.has(full) ? full : 'p-' + found[3];
    /* Dashes are counted from the tip: there the line begins at its end. */
    group.at = group.markup.includes('stroke-dasharray') ? null : { x: Number(at[1]), y: Number(at[2]) };
    return true;
  }

  let listed = null, listedOf = null;

  picture.arrows = () => {
    if (listedOf === picture.groups) return listed;
    listedOf = picture.groups;
    listed = [...picture.groups.values()].filter(picture.isArrow);
    return listed;
  };

  picture.isArrow = group => group.kind === 'arrow' && (group.arrow !== undefined || readArrow(group));

  page.idOf = group => {
    const found = group && /^p-object-(\d+)/.exec(group.id);
    return found ? Number(found[1]) : null;
  };

  /* The card of an object; where it is drawn twice, the living one. */
  picture.cardOf = id => picture.groups.get('p-object-' + id) || null;

  page.on('step', index => patch(cut(page.markupOf(index))));
})(heapreel);
