// Stands in the page itself, in words that every browser knows: says why the app does not start, or that it has stopped.
// `data-failure` of the root element names the sentence that style/base.css shows; it is empty once the app is there.
(function () {
  var root = document.documentElement;
  var waits = performance.navigation && performance.navigation.type === 1 ? 3 : 1;

  // Other apps put scripts of their own into pages that they show.
  function isOurs(script) {
    return String(script).indexOf(location.origin + '/app-') === 0;
  }

  // A page that is scrolled down, or typed in, stays at that place.
  function tell(why) {
    var above = root.scrollHeight;
    root.setAttribute('data-failure', why);
    if (scrollY > 0 || root.querySelector('#app :focus')) scrollBy(0, root.scrollHeight - above);
  }

  // Thrown by the app's code where nothing catches it: whatever it was doing is half done, and it may not go on.
  function isTrap(problem) {
    if (typeof WebAssembly !== 'object' || !problem) return false;
    return problem instanceof WebAssembly.RuntimeError || (problem instanceof Error && /wasm-function/.test(problem.stack));
  }

  function stop() {
    if (root.getAttribute('data-failure') === 'stopped') return;
    tell('stopped');
    scrollTo(0, 0);
    ['click', 'submit', 'input', 'change', 'keydown', 'popstate'].forEach(function (type) {
      // Links are links again: they load the page anew.
      addEventListener(type, function (event) {
        event.stopImmediatePropagation();
        if (type === 'submit') event.preventDefault();
        if (type === 'popstate') location.reload();
      }, true);
    });
  }

  // The script itself has not come: asked for until it has. Then it is run in this page, where something is typed or tapped
  // and the browser can; else the page is loaded anew.
  function bring(script) {
    tell('network');
    var timer = setTimeout(ask, 1000 * Math.min(60, Math.pow(2, waits++)));
    addEventListener('online', ask);
    function ask() {
      clearTimeout(timer);
      removeEventListener('online', ask);
      // A line that hangs is given up.
      var isOver = false;
      setTimeout(again, 60000);
      function again() {
        if (!isOver) bring(script);
        isOver = true;
      }
      Promise.all([fetch(location.href, { cache: 'no-cache' }), fetch(script, { cache: 'reload' })])
        .then(function (came) {
          var page = window.staticPage;
          var isScript = came[1].ok && /javascript/.test(came[1].headers.get('content-type'));
          return Promise.all([came[0].text(), came[1].text()]).then(function (texts) {
            // A page that asks for another script is of another release.
            var isSame = came[0].ok && texts[0].indexOf(new URL(script).pathname) > 0;
            if (isScript && isSame && window.runAgain && page && (page.isTyped || page.tapped)) return runAgain(script + '?' + waits);
            return (came[0].ok && (isScript || texts[0].indexOf('id="failure"') > 0 && !isSame)) || Promise.reject();
          });
        })
        .then(function (isHere) {
          isOver = true;
          if (isHere === true) location.reload();
        }, again);
    }
  }

  addEventListener('error', function (event) {
    var failed = event.target;
    if (isOurs(failed.src)) bring(failed.src);
    else if (isTrap(event.error)) stop();
    else if (root.getAttribute('data-failure') !== '' && isOurs(event.filename)) tell('browser');
  }, true);
  addEventListener('unhandledrejection', function (event) {
    // What the network refuses may go unanswered; a trap may not.
    if (event.reason instanceof TypeError || event.reason instanceof DOMException) return;
    if (isTrap(event.reason)) stop();
  });
  // A line that gives nothing at all fails only after minutes.
  setTimeout(function () { if (!root.hasAttribute('data-failure')) tell('network'); }, 20000);
  if (typeof WebAssembly !== 'object' || !('noModule' in document.createElement('script'))) tell('browser');
})();
