// A link to the first page of questions, opened for the first time: until its heading is painted, on slow 4G and the
// processor of a phone; in our own app, whose page is there before the app, also until an answer given at once has led to
// the next page.
//
// Lighthouse calls a page interactive when its processor rests; this says when it can be answered.

import { maelysInFull } from '../../tests/e2e/people.mjs';
import { Words, exactly } from '../../tests/e2e/words.mjs';
import { OURS } from './apps.mjs';
import { SlowPhone } from './phone.mjs';

const FORM = 'preinscription';
const words = new Words('fr');
const [first, second] = words.sections(FORM);

/** `{ shown, answered }`: milliseconds from the start of the navigation to the frame after the heading, of each page. */
export async function firstQuestion(browser, app, rate) {
  const phone = await SlowPhone.unlock(browser, app, rate);
  const { page } = phone;
  try {
    await page.addInitScript(watch, [first, second].map(({ id }) => words.sectionTitle(FORM, id)));
    await phone.goesOnSlow4g();
    await phone.slows();
    await page.goto(`/${FORM}/${first.id}`, { waitUntil: 'commit' });
    const shown = await page.evaluate(() => globalThis.shown[0]);
    if (app.name !== OURS) return { shown };
    const [need] = maelysInFull().needs;
    await page.getByRole('checkbox', { name: exactly(words.choice(FORM, 'needs', need)) }).tap();
    await page.getByRole('button', { name: exactly(words.text('section.continue')) }).tap();
    return { shown, answered: await page.evaluate(() => globalThis.shown[1]) };
  } finally {
    await phone.close();
  }
}

function watch(titles) {
  globalThis.shown = titles.map(
    (title) =>
      new Promise((done) => {
        const observer = new MutationObserver(() => {
          const isShown = [...document.querySelectorAll('h1')].some((heading) => heading.textContent.includes(title) && !heading.closest('[hidden]'));
          if (!isShown) return;
          observer.disconnect();
          requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now())));
        });
        observer.observe(document, { subtree: true, childList: true, characterData: true, attributeFilter: ['hidden'] });
      }),
  );
}
