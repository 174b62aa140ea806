// Where a sending stands, in true words: kept, received, in the mailbox, cleared by the browser.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { until } from './patience.mjs';
import { maelys } from './people.mjs';
import { Road } from './road.mjs';
import { waiting } from './waiting.mjs';
import { LANGUAGES } from './words.mjs';

const limit = { timeout: 120_000 };

test('“mes envois” follows a sending from the phone to the mailbox, and tells a screen reader', limit, async (t) => {
  const road = await Road.lay(t);
  const { person, line } = await waiting(road);
  const { words } = person;
  const count = (waiting, received, delivered) =>
    words.text('outbox.summary').replace('{waiting}', waiting).replace('{received}', received).replace('{delivered}', delivered);

  await person.opensOutbox();
  await person.reads(words.text('outbox.waiting'));
  const status = person.page.getByRole('main').getByRole('status').first();
  assert.equal((await status.innerText()).replace(/\s/g, ' '), count(1, 0, 0).replace(/\s/g, ' '));

  line.works();
  await person.triesNow();
  await person.number();
  await road.mailbox.letter();
  await road.endpoint.delivers(person.submissionId());
  await person.arrives('/mes-envois');
  await person.reads(words.text('outbox.delivered'));
  await until('it is said aloud', async () => (await status.innerText()).replace(/\s/g, ' ') === count(0, 1, 1).replace(/\s/g, ' '));
  // It is known without network from now on.
  await road.endpoint.stops();
  await person.page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await person.arrives('/mes-envois');
  await person.reads(words.text('outbox.delivered'));
});

for (const language of LANGUAGES) {
  test(`what becomes of a sending shows on its card, and nothing moves under the finger (${language})`, limit, async (t) => {
    const road = await Road.lay(t);
    const line = await road.line();
    const person = await road.youngPerson({ through: line });
    await person.fillsCallbackRequest(maelys());
    await person.sends();
    await person.receipt();
    if (language !== 'fr') await person.switchesLanguage(language);
    const { words } = person;
    await road.endpoint.delivers(person.submissionId());

    const answer = line.holds(/^\/v1\/submissions\//);
    await person.opensOutbox();
    await person.reads(words.text('outbox.received'));
    const link = await person.page.getByRole('link', { name: words.text('outbox.rights'), exact: true }).elementHandle();
    const below = person.page.getByText(words.text('rescue.title'));
    const places = async () => [await link.boundingBox(), await below.boundingBox()];
    const before = await places();
    answer();
    await person.reads(words.text('outbox.delivered'));
    assert.ok(await link.evaluate((link) => link.isConnected), 'the same link');
    assert.deepEqual(await places(), before);
  });
}

for (const [what, portal, key] of [
  ['what waited', true, 'wiped.waiting'],
  ['the numbers of what was sent', false, 'wiped.sent'],
]) {
  test(`when the browser has cleared ${what}, the next visit says so, once`, limit, async (t) => {
    const road = await Road.lay(t);
    const line = await road.line();
    const person = await road.youngPerson({ through: line });
    const { words } = person;

    await person.fillsCallbackRequest(maelys());
    if (portal) line.belongsToAPortal();
    await person.sends();
    await person.reads(words.text(portal ? 'sent.status_kept' : 'sent.status_received'));
    // A page of the same site without the app.
    await person.page.goto('/icons/icon.svg');
    await person.page.evaluate(
      () =>
        new Promise((done, fail) => {
          const request = indexedDB.deleteDatabase('premier-accueil');
          request.onsuccess = done;
          request.onerror = fail;
        }),
    );
    await person.arrives();
    await person.reads(words.text(key));
    await person.presses('wiped.seen');
    await person.arrives('/mes-envois');
    await person.reads(words.text('outbox.nothing'));
    assert.ok(!(await person.pageText()).includes(words.text('wiped.title')));
  });
}

test('what a person erases herself is not called cleared by the browser', limit, async (t) => {
  const road = await Road.lay(t);
  const person = await road.youngPerson();
  const { words } = person;

  await person.fillsCallbackRequest(maelys());
  await person.sends();
  await person.number();
  await person.opens('frame.device', words.text('device.title'));
  await person.presses('device.erase');
  await person.presses('device.erase_now');
  await person.reads(words.text('device.erased'));
  await person.arrives('/mes-envois');
  await person.reads(words.text('outbox.nothing'));
  assert.ok(!(await person.pageText()).includes(words.text('wiped.title')));
});
