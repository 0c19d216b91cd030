'use strict';
/* The run as a line: where we are, and what happened where. */
(function (page) {
  const slider = page.byId('slider'), where = page.byId('where');

  function showWhere (index) {
    const step = page.steps[index], number = document.createElement('b');
    number.textContent = index + 1;
    where.textContent = 'Step ';
    where.append(number, ' of ' + page.steps.length + (step.ranFirst ? ' · line ' + step.ranFirst : ''));
    where.title = 'heapreel draw --at "#' + step.step + '"';
    slider.setAttribute('aria-valuetext', where.textContent);
  }

  /* Marks over the slider: where calls begin and end, and where something was raised. Names only while they are few. */
  function addMarks () {
    const marks = page.byId('marks'), last = Math.max(1, page.steps.length - 1);
    const found = page.steps.map((step, i) => [step, i]).filter(([step]) => step.mark);
    const named = found.length <= 12;
    found.forEach(([step, i]) => {
      const tick = marks.appendChild(document.createElement('i'));
      tick.className = step.event === 'exception' ? 'raise' : step.event;
      tick.style.left = 100 * i / last + '%';
      if (!named) return;
      const name = marks.appendChild(document.createElement('span'));
      name.textContent = page.visible(step.mark);
      name.style.left = 100 * i / last + '%';
    });
    let right = -Infinity;
    marks.querySelectorAll('span').forEach(name => {
      const box = name.getBoundingClientRect();
      if (box.left < right + 6) name.hidden = true;
      else right = box.right;
    });
  }

  slider.max = page.steps.length;
  slider.oninput = () => page.show(Number(slider.value) - 1);
  page.on('step', index => {
    slider.value = index + 1;
    showWhere(index);
  });
  page.on('start', addMarks);
})(heapreel);
