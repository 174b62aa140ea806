// Bad lines: what is sent waits on the phone, leaves by itself, and arrives once.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { until } from './patience.mjs';
import { maelys, maelysInFull } from './people.mjs';
import { expectedRows, readFiche } from './printed_fiche.mjs';
import { app } from './place.mjs';
import { Road } from './road.mjs';

const limit = { timeout: 120_000 };
/** Waits between tries are drawn up to 4, 8, 16 … s; this is far beyond the first five. */
const BY_ITSELF = { within: 60_000 };

async function isKept(person) {
  await person.reads(person.words.text('sent.status_kept'));
  assert.equal(await person.shownNumber(), undefined, 'no number yet');
}

test('sent while the endpoint is down, a registration is kept, then arrives once with nobody touching the page', limit, async (t) => {
  const road = await Road.lay(t);
  const person = await road.youngPerson();
  const answers = maelysInFull();

  await person.fillsRegistration(answers);
  await road.endpoint.stops();
  await person.sends();
  await isKept(person);
  assert.equal(road.mailbox.offers.length, 0);

  await road.endpoint.startsAgain();
  const number = await person.number(BY_ITSELF);
  await person.reads(person.words.text('sent.status_received'));

  const fiche = await readFiche(await road.mailbox.letter());
  assert.ok(fiche.includes(number));
  for (const row of expectedRows('preinscription', answers, person.words)) {
    assert.ok(fiche.includes(row), `the PDF says “${row}”\n${fiche}`);
  }
  await road.endpoint.delivers(person.submissionId());
  assert.equal(road.mailbox.letters.length, 1, 'one mail');
});

test('kept while the endpoint is down, it is still there when the page was closed, and leaves then', limit, async (t) => {
  const road = await Road.lay(t);
  const person = await road.youngPerson();

  await person.fillsCallbackRequest(maelys());
  await person.staysUntilEverythingIsHere();
  await road.endpoint.stops();
  await person.sends();
  await isKept(person);

  await person.arrives('/mes-envois');
  await person.reads(person.words.text('outbox.waiting'));

  await road.endpoint.startsAgain();
  const number = await person.number(BY_ITSELF);
  assert.ok((await readFiche(await road.mailbox.letter())).includes(number));
});

test('when the answer is lost after the endpoint stored it, it is stored once and the receipt is shown in the end', limit, async (t) => {
  const road = await Road.lay(t);
  const line = await road.line();
  const person = await road.youngPerson({ through: line });

  await person.fillsCallbackRequest(maelys());
  line.losesAnswers();
  await person.sends();
  await until('the endpoint has it', () => line.sendings().length > 0);
  await isKept(person);

  line.works();
  const number = await person.number(BY_ITSELF);
  assert.ok((await readFiche(await road.mailbox.letter())).includes(number));

  const [first, ...replays] = line.sendings();
  assert.equal(first.status, 201);
  assert.ok(replays.length > 0, 'it was sent again');
  for (const replay of replays) assert.deepEqual(replay, { ...first, status: 200 });
  await road.endpoint.delivers(person.submissionId());
  assert.equal(road.mailbox.letters.length, 1, 'one mail');
});

test('a captive portal that answers everything never makes the page say “received”', limit, async (t) => {
  const road = await Road.lay(t);
  const line = await road.line();
  const person = await road.youngPerson({ through: line });

  await person.fillsCallbackRequest(maelys());
  line.belongsToAPortal();
  const answered = person.page.waitForResponse((response) => response.request().method() === 'PUT');
  await person.sends();
  await isKept(person);
  assert.equal((await answered).status(), 200);
  assert.ok(!(await person.pageText()).includes(person.words.text('sent.status_received')));
  // Once more, because the person insists.
  await person.arrives('/mes-envois');
  await person.reads(person.words.text('outbox.waiting'));
  const again = person.page.waitForResponse((response) => response.request().method() === 'PUT');
  await person.triesNow();
  assert.equal((await again).status(), 200);
  await person.reads(person.words.text('outbox.waiting'));
  assert.equal(await person.shownNumber(), undefined);
  assert.ok(!(await person.pageText()).includes(person.words.text('outbox.received')));
  assert.equal(line.sendings().length, 0, 'nothing reached the endpoint');

  line.works();
  const number = await person.number(BY_ITSELF);
  assert.ok((await readFiche(await road.mailbox.letter())).includes(number));
});

/** Somebody whose sending the endpoint has refused, and who is told so. */
async function isRefused(t) {
  const road = await Road.lay(t);
  const line = await road.line();
  const person = await road.youngPerson({ through: line });

  await person.fillsCallbackRequest(maelys());
  line.refuses();
  await person.sends();
  await person.reads(person.words.text('sent.status_stuck'));
  return { road, line, person };
}

test('what the endpoint refuses is shown with its reason, and leaves once it is tried again and taken', limit, async (t) => {
  const { road, line, person } = await isRefused(t);
  await person.reads(person.words.text('stuck.unknown_key'));
  await person.reads(person.words.text('status.stuck'));
  await person.seesTitle(person.words.text('sent.title_stuck', { name: maelys().first_name }));
  const promised = person.page.getByText(person.words.text('sent.called'));
  assert.equal(await promised.count(), 0, 'nobody calls about what nobody has');
  await person.opensOutbox();
  await person.reads(person.words.text('stuck.unknown_key'));
  assert.equal(line.sendings().length, 0, 'it does not leave by itself');

  line.works();
  await person.triesNow();
  const number = await person.number();
  assert.deepEqual(line.answers(), [201]);
  assert.ok((await readFiche(await road.mailbox.letter())).includes(number));
  // The browser says of every refusal that it could not load it.
  assert.match(person.phone.complaints.splice(0).join(), /^[^,]*\b422\b[^,]*$/);
});

test('what is taken off the phone, because it was refused, is nowhere said to wait', limit, async (t) => {
  const { person } = await isRefused(t);
  await person.opensOutbox();
  await person.presses('device.give_up');
  await person.presses('device.give_up_now');
  await person.reads(person.words.text('outbox.nothing'));
  await person.goesBack();
  await person.seesTitle(person.words.text('outbox.title'));
  await person.reads(person.words.text('outbox.nothing'));
  person.phone.complaints.splice(0);
});

test('two tabs of one phone send it once, and both show the number', limit, async (t) => {
  const road = await Road.lay(t);
  const line = await road.line();
  const person = await road.youngPerson({ through: line });

  await person.fillsCallbackRequest(maelys());
  line.belongsToAPortal();
  await person.sends();
  await isKept(person);
  const beside = await person.opensAnotherTab('/mes-envois');
  await beside.reads(person.words.text('outbox.waiting'));

  line.works();
  const number = await person.number(BY_ITSELF);
  assert.equal(await beside.number(), number);
  assert.deepEqual(line.answers(), [201]);
});

test('with every page closed, the worker sends when the browser wakes it, and the app shows the number later', limit, async (t) => {
  const road = await Road.lay(t);
  const line = await road.line();
  const person = await road.youngPerson({ through: line });

  await person.fillsCallbackRequest(maelys());
  await person.staysUntilEverythingIsHere();
  const asked = await person.phone.keepsTheBrowserFromWaking();
  await road.endpoint.stops();
  await person.sends();
  await isKept(person);
  await until('the app has asked to be woken', async () => (await asked()).length > 0);
  assert.deepEqual(await asked(), ['outbox']);
  // What is under way when a page is closed may arrive all the same.
  await until('the page has tried', () => line.asked.some((request) => request.startsWith('PUT')));
  await until('it tries no more', () => person.page.evaluate(async () => (await navigator.locks.query()).held.length === 0));
  await person.phone.closesItsPages();

  await road.endpoint.startsAgain();
  await person.phone.wakesTheWorker('outbox');
  await until('the endpoint has it', () => line.sendings().length > 0);
  assert.ok((await readFiche(await road.mailbox.letter())).includes('Roubaix'));
  assert.deepEqual(line.answers(), [201], 'sent by the worker');

  const later = await person.opensAnotherTab('/mes-envois');
  await later.number(BY_ITSELF);
  assert.deepEqual(line.answers(), [201, 200], 'its receipt given again to the app');
  assert.equal(road.mailbox.letters.length, 1, 'one mail');
});

test('without network, a commune of another département is typed by hand', limit, async (t) => {
  const road = await Road.lay(t);
  const person = await road.youngPerson();
  const answers = maelys({ postal_code: '13100', commune_code: 'Aix-en-Provence' });

  await person.arrives();
  await person.staysUntilEverythingIsHere();
  await road.endpoint.stops();
  await person.asksToBeCalledBack();
  await person.answersUpTo('toi', answers);
  await person.fills(answers);
  assert.equal(await person.field('commune_code').evaluate((field) => field.localName), 'input', 'a field to type in');
  await person.answers(answers);
  await person.sends();
  await isKept(person);

  await road.endpoint.startsAgain();
  await person.number(BY_ITSELF);
  const fiche = await readFiche(await road.mailbox.letter());
  assert.ok(fiche.includes('Commune Aix-en-Provence'), fiche);
  assert.ok(fiche.includes('Commune à vérifier'), fiche);
});

test('without network, a commune that was chosen goes with its postal code', limit, async (t) => {
  const road = await Road.lay(t);
  const person = await road.youngPerson();
  const answers = maelys();

  await person.arrives();
  await person.staysUntilEverythingIsHere();
  await road.endpoint.stops();
  await person.asksToBeCalledBack();
  await person.answersUpTo('toi', answers);
  await person.fills(answers);
  assert.notEqual(await person.field('commune_code').evaluate((field) => field.localName), 'input', 'a list');
  await person.fills({ postal_code: '13100' });
  await person.page.locator('input[autocomplete="address-level2"]').waitFor();
  assert.equal(await person.field('commune_code').inputValue(), '', 'no number of the commune before');
});

test('once opened, the app opens without network, with the communes of the territory', limit, async (t) => {
  const road = await Road.lay(t);
  const person = await road.youngPerson();

  await person.arrives();
  await person.staysUntilEverythingIsHere();
  await road.endpoint.stops();
  await person.arrives();
  await person.asksToBeCalledBack();
  await person.answers(maelys());
  await person.sends();
  await isKept(person);

  await road.endpoint.startsAgain();
  const number = await person.number(BY_ITSELF);
  const fiche = await readFiche(await road.mailbox.letter());
  assert.ok(fiche.includes(number) && fiche.includes('Roubaix (INSEE 59512)'), fiche);
});

test('the cache is what the service worker lists, no more and no less, and all of it is there without network', limit, async (t) => {
  const road = await Road.lay(t);
  const person = await road.youngPerson();
  const [first, rest] = listsOfTheWorker();

  await person.arrives();
  await person.staysUntilEverythingIsHere();
  assert.deepEqual(await keptBy(person), [...first].sort(), 'for whoever looks');

  await person.goesOnUntilAllIsKept();
  const listed = [...first, ...rest];
  assert.deepEqual(await keptBy(person), [...listed].sort(), 'for whoever goes on');
  await road.endpoint.stops();

  const icons = await person.page.evaluate(async () => {
    const manifest = await (await fetch(document.querySelector('link[rel=manifest]').href)).json();
    const linked = [...document.querySelectorAll('link[rel~=icon], link[rel=apple-touch-icon]')].map(({ href }) => href);
    return [...manifest.icons.map(({ src }) => src), ...linked].map((address) => new URL(address, location).pathname);
  });
  assert.ok(icons.length >= 5, icons.join());
  assert.deepEqual(icons.filter((icon) => !listed.includes(icon)), [], 'every icon is listed');

  for (const listedPath of listed) {
    const { status, type, text, digest } = await person.page.evaluate(async (path) => {
      const response = await fetch(path);
      const bytes = await response.arrayBuffer();
      const digest = [...new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))];
      return { status: response.status, type: response.headers.get('content-type'), text: new TextDecoder().decode(bytes), digest };
    }, listedPath);
    assert.equal(status, 200, listedPath);
    if (type.startsWith('text/html')) {
      // The endpoint puts its own Mission Locale into pages.
      assert.ok(first.some((file) => file.endsWith('.js') && text.includes(file)), `${listedPath} is of this build`);
    } else {
      const built = createHash('sha256').update(readFileSync(path.join(app, listedPath))).digest();
      assert.deepEqual(Buffer.from(digest), built, `${listedPath} is what was built`);
    }
  }
});

/** The paths that are kept, in the one cache there is. */
async function keptBy(person) {
  const caches = await person.page.evaluate(async () => {
    const found = [];
    for (const name of await caches.keys()) {
      found.push([name, (await (await caches.open(name)).keys()).map(({ url }) => new URL(url).pathname)]);
    }
    return found;
  });
  const [[name, paths], ...others] = caches;
  assert.match(name, /^ml-shell-/);
  assert.deepEqual(others, [], 'one cache');
  return paths.sort();
}

/** The paths that the build wrote into the worker: for the first screen, then for what follows it. */
function listsOfTheWorker() {
  const worker = readFileSync(path.join(app, 'sw.js'), 'utf8');
  const list = (name) => JSON.parse(worker.match(new RegExp(`\\b${name}=(\\[.*?\\])`))[1]);
  return [list('FILES'), list('REST')];
}
