// Sets the colour scheme and the language before the first paint. A file rather than an inline script: the content
// security policy allows none.
(function () {
  var scheme = 'auto';
  var locale = null;
  try {
    scheme = localStorage.getItem('proofline-scheme') || 'auto';
    locale = localStorage.getItem('proofline-locale');
  } catch (error) {
    // Storage may be forbidden; the defaults hold.
  }
  var dark = scheme === 'dark' || (scheme === 'auto' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.setAttribute('data-mantine-color-scheme', dark ? 'dark' : 'light');
  document.documentElement.lang = locale || (/^ko/.test(navigator.language) ? 'ko' : 'en');
})();
