// A link to the first page of questions, opened for the first time: until its heading is painted, slow 4G and CPU ×4.
//
// Lighthouse calls a page interactive when its processor rests; this says when it can be answered.

import { Words } from '../../tests/e2e/words.mjs';
import { SLOW, SlowPhone } from './phone.mjs';

const FORM = 'preinscription';
const words = new Words('fr');
const [first] = words.sections(FORM);

/** Milliseconds from the start of the navigation to the frame after the heading. */
export async function firstQuestion(browser, app) {
  const phone = await SlowPhone.unlock(browser, app);
  try {
    await phone.page.addInitScript(watch, words.sectionTitle(FORM, first.id));
    await phone.goesOnSlow4g();
    await phone.slows(SLOW);
    await phone.page.goto(`/${FORM}/${first.id}`, { waitUntil: 'commit' });
    return await phone.page.evaluate(() => globalThis.shown);
  } finally {
    await phone.close();
  }
}

function watch(title) {
  globalThis.shown = new Promise((done) => {
    const observer = new MutationObserver(() => {
      const isShown = [...document.querySelectorAll('h1')].some((heading) => heading.textContent.includes(title) && !heading.closest('[hidden]'));
      if (!isShown) return;
      observer.disconnect();
      requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now())));
    });
    observer.observe(document, { subtree: true, childList: true, characterData: true, attributeFilter: ['hidden'] });
  });
}
