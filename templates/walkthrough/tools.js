'use strict';
/* The picture's toolbar.

   page.tool(id, words, icon, action)   a button with a drawing, @icon: path data in a square of 16
   page.popover(button, box)            @box opens under the toolbar, on behalf of @button
   page.openPopover(button, box)        opens it, or closes it where it is open; says whether it is open now
   page.closePopover()                  closes whichever is open */
(function (page) {
  const tools = page.byId('tools');
  let open = null;

  page.tool = (id, words, icon, action) => {
    const button = tools.appendChild(document.createElement('button'));
    const drawing = button.appendChild(document.createElementNS('http://www.w3.org/2000/svg', 'svg'));
    button.id = id;
    button.type = 'button';
    button.title = words;
    button.setAttribute('aria-label', words);
    drawing.setAttribute('viewBox', '0 0 16 16');
    drawing.setAttribute('aria-hidden', 'true');
    drawing.appendChild(document.createElementNS(drawing.namespaceURI, 'path')).setAttribute('d', icon);
    return page.button(id, action);
  };

  page.popover = (button, box) => {
    box.hidden = true;
    box.setAttribute('role', 'group');
    box.setAttribute('aria-label', button.getAttribute('aria-label'));
    button.setAttribute('aria-controls', box.id);
    button.setAttribute('aria-expanded', 'false');
    box.addEventListener('keydown', event => {
      if (event.key !== 'Escape') return;
      event.preventDefault();
      page.closePopover();
      button.focus();
    });
  };

  page.closePopover = () => {
    if (!open) return;
    open.box.hidden = true;
    open.button.setAttribute('aria-expanded', 'false');
    open = null;
  };

  page.openPopover = (button, box) => {
    const was = open && open.box === box;
    page.closePopover();
    if (was) return false;
    open = { button, box };
    box.hidden = false;
    button.setAttribute('aria-expanded', 'true');
    return true;
  };

  document.addEventListener('pointerdown', event => {
    if (open && !open.box.contains(event.target) && !open.button.contains(event.target)) page.closePopover();
  });
  tools.hidden = false;
})(heapreel);
