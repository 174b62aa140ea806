// Stands in the page itself, after failure.js: until the app takes a static page over (take_over.js), records that something
// was typed there, and which control was tapped; the values stay in their fields.
// `window.staticPage` is there until then.
(function () {
  // A tapped link is opened by the browser where the app is not there by then, in milliseconds.
  var GRACE = 2500;
  var page = (window.staticPage = { tapped: null, isTouched: false, isTyped: false, isComposing: false, isLeaving: false });

  function hear(types, act) {
    types.forEach(function (type) {
      addEventListener(type, function (event) {
        var target = event.target;
        if (window.staticPage && target.closest && target.closest('#app')) act(event, target);
      }, true);
    });
  }

  function tap(tapped) {
    if (page.tapped) page.tapped.removeAttribute('aria-busy');
    clearTimeout(page.timer);
    // A new tap stops the link that was tapped before.
    if (page.isLeaving) stop();
    page.isLeaving = false;
    page.tapped = tapped;
    if (tapped) tapped.setAttribute('aria-busy', 'true');
  }

  // The app is what acts: it taps again.
  hear(['click'], function (event, target) {
    page.isTouched = false;
    var tapped = target.closest('button,a');
    // A call, or a place in this page.
    if (!tapped || (tapped.href && (tapped.origin !== location.origin || tapped.hash))) return;
    event.preventDefault();
    tap(tapped);
    if (tapped.href && !page.isTyped) {
      page.timer = setTimeout(function () {
        if (!window.staticPage) return;
        page.isLeaving = true;
        location.href = tapped.href + location.search;
      }, GRACE);
    }
  });
  // As in the app, browsers are told to keep nothing of what is typed. What was tapped before is not meant any more.
  hear(['input', 'change'], function (event, target) {
    page.isTyped = true;
    target.setAttribute('autocomplete', 'off');
    tap(null);
  });
  hear(['focusin'], function (event, target) {
    if (page.tapped && /^(INPUT|SELECT)$/.test(target.tagName)) tap(null);
  });
  // As in the app, Enter leads to the next field.
  hear(['keydown'], function (event, target) {
    if (event.keyCode !== 13 || !/^(INPUT|SELECT)$/.test(target.tagName)) return;
    event.preventDefault();
    var fields = [].filter.call(document.querySelectorAll('#app input, #app select, #app [type=submit]'), function (field) {
      return field === target || (field.offsetHeight > 0 && field.name !== target.name);
    });
    var next = fields[fields.indexOf(target) + 1];
    if (next && next.type === 'submit') next.click();
    else if (next) next.focus();
  });
  hear(['pointerdown'], function () {
    page.isTouched = true;
  });
  hear(['pointercancel', 'contextmenu', 'dragstart'], function () {
    page.isTouched = false;
  });
  // `click` follows `pointerup`.
  addEventListener('pointerup', function () {
    setTimeout(function () { page.isTouched = false; }, 60);
  }, true);
  hear(['compositionstart', 'compositionend'], function (event) {
    page.isComposing = event.type === 'compositionstart';
  });

  // As in the app, a call is no leaving.
  var called = 0;
  addEventListener('click', function (event) {
    if (event.target.closest && event.target.closest('[href^="tel:"]')) called = Date.now();
  }, true);
  page.hold = function (event) {
    if (!page.isTyped || Date.now() - called < 1000) return;
    event.preventDefault();
    event.returnValue = true;
  };
  addEventListener('beforeunload', page.hold);
})();
