'use strict';
/* Colours: the system's, unless the reader chose. */
(function (page) {
  const themes = ['system', 'light', 'dark'];

  function useTheme (name) {
    if (name === 'system') delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = name;
    page.byId('theme').textContent = 'Theme: ' + name;
    page.byId('theme').onclick = () => {
      const next = themes[(themes.indexOf(name) + 1) % themes.length];
      try {
        localStorage.setItem('heapreel-theme', next);
      } catch (e) { /* storage may be off: the choice then lasts as long as the page */ }
      useTheme(next);
    };
  }

  let wanted = 'system';
  try {
    wanted = localStorage.getItem('heapreel-theme') || wanted;
  } catch (e) { /* as above */ }
  useTheme(themes.includes(wanted) ? wanted : 'system');
})(heapreel);
