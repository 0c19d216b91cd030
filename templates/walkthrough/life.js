'use strict';
/* The chosen object's life: when it came, changed and went, how many references it had, who holds it now. */
(function (page) {
  const panel = page.byId('panel');
  const mostLinks = 120, mostHolders = 40;
  const parts = {};
  const names = new Map(); /* what a card last said it is */
  let shown = null, axis = null;

  function add (parent, tag, classes, text) {
    const element = parent.appendChild(document.createElement(tag));
    if (classes) element.className = classes;
    if (text !== undefined) element.textContent = text;
    return element;
  }

  const stepWords = index => 'step ' + (index + 1);

  /* A link to a step: works without a script's help, and can be copied. */
  function addStep (parent, index, text) {
    const link = add(parent, 'a', 'step', text || stepWords(index));
    link.href = '#' + (index + 1);
    link.addEventListener('click', event => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      page.jump(index);
    });
    return link;
  }

  function build () {
    panel.setAttribute('role', 'region');
    panel.setAttribute('aria-labelledby', 'life-name');
    const head = add(panel, 'div', 'life-head');
    parts.name = add(head, 'h2', 'life-name');
    parts.name.id = 'life-name';
    parts.state = add(head, 'p', 'life-state');
    const close = add(head, 'button', 'life-close', '×');
    close.type = 'button';
    close.setAttribute('aria-label', 'Close');
    close.title = 'Close (Esc)';
    close.addEventListener('click', () => page.select(null));
    const body = add(panel, 'div', 'life-body');
    parts.facts = add(body, 'dl', 'life-facts');
    parts.holders = add(body, 'div', 'life-holders');
    const side = add(body, 'div', 'life-counts');
    parts.title = add(side, 'h3', '', 'References over the run');
    parts.plot = add(side, 'div', 'life-plot');
    axis = page.axis(parts.plot, 'References to it, over the run', words);
  }

  /* What the end of the program frees is still there in the last picture. */
  const isFreed = object => object.freed >= 0 && object.freedBy !== 'exit';
  const isAlive = page.isAlive = (object, index) => index >= object.born && (!isFreed(object) || index < object.freed);

  const countAt = page.countAt = (object, index) => {
    if (!isAlive(object, index)) return 0;
    let low = 0, high = object.refs.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (object.refs[middle][0] <= index) low = middle + 1;
      else high = middle;
    }
    return low > 0 ? object.refs[low - 1][1] : 0;
  };

  function words (index) {
    const object = page.objects.get(shown);
    if (!object) return stepWords(index);
    return stepWords(index) + ': ' + (isAlive(object, index) ? countAt(object, index) + ' references' : 'not alive');
  }

  function addFact (name) {
    const row = add(parts.facts, 'div');
    add(row, 'dt', '', name);
    return add(row, 'dd');
  }

  function fillFacts (object) {
    parts.facts.textContent = '';
    addFact('Type').textContent = page.visible(object.type);
    const created = addFact('First seen');
    addStep(created, object.born);
    created.append(object.bornLine ? ', line ' + object.bornLine : ', there from the start');
    const n = object.changed.length, changed = addFact('Changed');
    changed.textContent = n === 0 ? 'never' : n === 1 ? 'once: ' : n + ' times: ';
    object.changed.slice(0, mostLinks).forEach((index, i) => {
      if (i > 0) changed.append(', ');
      addStep(changed, index, i === 0 ? stepWords(index) : String(index + 1)).dataset.step = index;
    });
    if (n > mostLinks) changed.append(' and ' + (n - mostLinks) + ' more');
    if (object.freed < 0) return;
    const freed = addFact('Freed');
    if (!isFreed(object)) {
      freed.textContent = 'when the program ended';
      return;
    }
    addStep(freed, object.freed);
    freed.append((object.freedLine ? ', by line ' + object.freedLine : '') +
      (object.freedBy && object.freedBy !== 'freed' ? ', ' + page.visible(object.freedBy) : ''));
  }

  function stateWords (object, index) {
    if (index < object.born) return 'is not there yet';
    if (isFreed(object) && index === object.freed) return 'was freed in this step';
    if (isFreed(object) && index > object.freed) return 'was freed';
    const count = object.refs.length > 0 ? ', refs ' + countAt(object, index) : ', shared by the whole interpreter';
    return (page.picture.cardOf(object.id) ? 'lives' : 'lives, but this picture does not show it') + count;
  }

  /* A holder: a name in a frame, or a slot of an object, which can be chosen in turn. */
  function addHolder (list, arrow, end) {
    const { groups } = page.picture, other = groups.get(arrow[end]), id = page.idOf(other);
    const slot = page.slotOf(arrow), item = add(list, 'li');
    const words = { from: { weak: 'weakly ', type: 'as its type: ', base: 'as its base: ' }, to: { weak: 'weakly ', type: 'its type: ', base: 'its base: ' } };
    item.append(words[end][arrow.arrow] || '');
    if (slot) add(item, 'code', '', slot);
    if (slot) item.append(end === 'from' ? ' in ' : ' → ');
    const name = page.nameOf(other);
    if (id === null) add(item, 'code', '', name);
    else {
      const button = add(item, 'button', 'link', name);
      button.type = 'button';
      button.addEventListener('click', () => page.select(id));
    }
  }

  function fillList (title, arrows, end, rest) {
    const part = add(parts.holders, 'div'), list = add(part, 'ul');
    part.prepend(document.createElement('h3'));
    part.firstChild.textContent = title;
    arrows.slice(0, mostHolders).forEach(arrow => addHolder(list, arrow, end));
    const more = Math.max(0, arrows.length - mostHolders);
    if (more > 0) add(list, 'li', '', 'and ' + more + ' more');
    if (rest) add(list, 'li', 'rest', rest);
  }

  function fillHolders (object, index) {
    parts.holders.textContent = '';
    const card = page.picture.cardOf(object.id);
    if (!card || !isAlive(object, index)) return;
    const { into, out } = page.relations(card), held = into.filter(arrow => !/\bghost\b/.test(arrow.markup));
    const drawn = held.filter(arrow => arrow.arrow !== 'weak').length, count = countAt(object, index);
    const rest = count > drawn ? (drawn > 0 ? count - drawn + ' more that no arrow shows' : count + ' that no arrow shows') : '';
    fillList('Held by', held, 'from', held.length === 0 && !rest ? 'nothing' : rest);
    if (out.length > 0) fillList('Refers to', out, 'to', '');
  }

  function drawCounts (context, width, height, x) {
    const object = page.objects.get(shown);
    if (!object) return;
    const top = 16, bottom = height - 6, most = object.refs.reduce((high, pair) => Math.max(high, pair[1]), 1);
    const y = count => bottom - (bottom - top) * count / most;
    const end = isFreed(object) ? object.freed : page.steps.length - 1;
    context.fillStyle = page.colour('--hr-frame-tint');
    context.strokeStyle = page.colour('--hr-frame');
    context.lineWidth = 1.6;
    context.beginPath();
    context.moveTo(x(object.born), bottom);
    object.refs.forEach(([index, count], i) => {
      context.lineTo(x(index), y(i > 0 ? object.refs[i - 1][1] : 0));
      context.lineTo(x(index), y(count));
    });
    context.lineTo(x(end), y(object.refs.length > 0 ? object.refs[object.refs.length - 1][1] : 0));
    if (isFreed(object)) context.lineTo(x(end), bottom);
    context.stroke();
    context.lineTo(x(end), bottom);
    context.closePath();
    context.fill();
    drawTicks(context, object, bottom, x, end);
    context.fillStyle = page.colour('--hr-soft');
    context.font = '11px ' + page.colour('--hr-label-font');
    context.fillText('most ' + most, 8, 10);
  }

  /* What it lived through: a line, with a tick for each change. */
  function drawTicks (context, object, bottom, x, end) {
    context.strokeStyle = page.colour('--hr-soft');
    context.lineWidth = 1;
    context.beginPath();
    context.moveTo(x(object.born), bottom + 0.5);
    context.lineTo(x(end), bottom + 0.5);
    object.changed.forEach(index => {
      context.moveTo(x(index), bottom);
      context.lineTo(x(index), bottom + 5);
    });
    context.stroke();
  }

  function update (index) {
    const object = page.objects.get(shown);
    if (!object) return;
    const card = page.picture.cardOf(object.id), name = card ? page.nameOf(card) : names.get(object.id);
    if (card) names.set(object.id, name);
    parts.name.textContent = page.visible(object.name) + (name && name !== page.visible(object.name) ? ', ' + name : '');
    parts.state.textContent = stateWords(object, index);
    panel.classList.toggle('away', !isAlive(object, index));
    parts.facts.querySelectorAll('[data-step]').forEach(link => {
      link.toggleAttribute('aria-current', Number(link.dataset.step) === index);
    });
    fillHolders(object, index);
  }

  /* The holders can wait while a reader steps on without a pause. */
  let timer = 0;

  page.on('step', index => {
    if (shown === null) return;
    clearTimeout(timer);
    timer = setTimeout(() => update(index), 30);
  });

  page.on('select', id => {
    const object = id === null ? undefined : page.objects.get(id);
    const was = shown;
    if (object && !axis) build();
    shown = object ? id : null;
    panel.hidden = !object;
    if (object) {
      fillFacts(object);
      update(page.current);
      parts.title.textContent = object.refs.length > 0 ? 'References over the run' : 'Its life over the run';
      axis.draw(drawCounts);
      page.say(object.name + ' ' + stateWords(object, page.current));
    }
    if ((was === null) !== (shown === null)) page.view.settle();
    const card = object && page.picture.cardOf(id);
    if (card) page.view.reveal(page.picture.boxOf(card));
  });

  const close = () => { if (page.selected !== null) page.select(null); };
  page.key('Escape', 'Close the object\'s life', close);
})(heapreel);
