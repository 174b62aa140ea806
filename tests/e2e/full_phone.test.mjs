// A phone that keeps nothing: true words, and online the form works all the same.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { maelys } from './people.mjs';
import { readFiche } from './printed_fiche.mjs';
import { Road } from './road.mjs';

const limit = { timeout: 90_000 };
const BY_ITSELF = { within: 60_000 };

/** Runs in the page, before the app: the browser has no database for it, as with some private windows. */
function refuses() {
  IDBFactory.prototype.open = () => {
    throw new DOMException('not here', 'SecurityError');
  };
}

/** The same, said later: nothing is thrown, the request fails. */
function fails() {
  IDBFactory.prototype.open = () => {
    const request = new EventTarget();
    request.error = new DOMException('not here', 'UnknownError');
    setTimeout(() => {
      const event = new Event('error');
      request.onerror?.(event);
      request.dispatchEvent(event);
    });
    return request;
  };
}

/** The phone is full: everything can be read, nothing more can be written. */
function isFull() {
  for (const write of ['put', 'add']) {
    IDBObjectStore.prototype[write] = () => {
      throw new DOMException('no room', 'QuotaExceededError');
    };
  }
}

/** The phone is full, and says so only when it should write to the disk. */
function isFullInTheEnd() {
  const put = IDBObjectStore.prototype.put;
  IDBObjectStore.prototype.put = function (...words) {
    const request = put.apply(this, words);
    request.addEventListener('success', () => this.transaction.abort());
    return request;
  };
}

async function filledInOn(road, trouble) {
  const person = await road.youngPerson();
  await person.page.addInitScript(trouble);
  await person.fillsCallbackRequest(maelys());
  return person;
}

/** "Kept" stands nowhere. */
async function saysNotKept(person) {
  const said = await person.everyWord();
  for (const key of ['sent.status_kept', 'sent.kept', 'sent.lead_kept', 'outbox.waiting']) {
    assert.ok(!said.includes(person.words.text(key)), `“${person.words.text(key)}” is said: ${said}`);
  }
  return said;
}

for (const [what, trouble] of [
  ['has no database', refuses],
  ['has a database that fails', fails],
  ['is full', isFull],
  ['is full in the end', isFullInTheEnd],
]) {
  test(`a phone that ${what}: online it is sent and received, and never said to be kept`, limit, async (t) => {
    const road = await Road.lay(t);
    const person = await filledInOn(road, trouble);
    await person.sends();
    const number = await person.receipt();
    await saysNotKept(person);
    assert.ok((await readFiche(await road.mailbox.letter())).includes(number));
    assert.equal(road.mailbox.letters.length, 1, 'one mail');
  });
}

for (const [what, trouble] of [['has no database', refuses], ['has a database that fails', fails]]) {
  test(`a phone that ${what}, without network: the page says that it has to stay open, and sends once it can`, limit, async (t) => {
    const road = await Road.lay(t);
    const person = await filledInOn(road, trouble);
    await road.endpoint.stops();
    await person.sends();
    await person.reads(person.words.text('sent.status_in_memory'));
    await person.reads(person.words.text('sent.lead_in_memory'));
    await saysNotKept(person);

    await road.endpoint.startsAgain();
    await person.number(BY_ITSELF);
  });
}

for (const [what, trouble] of [['is full', isFull], ['is full in the end', isFullInTheEnd]]) {
  test(`a phone that ${what}, without network: that is said, and the answers stay on the screen until they can leave`, limit, async (t) => {
    const road = await Road.lay(t);
    const person = await filledInOn(road, trouble);
    await road.endpoint.stops();
    await person.sends();
    await person.reads(person.words.text('sending.not_kept'));
    const said = await saysNotKept(person);
    for (const answer of [maelys().first_name, maelys().usage_name, maelys().phone]) assert.ok(said.includes(answer), `${answer} stands there: ${said}`);

    await road.endpoint.startsAgain();
    await person.sends();
    await person.receipt();
    await saysNotKept(person);
    await road.mailbox.letter();
    assert.equal(road.mailbox.letters.length, 1, 'one mail');
  });
}
