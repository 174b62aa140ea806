// Every language: chosen from a list, read in its direction, filled in to the end, there without network once it was read,
// and no byte of a first visit for who reads another.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { comesToTheNextRelease, nextRelease } from './next_release.mjs';
import { until } from './patience.mjs';
import { maelys, maelysInFull } from './people.mjs';
import { readFiche } from './printed_fiche.mjs';
import { Road } from './road.mjs';
import { LANGUAGES, Words } from './words.mjs';

const limit = { timeout: 180_000 };

/** What staff read of the language on a fiche. */
const ON_FICHE = {
  'fr-simple': 'français facile à lire',
  en: 'anglais',
  es: 'espagnol',
  uk: 'ukrainien',
  ar: 'arabe',
};

/** The files of words that the phone keeps, by language and part. */
function keptWords(page) {
  return page.evaluate(async () => {
    const kept = await Promise.all((await caches.keys()).map(async (name) => (await caches.open(name)).keys()));
    const names = kept.flat().map(({ url }) => url.match(/\/content\/(.+)-[0-9a-f]{16}\.bin$/)?.[1]);
    return [...new Set(names.filter(Boolean))].sort();
  });
}

test('the list names each language in its own letters, and the page turns to it', limit, async (t) => {
  const road = await Road.lay(t);
  const person = await road.youngPerson();
  const root = person.page.locator('html');
  await person.arrives();
  const options = person.languages().getByRole('option');
  assert.deepEqual(await options.evaluateAll((all) => all.map((one) => one.lang)), LANGUAGES.toSorted((one, other) => order(one) - order(other)));
  for (const language of LANGUAGES) {
    if (language !== 'fr') await person.switchesLanguage(language);
    const { words } = person;
    await person.seesTitle(words.text('welcome.title'));
    assert.equal(await root.getAttribute('lang'), language);
    assert.equal(await root.evaluate((root) => getComputedStyle(root).direction), language === 'ar' ? 'rtl' : 'ltr');
    const warning = words.text('frame.translation');
    assert.equal(Boolean(warning), language !== 'fr', 'nobody has read it over for the demonstration');
    if (warning) await person.reads(warning);
    assert.equal(await person.languages().inputValue(), language);
  }

  /** As they are offered. */
  function order(language) {
    return ['fr', 'fr-simple', 'en', 'es', 'uk', 'ar'].indexOf(language);
  }
});

test('by keyboard the focus stays on the list', limit, async (t) => {
  const road = await Road.lay(t);
  const person = await road.youngPerson();
  await person.arrives();
  await person.languages().focus();
  for (const language of ['fr-simple', 'en']) {
    await person.page.keyboard.press('ArrowDown');
    person.words = new Words(language);
    await person.seesTitle(person.words.text('welcome.title'));
    await until('the list has the focus', () => person.languages().evaluate((list) => list === document.activeElement));
  }
});

for (const language of LANGUAGES.filter((language) => language !== 'fr')) {
  test(`both forms are filled in and sent (${language})`, limit, async (t) => {
    const road = await Road.lay(t);
    const person = await road.youngPerson();
    await person.arrives();
    await person.switchesLanguage(language);
    await person.asksToBeCalledBack();
    await person.answers(maelys());
    await person.sends();
    await person.number();
    assert.ok((await readFiche(await road.mailbox.letter())).includes(`Formulaire rempli en ${ON_FICHE[language]}`));
    await person.arrives();
    await person.starts();
    await person.answers(maelysInFull());
    await person.sends();
    const number = await person.number();
    await until('the second mail', () => road.mailbox.letters.length === 2);
    const fiche = await readFiche(road.mailbox.letters[1]);
    assert.ok(fiche.includes(number) && fiche.includes(`Formulaire rempli en ${ON_FICHE[language]}`), fiche);
  });
}

test('a language costs nothing where another is read, and is there without network where it is', limit, async (t) => {
  const road = await Road.lay(t);
  const person = await road.youngPerson();
  const asked = [];
  person.page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  await person.arrives();
  await person.goesOnUntilAllIsKept();
  const foreign = /^\/content\/(?!fr-(rest-)?[0-9a-f]{16})/;
  assert.ok(asked.some((path) => path.startsWith('/content/')));
  assert.deepEqual(asked.filter((path) => foreign.test(path)), []);
  assert.deepEqual(await keptWords(person.page), ['fr', 'fr-rest']);

  await person.arrives();
  await person.switchesLanguage('uk');
  await until('all of it is kept', async () => (await keptWords(person.page)).includes('uk-rest'));
  assert.deepEqual(await keptWords(person.page), ['fr', 'fr-rest', 'uk', 'uk-rest']);

  await road.endpoint.stops();
  await person.arrives();
  await person.seesTitle(person.words.text('welcome.title'));
  await person.opens('frame.notice', person.words.bundle.notices.find(({ id }) => id === 'preinscription').layers.title);

  // What was never read here needs the network: said in the language that stays.
  await person.arrives();
  await person.languages().selectOption('ar');
  await person.reads(person.words.text('frame.no_language'));
  assert.equal(await person.languages().inputValue(), 'uk');
  await person.switchesLanguage('fr');
  await person.seesTitle(person.words.text('welcome.title'));
  person.phone.complaints.splice(0);
});

test('a phone of that language keeps it from the first visit on, and through the next release', limit, async (t) => {
  const road = await Road.lay(t);
  const person = await road.youngPerson({ language: 'uk' });
  person.words = new Words('uk');
  await person.arrives();
  await person.seesTitle(person.words.text('welcome.title'));
  await until('its first words are kept', async () => (await keptWords(person.page)).includes('uk'));
  assert.ok(!(await keptWords(person.page)).includes('ar'));

  await road.endpoint.serves(await nextRelease(t));
  await person.page.evaluate(() => navigator.serviceWorker.ready.then((registration) => registration.update()));
  const isNext = () => person.page.evaluate(() => document.documentElement.dataset.release === 'next').catch(() => false);
  await person.arrives();
  await comesToTheNextRelease(person, isNext);
  await road.endpoint.stops();
  await person.arrives();
  await person.seesTitle(person.words.text('welcome.title'));
  person.phone.complaints.splice(0);
});
