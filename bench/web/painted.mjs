// From a tap until something is painted, measured in the page itself.

/**
 * Taps on `target`, and gives for each of `marks` (`{ selector, text }`) the milliseconds from the tap's own event
 * to the frame after the one that shows it.
 *
 * The finger's own events at its place: the tap of the tests first has the page say what it would hit, and that counts.
 */
export async function untilPainted(page, target, marks) {
  const { x, y, width, height } = await target.boundingBox();
  await page.evaluate(watch, marks);
  await page.touchscreen.tap(x + width / 2, y + height / 2);
  return page.evaluate(() => globalThis.painted);
}

/**
 * Runs in the page. Looks at what changes, not at time: a change that shows a mark is followed by two frames,
 * the first of which paints it.
 */
function watch(marks) {
  const isShown = ({ selector, text }) =>
    [...document.querySelectorAll(selector)].some((element) => element.textContent.includes(text) && !element.closest('[hidden]'));
  let tapped;
  addEventListener('click', ({ timeStamp }) => (tapped = timeStamp), { capture: true, once: true });
  const shown = (mark) =>
    new Promise((done) => {
      const look = () => {
        if (tapped === undefined || !isShown(mark)) return;
        observer.disconnect();
        requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now() - tapped)));
      };
      const observer = new MutationObserver(look);
      observer.observe(document, { subtree: true, childList: true, characterData: true, attributeFilter: ['hidden', 'class'] });
    });
  globalThis.painted = Promise.all(marks.map(shown));
}
