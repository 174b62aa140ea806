// The phone as the second copy: it keeps what was acknowledged until the mailbox has it, and sends again what is lost.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { databases } from './kept.mjs';
import { until } from './patience.mjs';
import { maelys } from './people.mjs';
import { readFiche } from './printed_fiche.mjs';
import { Road } from './road.mjs';
import { flat } from './words.mjs';

const limit = { timeout: 120_000 };
const BY_ITSELF = { within: 60_000 };

/** The standing of everything that lies in the outbox's own store. */
async function standings(person) {
  const { entries } = (await databases(person.page))['premier-accueil'];
  return entries.map(([, text]) => JSON.parse(text).standing.state);
}

/** Somebody whose sending is received. */
async function received(t) {
  const road = await Road.lay(t);
  const line = await road.line();
  const person = await road.youngPerson({ through: line });
  await person.fillsCallbackRequest(maelys());
  await person.sends();
  const number = await person.number();
  return { road, line, person, number };
}

test('what was received leaves a sealed copy until the mailbox has it, and “ce téléphone” says so', limit, async (t) => {
  const { road, line, person, number } = await received(t);
  line.withholds(/^\/v1\/submissions/);
  assert.deepEqual(await standings(person), ['unconfirmed']);
  await person.opens('frame.device', person.words.text('device.title'));
  const start = flat(person.words.text('device.copies_one').split('{')[0]);
  await until('the copy is told', async () => (await person.pageText()).includes(start));
  await person.presses('device.erase');
  assert.ok((await person.pageText()).includes(flat(person.words.text('device.sure_copy'))));
  await person.presses('device.keep');

  await road.mailbox.letter();
  await road.endpoint.delivers(person.submissionId());
  line.works();
  await person.arrives('/mes-envois');
  await person.reads(person.words.text('outbox.delivered'));
  assert.deepEqual(await standings(person), [], 'nothing of it stays');
  assert.ok((await person.pageText()).includes(number));
});

test('what the endpoint has lost after its receipt is sent again, and the number that changed is told with the old one', limit, async (t) => {
  const { road, line, person, number } = await received(t);
  line.withholds(/^\/v1\/submissions/);
  await road.mailbox.letter();
  await road.endpoint.losesWhatItReceived();
  line.works();
  await person.arrives('/mes-envois');
  await until('it is there again', () => road.endpoint.status(person.submissionId()).then(() => true, () => false), BY_ITSELF);
  const { reference } = await road.endpoint.status(person.submissionId());
  assert.notEqual(reference, number.replaceAll('-', ''));
  const former = flat(person.words.text('outbox.former', { number }));
  await until('both numbers are told', async () => (await person.pageText()).includes(former), BY_ITSELF);
  await until('it is mailed under the new one', () => road.mailbox.letters.length === 2, BY_ITSELF);
  // The browser says of a status that is not found that it could not load it.
  assert.match(person.phone.complaints.splice(0).join(), /404/);
});

test('with every page closed, the worker finds out once a day what was lost, and sends it again', limit, async (t) => {
  const { road, line, person, number } = await received(t);
  await road.mailbox.letter();
  await person.staysUntilEverythingIsHere();
  await person.phone.closesItsPages();
  await road.endpoint.losesWhatItReceived();
  await person.phone.wakesTheWorkerOnceADay('outbox');
  await until('it is there again', () => road.endpoint.status(person.submissionId()).then(() => true, () => false), BY_ITSELF);
  assert.deepEqual(line.answers(), [201, 201], 'the first time, and once more');

  const later = await person.opensAnotherTab('/mes-envois');
  const former = flat(later.words.text('outbox.former', { number }));
  await until('both numbers are told', async () => (await later.pageText()).includes(former), BY_ITSELF);
  person.phone.complaints.splice(0);
});

test('where a filter forbids PUT, what is sent leaves by POST', limit, async (t) => {
  const road = await Road.lay(t);
  const line = await road.line();
  const person = await road.youngPerson({ through: line });
  await person.fillsCallbackRequest(maelys());
  line.forbids('PUT');
  await person.sends();
  const number = await person.number();
  assert.ok((await readFiche(await road.mailbox.letter())).includes(number));
  assert.deepEqual(line.crossings.filter(({ method }) => method === 'POST').map(({ status }) => status), [201]);
  assert.match(person.phone.complaints.splice(0).join(), /403/);
});

test('where a filter forbids sending, it is said at once, and all leaves by the next network', limit, async (t) => {
  const road = await Road.lay(t);
  const line = await road.line();
  const person = await road.youngPerson({ through: line });
  await person.fillsCallbackRequest(maelys());
  line.forbids('PUT', 'POST');
  await person.sends();
  await person.reads(person.words.text('status.blocked'));
  await person.opensOutbox();
  await person.reads(person.words.text('outbox.waiting'));
  line.works();
  await person.number(BY_ITSELF);
  const banner = person.page.getByText(person.words.text('status.blocked'));
  await until('it is said no more', async () => (await banner.count()) === 0);
  person.phone.complaints.splice(0);
});
