// Links as people share them, in whatever language their phone and their browser speak.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { until } from './patience.mjs';
import { maelys } from './people.mjs';
import { Road } from './road.mjs';
import { Words, exactly } from './words.mjs';

const limit = { timeout: 60_000 };

const SHARED = [
  ['/etre-rappele/contact/', '/etre-rappele/contact'],
  ['/Etre-Rappele/Contact.', '/etre-rappele/contact'],
  ['/mes-envois).', '/mes-envois'],
  ['/Préinscription', '/preinscription/besoins'],
  ['/etre-rappele/contact&fbclid=IwAR0x', '/etre-rappele/contact'],
  ['/Mes-Droits', '/mes-droits'],
  ['/mots%20', '/mots'],
  ['/mes-donnees/i-milo%C2%A0!', '/mes-donnees/i-milo'],
  ['/preinscription', '/preinscription/besoins'],
  ['/PREINSCRIPTION/', '/preinscription/besoins'],
  ['//', '/'],
];

test('a link with what was written around it leads to its page', limit, async (t) => {
  const road = await Road.lay(t);
  const person = await road.youngPerson();
  for (const [path, expected] of SHARED) {
    await person.arrives(`${road.endpoint.address}${path}`);
    assert.equal(new URL(person.page.url()).pathname, expected, path);
    assert.notEqual(await person.heading().innerText(), person.words.text('not_found.title'), path);
  }
  // Of what is no address of a page the endpoint says so, with the app all the same; the browser repeats it.
  const complaints = person.phone.complaints.splice(0);
  assert.deepEqual(complaints.filter((complaint) => !complaint.includes('status of 404')), []);
});

test('so it does without network, once the app is on the phone', limit, async (t) => {
  const road = await Road.lay(t);
  const person = await road.youngPerson();
  await person.arrives();
  await person.goesOnUntilAllIsKept();
  await road.endpoint.stops();
  for (const [path, expected] of SHARED) {
    await person.arrives(`${road.endpoint.address}${path}`);
    if (!path.includes('/mes-') && !path.includes('mots') && !path.includes('Mes-')) {
      assert.equal(new URL(person.page.url()).pathname, expected, path);
    }
    assert.notEqual(await person.heading().innerText(), person.words.text('not_found.title'), path);
  }
});

for (const [languages, expected] of [
  [['en-GB', 'en'], 'en'],
  [['pl', 'en-US', 'fr'], 'en'],
  [['uk', 'en-US', 'fr'], 'uk'],
  [['ar-MA', 'fr-FR', 'en'], 'ar'],
  [['ps', 'fa'], 'fr'],
]) {
  test(`a phone that speaks ${languages.join(', ')} is met in ${expected}`, limit, async (t) => {
    const road = await Road.lay(t);
    const person = await road.youngPerson();
    await person.page.addInitScript((languages) => {
      Object.defineProperty(navigator, 'languages', { get: () => languages });
    }, languages);
    person.words = new Words(expected);
    await person.arrives();
    await person.seesTitle(person.words.text('welcome.title'));
    assert.equal(await person.page.locator('html').getAttribute('lang'), expected);
  });
}

test('a language that was chosen stays, whatever the phone speaks', limit, async (t) => {
  const road = await Road.lay(t);
  const person = await road.youngPerson({ language: 'en-GB' });
  person.words = new Words('en');
  await person.arrives();
  await person.switchesLanguage();
  await person.seesTitle(new Words('fr').text('welcome.title'));
  await person.reloads();
  await person.seesTitle(new Words('fr').text('welcome.title'));
});

test('a link can say its language, which stays on the next page and at the next visit', limit, async (t) => {
  const road = await Road.lay(t);
  const person = await road.youngPerson();
  person.words = new Words('en');
  await person.arrives('/etre-rappele/contact?lang=EN');
  await person.seesTitle(person.words.sectionTitle('etre-rappele', 'contact'));
  await person.arrives('/');
  await person.seesTitle(person.words.text('welcome.title'));
});

/** What the translation of a browser does: every text in elements of its own, another language on the page. */
function translates() {
  const protectedFrom = (node) => node.parentElement.closest('[translate=no], script, style');
  const walk = document.createTreeWalker(document.querySelector('#app'), NodeFilter.SHOW_TEXT);
  const found = [];
  for (let node = walk.nextNode(); node; node = walk.nextNode()) {
    if (node.data.trim() && !node.parentElement.closest('font') && !protectedFrom(node)) found.push(node);
  }
  for (const node of found) {
    const [outer, inner] = [document.createElement('font'), document.createElement('font')];
    inner.textContent = `«${node.data.toUpperCase()}»`;
    outer.append(inner);
    node.replaceWith(outer);
  }
  document.documentElement.lang = 'uk';
  document.documentElement.classList.add('translated-ltr');
}

/** Types an answer where it belongs, whatever words stand around. */
async function fillsById(page, { id, choices }, answers) {
  if (id === 'contact_slots') {
    for (const code of answers[id]) await page.locator(`#${id}-${choices.findIndex((choice) => choice.code === code)}`).check();
    return undefined;
  }
  if (id === 'commune_code') return page.locator('#commune_code').waitFor();
  if (id !== 'birth_date') return page.locator(`#${id}`).fill(answers[id]);
  const [year, month, day] = answers.birth_date.split('-');
  for (const [part, digits] of Object.entries({ day, month, year })) await page.locator(`#birth_date-${part}`).fill(digits);
}

test('translated by the browser, the app lives; names and numbers are left as they are', limit, async (t) => {
  const road = await Road.lay(t);
  const person = await road.youngPerson();
  const { page, words } = person;
  await person.arrives();
  const answers = maelys();
  await page.getByRole('link', { name: exactly(words.text('welcome.callback')) }).tap();
  for (const { id, questions } of words.sections('etre-rappele')) {
    await until(`the page ${id}`, () => person.where().section === id);
    const goesOn = page.locator('main button[type=submit]');
    await goesOn.tap();
    await person.errorSummary().waitFor();
    await page.evaluate(translates);
    for (const question of questions) await fillsById(page, question, answers);
    await goesOn.tap();
  }
  await page.locator('dl').first().waitFor();
  await page.evaluate(translates);
  const shown = await page.locator('main').innerText();
  for (const kept of [answers.first_name, answers.usage_name, answers.phone]) assert.ok(shown.includes(kept), shown);
  await page.locator('main button[type=submit]').tap();
  const number = await person.number();
  await page.evaluate(translates);
  const sent = await page.locator('main').innerText();
  assert.ok(sent.includes(number) && sent.includes(answers.first_name), sent);
  const phone = page.getByRole('contentinfo').locator('a[href^="tel:"]');
  assert.equal(await phone.evaluate((link) => link.closest('[translate=no]') !== null), true);
});
