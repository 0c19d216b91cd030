'use strict';
/* Colours: those that the page was made with, unless the reader chose. */
(function (page) {
  const themes = ['system', 'light', 'dark'];
  const root = document.documentElement, dark = matchMedia('(prefers-color-scheme: dark)');
  const follows = !page.data.theme || page.data.theme === 'auto';
  let chosen = 'system';

  /* A page that was made in one theme has no colours of its own for the system's. */
  function apply () {
    if (chosen !== 'system') root.dataset.theme = chosen;
    else if (follows) delete root.dataset.theme;
    else root.dataset.theme = dark.matches ? 'dark' : 'light';
    page.tell('theme');
  }

  page.useTheme = name => {
    chosen = themes.includes(name) ? name : 'system';
    page.byId('theme').textContent = 'Theme: ' + chosen;
    apply();
  };

  function nextTheme () {
    page.useTheme(themes[(themes.indexOf(chosen) + 1) % themes.length]);
    page.store('theme', chosen);
    page.say('Theme: ' + chosen);
  }

  page.key('d', 'Theme: system, light, dark', nextTheme, 'Page');
  page.button('theme', nextTheme);
  dark.addEventListener('change', () => { if (chosen === 'system') apply(); });

  const made = follows ? 'system' : page.data.theme === 'dark' ? 'dark' : 'light';
  page.useTheme(new URLSearchParams(location.search).get('theme') || page.stored('theme') || made);

  /* Paper is light. */
  page.on('print', on => {
    if (on) root.dataset.theme = 'light';
    else apply();
  });
})(heapreel);
