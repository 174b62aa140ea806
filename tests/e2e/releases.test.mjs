// Two releases, one after the other: nobody is interrupted, and what waits from the first leaves by the second.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { databases } from './kept.mjs';
import { comesToTheNextRelease, nextRelease } from './next_release.mjs';
import { until } from './patience.mjs';
import { maelys, maelysInFull } from './people.mjs';
import { readFiche } from './printed_fiche.mjs';
import { Road } from './road.mjs';
import { waiting } from './waiting.mjs';

const limit = { timeout: 180_000 };

const release = (page) => page.evaluate(() => document.documentElement.dataset.release ?? 'first');

/** Not while the page is being loaded anew. */
const isNext = (page) => release(page).then((name) => name === 'next', () => false);

/** The phone asks for the worker again, as it does by itself once a day, and has all of the next release. */
function fetchesTheNextRelease(page) {
  return page.evaluate(async () => {
    const registration = await navigator.serviceWorker.ready;
    await registration.update();
    while (!registration.waiting) await new Promise((done) => setTimeout(done, 50));
  });
}

test('what waits from one release leaves by the next, which takes over where nothing is being typed', limit, async (t) => {
  const road = await Road.lay(t);
  const line = await road.line();
  const person = await road.youngPerson({ through: line });
  const { words, page } = person;

  // What a release of long ago has left.
  await page.goto('/icons/icon.svg');
  await page.evaluate(() => caches.open('ml-shell-of-long-ago').then(() => undefined));
  await person.fillsCallbackRequest(maelys());
  await person.staysUntilEverythingIsHere();
  line.belongsToAPortal();
  await person.sends();
  await person.reads(words.text('sent.status_kept'));
  const ofTheFirst = '/communes/ffffffffffffffff/59.json';
  const first = await page.evaluate(async (path) => {
    const name = (await caches.keys()).at(-1);
    await (await caches.open(name)).put(path, new Response('of the first release'));
    return name;
  }, ofTheFirst);

  await road.endpoint.serves(await nextRelease(t));
  // In the middle of a form the next release is fetched, and waits.
  await person.arrives('/preinscription/besoins');
  await person.fills(maelysInFull());
  assert.ok((await person.answeredHere()).length > 0);
  await fetchesTheNextRelease(page);
  await person.continues();
  assert.equal(await release(page), 'first', 'nobody is interrupted');
  assert.equal((await databases(page))['premier-accueil'].entries.length, 1);

  await person.arrives();
  await comesToTheNextRelease(person, () => isNext(page));
  await person.reads(words.text('welcome.title'));
  line.works();
  const kept = await page.evaluate(() => caches.keys());
  assert.deepEqual(kept, [first, `ml-shell-${'0'.repeat(16)}`], 'this release, and the one before it');
  const read = await page.evaluate((path) => fetch(path).then((answer) => answer.text()), ofTheFirst);
  assert.equal(read, 'of the first release', 'a page that is still open goes on with its own files');
  // After so many tries in vain the next one by itself may be minutes away: somebody looks.
  await person.arrives('/mes-envois');
  await person.number({ within: 60_000 });
  assert.ok((await readFiche(await road.mailbox.letter())).includes('Roubaix'));
  assert.equal(road.mailbox.letters.length, 1);
});

test('after a receipt the next release is offered, and taken with one tap', limit, async (t) => {
  const road = await Road.lay(t);
  const person = await road.youngPerson();
  const { words, page } = person;

  await person.fillsCallbackRequest(maelys());
  await person.staysUntilEverythingIsHere();
  await road.endpoint.serves(await nextRelease(t));
  await fetchesTheNextRelease(page);
  await person.sends();
  await person.number();
  await person.reads(words.text('newer.app_title'));
  assert.equal(await release(page), 'first', 'it waits for the tap');
  await person.presses('newer.take');
  await person.reads(words.text('welcome.title'));
  await comesToTheNextRelease(person, () => isNext(page));
  assert.equal(new URL(page.url()).pathname, '/');
  await person.opensOutbox();
  await person.number();
  await road.mailbox.letter();
});

test('a page that was put there before its worker is not kept with the files of another build', limit, async (t) => {
  const road = await Road.lay(t);
  const person = await road.youngPerson();
  const { words, page } = person;
  await person.arrives();
  await person.staysUntilEverythingIsHere();

  await road.endpoint.serves(await nextRelease(t, { script: () => `/app-${'f'.repeat(16)}.js` }));
  const came = await page.evaluate(async () => {
    const registration = await navigator.serviceWorker.ready;
    const updated = await registration.update();
    const worker = updated.installing ?? updated.waiting;
    if (!worker) return 'nothing';
    while (!['installed', 'redundant'].includes(worker.state)) await new Promise((done) => setTimeout(done, 50));
    return worker.state;
  });
  assert.equal(came, 'redundant');
  await road.endpoint.stops();
  await person.reloads();
  await person.seesTitle(words.text('welcome.title'));
  assert.equal(await release(page), 'first', 'whole, and without network');
});

test('a database of an older release, with something waiting in it, is brought forward and loses nothing', limit, async (t) => {
  const road = await Road.lay(t);
  const { person, line } = await waiting(road);
  const { words, page } = person;

  // The database as the first release made it: version 1, three stores.
  await page.goto('/icons/icon.svg');
  await page.evaluate(async () => {
    const done = (request) => new Promise((resolve, reject) => Object.assign(request, { onsuccess: () => resolve(request.result), onerror: () => reject(request.error) }));
    const stores = ['entries', 'records', 'kept'];
    const now = await done(indexedDB.open('premier-accueil'));
    if (now.version < 2) throw new Error('there is no step to walk');
    const all = [];
    for (const store of stores) {
      const read = () => now.transaction(store).objectStore(store);
      all.push([await done(read().getAllKeys()), await done(read().getAll())]);
    }
    now.close();
    await done(indexedDB.deleteDatabase('premier-accueil'));
    const opening = indexedDB.open('premier-accueil', 1);
    opening.onupgradeneeded = () => stores.forEach((store) => opening.result.createObjectStore(store));
    const old = await done(opening);
    const transaction = old.transaction(stores, 'readwrite');
    stores.forEach((store, place) => all[place][0].forEach((key, index) => transaction.objectStore(store).put(all[place][1][index], key)));
    await new Promise((resolve) => (transaction.oncomplete = resolve));
    old.close();
  });
  await person.arrives('/mes-envois');
  await person.reads(words.text('outbox.waiting'));
  assert.ok('drafts' in (await databases(page))['premier-accueil'], 'brought forward');
  line.works();
  await person.number({ within: 60_000 });
  await road.mailbox.letter();
});

test('a database of a newer release is used as it is: a tab left open from before goes on working', limit, async (t) => {
  const road = await Road.lay(t);
  const person = await road.youngPerson();
  const { page } = person;

  await person.fillsCallbackRequest(maelys());
  const other = await person.phone.newTab();
  await other.goto('/icons/icon.svg');
  await other.evaluate(
    () =>
      new Promise((done, fail) => {
        const opening = indexedDB.open('premier-accueil', 99);
        opening.onupgradeneeded = () => opening.result.createObjectStore('of_tomorrow');
        opening.onsuccess = () => {
          opening.result.close();
          done();
        };
        opening.onerror = fail;
      }),
  );
  await other.close();
  await person.sends();
  await person.number();
  assert.equal((await databases(page))['premier-accueil'].records.length, 1, 'kept in the database, not in memory');
  await road.mailbox.letter();
});
