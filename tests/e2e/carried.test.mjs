// What waits on a phone without network leaves from another device, and nothing arrives twice.

import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { everythingKept } from './kept.mjs';
import { until } from './patience.mjs';
import { maelys, tracesIn } from './people.mjs';
import { Road } from './road.mjs';
import { waiting } from './waiting.mjs';

const limit = { timeout: 120_000 };

/** Opens the part of "mes envois" that carries envelopes from one device to another. */
async function opensCarrying(person) {
  await person.page.getByText(person.words.text('rescue.title')).click();
}

/** Somebody whose registration waits on her phone, where it can be put in a file. */
async function whoWaits(t, prepares) {
  const road = await Road.lay(t);
  const { person, line } = await waiting(road, prepares);
  await person.opensOutbox();
  await opensCarrying(person);
  return { road, line, person };
}

/** Somebody with network, where a file can be opened. */
async function whoHelps(road) {
  const helper = await road.youngPerson();
  await helper.arrives('/mes-envois');
  await opensCarrying(helper);
  return helper;
}

/** What waits, as a file. */
async function givenFile(person) {
  const [download] = await Promise.all([person.page.waitForEvent('download'), person.presses('rescue.give')]);
  return download;
}

test('a file carries it, sealed, to a device with network; when the phone finds its own again, nothing doubles', limit, async (t) => {
  const { road, line, person } = await whoWaits(t);
  const { words } = person;
  const folder = await mkdtemp(path.join(os.tmpdir(), 'premier-accueil-carried-'));
  t.after(() => rm(folder, { recursive: true, force: true }));

  const download = await givenFile(person);
  const file = path.join(folder, download.suggestedFilename());
  await download.saveAs(file);
  await person.reads(words.text('rescue.given'));
  const carried = await readFile(file, 'utf8');
  assert.deepEqual(tracesIn(carried, maelys()), [], 'sealed');
  assert.ok(!carried.includes('"owner"'), 'who holds the file cannot act on what is in it');
  assert.match(await everythingKept(person.page), /owner\\+":/, 'she herself can');

  const helper = await whoHelps(road);
  await helper.page.getByLabel(words.text('rescue.take')).setInputFiles(file);
  await helper.page.getByText(words.text('rescue.taken').replace('{count}', '1')).waitFor();
  const [{ id }] = JSON.parse(carried);
  const status = await until('it arrived', () => road.endpoint.status(id).catch(() => undefined));
  // Not the letter: the endpoint writes it down after the mailbox has it, and the page asks once.
  await road.endpoint.delivers(id);
  // It was never the helper's: once the mailbox has it no copy and no number stays there, and its going is no loss.
  // That page asks at once.
  await helper.arrives('/mes-envois');
  await until('nothing stays', async () => !(await everythingKept(helper.page)).includes(id));
  await helper.reads(words.text('outbox.nothing'));
  assert.ok(!(await helper.pageText()).includes(words.text('wiped.title')));

  line.works();
  await person.triesNow();
  assert.equal((await person.number()).replaceAll('-', ''), status.reference);
  assert.deepEqual(line.answers(), [200], 'already there');
  assert.equal(road.mailbox.letters.length, 1, 'one mail');
});

test('a phone that shares no such file makes a download of it', limit, async (t) => {
  // As Chrome on Android: it says that it can, and then will not.
  const refusing = (page) =>
    page.addInitScript(() => {
      navigator.canShare = () => true;
      navigator.share = () => Promise.reject(new DOMException('Permission denied', 'NotAllowedError'));
    });
  const { person } = await whoWaits(t, refusing);
  const download = await givenFile(person);
  assert.match(await readFile(await download.path(), 'utf8'), /^\[\{"format":1,/);
});

test('what the endpoint refuses can be carried away as a file, and leaves from where it is taken', limit, async (t) => {
  const road = await Road.lay(t);
  const line = await road.line();
  const person = await road.youngPerson({ through: line });
  const { words } = person;

  await person.fillsCallbackRequest(maelys());
  line.refuses();
  await person.sends();
  await person.reads(words.text('sent.status_stuck'));
  // The browser says of every refusal that it could not load it.
  person.phone.complaints.splice(0);
  await person.opensOutbox();
  await opensCarrying(person);
  const download = await givenFile(person);

  const helper = await whoHelps(road);
  await helper.page.getByLabel(words.text('rescue.take')).setInputFiles(await download.path());
  await road.mailbox.letter();
});

test('a file of something else, or one that was changed, is refused in plain words', limit, async (t) => {
  const { person, road } = await whoWaits(t);
  const { words } = person;
  const input = person.page.getByLabel(words.text('rescue.take'));
  const download = await givenFile(person);
  const good = JSON.parse(await readFile(await download.path(), 'utf8'));

  const helper = await whoHelps(road);
  const changed = [{ ...good[0], body: good[0].body.replace('"v":1', '"v": 1') }];
  for (const text of ['not JSON', '{"a":1}', '[{"id":"x"}]', JSON.stringify(changed)]) {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'premier-accueil-carried-'));
    const file = path.join(folder, 'other.json');
    await writeFile(file, text);
    await helper.page.getByLabel(words.text('rescue.take')).setInputFiles(file);
    await helper.reads(words.text('rescue.not_ours'));
    await rm(folder, { recursive: true });
    await helper.page.reload();
    await opensCarrying(helper);
  }
  assert.equal(road.mailbox.offers.length, 0);
  // What is here already is not taken twice.
  await input.setInputFiles(await download.path());
  await person.reads(words.text('rescue.nothing_new'));
});
