// The pages that links open are there before the app is, and what is typed and tapped in them meanwhile is kept.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { until } from './patience.mjs';
import { maelys } from './people.mjs';
import { app } from './place.mjs';
import { Road } from './road.mjs';
import { exactly, flat, site } from './words.mjs';

const limit = { timeout: 60_000 };
const WASM = /^\/app-.*\.wasm$/;

const FORMS = ['/preinscription/besoins', '/etre-rappele/contact', '/droits/opposition'];
const TEXTS = ['/mes-donnees', '/mes-donnees/i-milo', '/mes-donnees/partenaires', '/mes-droits', '/mots', '/accessibilite', '/credits'];
const FRAMED = ['/mes-envois', '/mes-choix', '/ce-telephone', '/tablette', '/envoi', '/ailleurs', '/preinscription/logement', '/preinscription/verifier'];

/**
 * What the page says and where its links and fields lead; where its heading, fields and buttons stand. Apart from it,
 * whether the telephone is answered now: it depends on the moment, and only the app knows it.
 */
async function screen(page) {
  const main = page.locator('main');
  const links = await main.getByRole('link').evaluateAll((all) => all.map((link) => [link.textContent.trim(), link.getAttribute('href')]));
  const fields = await main.locator('input, select').evaluateAll((all) =>
    all.map((field) => [...field.attributes].map(({ name, value }) => `${name}=${value}`).join(' ')),
  );
  const places = [];
  for (const part of await main.locator('h1, input, select, .button, button, summary').all()) {
    const { x, y, width, height } = (await part.boundingBox()) ?? {};
    places.push([x, y, width, height].map(Math.round));
  }
  const opening = flat((await main.locator('.opening').allInnerTexts()).join(' '));
  const text = flat(await main.innerText()).replace(opening, '');
  return { page: { title: await page.title(), text: flat(text), links, fields, places }, opening };
}

/** Somebody who opens a page, and a function that lets the app come. */
async function beforeTheApp(t, at, options = {}) {
  const road = await Road.lay(t);
  const line = await road.line();
  const appMayCome = line.holds(WASM);
  const person = await road.youngPerson({ through: line, ...options });
  await person.page.goto(at, { waitUntil: 'domcontentloaded' });
  return { road, line, person, appMayCome };
}

const isThere = (person) => person.languages().waitFor();

for (const at of ['/', ...FORMS, ...TEXTS, '/nulle-part']) {
  test(`${at} says the same, in the same place, before the app is there and after`, limit, async (t) => {
    const { person, appMayCome } = await beforeTheApp(t, at);
    const before = await screen(person.page);
    assert.ok(before.page.text.length > 20 && before.page.places.length > 0, before.page.text);
    assert.equal(before.opening, '', 'what held when the app was built');
    appMayCome();
    await isThere(person);
    const after = await screen(person.page);
    assert.deepEqual(after.page, before.page);
    assert.equal(after.opening !== '', at === '/', after.opening);
    // Of a page that does not exist the endpoint says so.
    if (at === '/nulle-part') person.phone.complaints.length = 0;
  });
}

for (const at of FRAMED) {
  test(`${at} has the bar, the footer and a word before the app is there, and says nothing that may be wrong`, limit, async (t) => {
    const { person, appMayCome } = await beforeTheApp(t, at);
    assert.equal(await person.heading().innerText(), person.words.text('more.title'));
    await person.page.locator(`footer a[href="tel:${site.phone_e164}"]`).waitFor();
    appMayCome();
    await isThere(person);
    await until('its page', async () => (await person.heading().innerText()) !== person.words.text('more.title'));
  });
}

test('what is typed, chosen and tapped before the app is there is kept, and answered', limit, async (t) => {
  const { person, appMayCome } = await beforeTheApp(t, '/etre-rappele/contact');
  await person.fills(maelys());
  await person.continues();
  assert.equal(new URL(person.page.url()).search, '');
  assert.equal(person.where().section, 'contact', 'nothing happens yet');
  appMayCome();
  await isThere(person);
  await until('the next page', () => person.where().section !== 'contact');
  await person.goesBack();
  await until('the page before', () => person.where().section === 'contact');
  assert.equal(await person.field('phone').inputValue(), maelys().phone);
  assert.equal((await person.answeredHere()).length, 4, 'the box too');
});

test('a refusal comes as it would have, and names what was left out', limit, async (t) => {
  const { person, appMayCome } = await beforeTheApp(t, '/etre-rappele/contact');
  await person.fills(maelys({ phone: '06 39 98' }));
  await person.continues();
  appMayCome();
  await person.errorSummary().waitFor();
  const refused = await person.refusals();
  assert.equal(refused.length, 1, refused.join('\n'));
});

test('somebody in the middle of a word goes on with it, in the same field', limit, async (t) => {
  const { person, appMayCome } = await beforeTheApp(t, '/etre-rappele/contact');
  const name = person.field('first_name');
  await name.click();
  await person.page.keyboard.type('Ma');
  const handle = await name.elementHandle();
  appMayCome();
  await until('the app is ready', () => person.page.evaluate(() => document.documentElement.dataset.failure === ''));
  await person.page.waitForTimeout(500);
  await person.page.keyboard.type('ë');
  assert.ok(await handle.evaluate((element) => element.isConnected && element === document.activeElement), 'it is the very field');
  assert.equal(await handle.inputValue(), 'Maë');
  // The next field brings the app.
  await person.page.keyboard.press('Enter');
  await isThere(person);
  assert.equal(await name.inputValue(), 'Maë');
  await person.page.keyboard.type('B');
  assert.equal(await person.field('usage_name').inputValue(), 'B', 'the focus is where it was put');
});

test('a field that is left alone with the finger away is taken over after a pause, and keeps the focus', limit, async (t) => {
  const { person, appMayCome } = await beforeTheApp(t, '/etre-rappele/contact');
  await person.field('phone').fill('06 39');
  appMayCome();
  await isThere(person);
  assert.equal(await person.field('phone').inputValue(), '06 39');
  await person.page.keyboard.type('5');
  assert.equal(await person.field('phone').inputValue(), '06 395');
});

test('Enter in the last field is a tap on the button, and no answer is ever in an address', limit, async (t) => {
  const { person, line, appMayCome } = await beforeTheApp(t, '/etre-rappele/contact');
  await person.field('first_name').fill('Maelys');
  await person.field('phone').fill('0639981987');
  await person.field('contact_slots').getByRole('checkbox').last().press('Enter');
  appMayCome();
  await person.errorSummary().waitFor();
  assert.deepEqual(line.asked.filter((request) => /0639981987|Maelys/.test(request)), []);
  assert.equal(new URL(person.page.url()).search, '');
});

test('what a browser fills in by itself without a word is kept too', limit, async (t) => {
  const { person, appMayCome } = await beforeTheApp(t, '/etre-rappele/contact');
  await person.field('usage_name').evaluate((field) => {
    field.value = 'Benali';
  });
  appMayCome();
  await isThere(person);
  assert.equal(await person.field('usage_name').inputValue(), 'Benali');
});

test('nothing that is typed before the app is there may be kept by the browser', limit, async (t) => {
  const { person, appMayCome } = await beforeTheApp(t, '/etre-rappele/contact');
  assert.equal(await person.field('first_name').getAttribute('autocomplete'), 'given-name');
  await person.field('first_name').fill('Lina');
  assert.equal(await person.field('first_name').getAttribute('autocomplete'), 'off');
  appMayCome();
  await person.field('usage_name').focus();
  await isThere(person);
  assert.equal(await person.field('first_name').getAttribute('autocomplete'), 'off');
});

test('a link that is tapped with something typed waits for the app, and loses nothing', limit, async (t) => {
  const { person, appMayCome } = await beforeTheApp(t, '/etre-rappele/contact');
  await person.field('first_name').fill('Lina');
  await person.taps(person.page.getByRole('contentinfo').getByRole('link', { name: exactly(person.words.text('frame.rights')) }));
  assert.equal(person.where().section, 'contact', 'still here');
  appMayCome();
  await person.seesTitle(person.titleOf('droits'));
  await person.goesBack();
  await until('the page before', () => person.where().section === 'contact');
  assert.equal(await person.field('first_name').inputValue(), 'Lina');
});

test('what is opened to be read stays open, and what is read is not taken away', limit, async (t) => {
  const { person, line, appMayCome } = await beforeTheApp(t, '/mes-droits');
  const topic = person.page.locator('details').nth(1);
  await topic.locator('summary').click();
  const wordsMayCome = line.holds(/-rest-[0-9a-f]{16}\.bin$/);
  appMayCome();
  await person.page.waitForTimeout(1500);
  assert.ok(await topic.locator('p, li').first().isVisible(), 'while its words are on their way');
  wordsMayCome();
  await isThere(person);
  assert.ok(await topic.locator('p, li').first().isVisible(), 'once they are here');
});

test('a tap is not meant any more once something is corrected', limit, async (t) => {
  const { person, appMayCome } = await beforeTheApp(t, '/etre-rappele/contact');
  await person.fills(maelys());
  await person.continues();
  await person.field('first_name').click();
  await person.field('first_name').fill('Zo');
  appMayCome();
  await person.page.waitForTimeout(1000);
  await person.page.keyboard.type('ë');
  await isThere(person);
  assert.equal(person.where().section, 'contact');
  assert.equal(await person.field('first_name').inputValue(), 'Zoë');
});

test('a tap on “Commencer” waits for the app, which knows where the link came from', limit, async (t) => {
  const { road, person, appMayCome } = await beforeTheApp(t, '/?source=instagram');
  await person.taps(person.page.getByRole('link', { name: exactly(person.words.text('welcome.callback')) }));
  appMayCome();
  await person.seesTitle(person.words.sectionTitle('etre-rappele', 'contact'));
  await person.answers(maelys());
  await person.sends();
  await person.number();
  const { attachments } = await road.mailbox.letter();
  assert.ok(attachments.length > 0);
  // It is the same page all along: back to the first screen and forward again, nothing is lost.
  assert.equal(await person.page.evaluate(() => performance.getEntriesByType('navigation').length), 1);
});

test('where the app does not come soon, the browser opens the link, with where it came from', limit, async (t) => {
  const { person, appMayCome } = await beforeTheApp(t, '/?source=instagram');
  await person.taps(person.page.getByRole('link', { name: exactly(person.words.text('welcome.callback')) }));
  await person.page.waitForURL('**/etre-rappele/contact?source=instagram', { timeout: 8_000 });
  assert.equal(await person.heading().innerText(), person.words.sectionTitle('etre-rappele', 'contact'));
  appMayCome();
  await isThere(person);
});

test('the number can be called with something typed, and nothing waits for it', limit, async (t) => {
  const { person, appMayCome } = await beforeTheApp(t, '/etre-rappele/contact');
  await person.field('first_name').fill('Lina');
  const prevented = await person.page.evaluate(
    () =>
      new Promise((done) => {
        addEventListener('click', (event) => {
          done(event.defaultPrevented);
          event.preventDefault();
        });
        document.querySelector('footer a[href^="tel:"]').click();
      }),
  );
  assert.equal(prevented, false);
  assert.equal(await person.page.evaluate(() => window.staticPage.tapped), null);
  appMayCome();
  await isThere(person);
});

test('a form whose words fail to come stays, and what was ticked and tapped is answered once they do', limit, async (t) => {
  const { person, line, appMayCome } = await beforeTheApp(t, '/droits/opposition');
  line.withholds(/-rest-[0-9a-f]{16}\.bin$/);
  await person.page.locator('main input').first().check();
  await person.continues();
  appMayCome();
  await person.page.locator('#failure .of-network:visible').waitFor({ timeout: 20_000 });
  assert.equal(await person.page.locator('main input').first().isChecked(), true);
  line.works();
  await until('the next page', () => person.where().section !== 'opposition', { within: 30_000 });
});

test('who reads further down stays there when the app comes', limit, async (t) => {
  const { person, appMayCome } = await beforeTheApp(t, '/mes-droits');
  await person.page.locator('summary').nth(2).click();
  await person.page.evaluate(() => scrollTo(0, 400));
  const before = await person.page.evaluate(() => scrollY);
  assert.ok(before > 200, `${before}`);
  appMayCome();
  await isThere(person);
  const after = await person.page.evaluate(() => scrollY);
  assert.ok(Math.abs(after - before) < 4, `${before}, then ${after}`);
});

test('a script that comes late runs in the page in which something is typed', limit, async (t) => {
  const road = await Road.lay(t);
  const line = await road.line();
  const person = await road.youngPerson({ through: line });
  line.withholds(/^\/app-.*\.js$/);
  await person.page.goto('/etre-rappele/contact', { waitUntil: 'domcontentloaded' });
  await person.field('first_name').fill('Lina');
  await person.page.locator('#failure .of-network:visible').waitFor();
  await person.page.evaluate(() => (window.isSamePage = true));
  line.works();
  await isThere(person);
  assert.ok(await person.page.evaluate(() => window.isSamePage), 'it was not loaded anew');
  assert.equal(await person.field('first_name').inputValue(), 'Lina');
  person.phone.complaints.length = 0;
});

test('without scripts a page of questions says so, with the number, and nobody answers in vain', limit, async (t) => {
  const road = await Road.lay(t);
  const person = await road.youngPerson({ javaScript: false });
  await person.page.goto('/preinscription/besoins');
  assert.ok(flat(await person.page.locator('.error-summary:visible').innerText()).includes(flat(person.words.text('no_start.script'))));
  assert.equal(await person.page.locator('form').isVisible(), false);
});

test('so it does in a browser that cannot run the app', limit, async (t) => {
  const road = await Road.lay(t);
  const person = await road.youngPerson();
  await person.page.addInitScript(() => delete window.WebAssembly);
  await person.page.goto('/preinscription/besoins');
  await person.page.locator('#failure').waitFor();
  assert.equal(await person.page.locator('form').isVisible(), false);
  person.phone.complaints.length = 0;
});

test('a returning phone opens each page without network, from the frame', limit, async (t) => {
  const road = await Road.lay(t);
  const person = await road.youngPerson();
  await person.arrives();
  await person.goesOnUntilAllIsKept();
  await until('the frame is kept', () => person.page.evaluate(async () => Boolean(await caches.match('/frame.html'))));
  await road.endpoint.stops();
  for (const at of ['/mes-droits', '/mots', '/mes-envois']) {
    await person.arrives(`${road.endpoint.address}${at}`);
    const came = await person.page.evaluate(() => caches.match('/frame.html').then((frame) => frame.text()));
    assert.ok(came.includes(person.words.text('more.title')));
  }
  await person.seesTitle(person.words.text('outbox.title'));
});

test('each page that is written fits its first flight, and is listed', limit, async () => {
  const { files } = JSON.parse(await readFile(path.join(app, 'files.json'), 'utf8'));
  const pages = Object.entries(files).filter(([, { media_type }]) => media_type.startsWith('text/html'));
  assert.deepEqual(
    pages.map(([at]) => at).sort(),
    ['/', '/404.html', '/frame.html', ...FORMS, ...TEXTS].sort(),
  );
  for (const [at, { br }] of pages) assert.ok(br.bytes <= 14_000, `${at}: ${br.bytes}`);
});
