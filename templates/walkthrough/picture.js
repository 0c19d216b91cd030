'use strict';
/* The picture of the step. */
(function (page) {
  const stage = page.byId('stage');
  const picture = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  picture.setAttribute('class', 'hr-picture');
  picture.setAttribute('viewBox', '0 0 ' + page.data.width + ' ' + page.data.height);
  picture.setAttribute('width', page.data.width);
  picture.setAttribute('height', page.data.height);
  picture.setAttribute('stroke-linejoin', 'round');
  picture.setAttribute('role', 'img');
  picture.setAttribute('aria-labelledby', 'caption');
  stage.appendChild(picture);

  /* As large as the pane lets it be whole, but never so small that it cannot be read: then the pane scrolls. */
  const largest = 1.25, smallest = 0.7;

  function fitPicture () {
    const fit = Math.min(stage.clientWidth / page.data.width, stage.clientHeight / page.data.height, largest);
    picture.style.width = page.data.width * Math.max(fit, smallest) + 'px';
  }

  function bringIntoViewSideways (pane, element, room_px) {
    const box = element.getBoundingClientRect(), around = pane.getBoundingClientRect();
    if (box.left < around.left) pane.scrollLeft += box.left - around.left - room_px;
    else if (box.right > around.right)
      pane.scrollLeft += Math.min(box.right - around.right + room_px, box.left - around.left);
  }

  function showPicture (index) {
    picture.innerHTML = page.markupOf(index);
    const changed = picture.querySelector('.object.new, .object.changed, .object.ghost, .frame.new');
    if (!changed) return;
    page.bringIntoView(stage, changed, 10);
    bringIntoViewSideways(stage, changed, 10);
  }

  page.on('step', showPicture);
  addEventListener('resize', fitPicture);
  page.on('start', fitPicture);
})(heapreel);
