// The main road: what is typed on a phone arrives in the mailbox, once, whole, and nowhere else.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { born, maelys, maelysInFull, tracesIn } from './people.mjs';
import { expectedRows, readFiche } from './printed_fiche.mjs';
import { Road } from './road.mjs';
import { site } from './words.mjs';

const limit = { timeout: 90_000 };

test('a full registration typed on a phone arrives once, as a mail whose PDF says all that was typed', limit, async (t) => {
  const road = await Road.lay(t);
  const person = await road.youngPerson();
  const answers = maelysInFull();

  await person.fillsRegistration(answers);
  await person.sends();
  const number = await person.number();
  await person.reads(person.words.text('sent.status_received'));

  const letter = await road.mailbox.letter();
  const fiche = await readFiche(letter);
  assert.ok(fiche.includes(number), 'the PDF has the number that the phone shows');
  for (const row of expectedRows('preinscription', answers, person.words)) {
    assert.ok(fiche.includes(row), `the PDF says “${row}”\n${fiche}`);
  }
  for (const said of ['BENOIT-HADDAD', 'LEFEVRE-OUARDI', '06.39.98.41.27', '19 ans', 'Roubaix (INSEE 59512)', 'Dans le territoire', site.name]) {
    assert.ok(fiche.includes(said), `the PDF says “${said}”\n${fiche}`);
  }
  assert.ok(!fiche.includes('Moins de 18'), 'nineteen is no minor');

  const id = person.submissionId();
  await road.endpoint.delivers(id);
  assert.equal(road.mailbox.letters.length, 1, 'one mail');
  assert.ok(!road.endpoint.log.includes(id), 'the log has no whole id');
  assert.deepEqual(tracesIn(road.endpoint.log, answers), [], 'the log has no answer');
});

test('nothing personal is in the subject, the text, the headers or the file name of the mail', limit, async (t) => {
  const road = await Road.lay(t);
  const person = await road.youngPerson();
  const answers = maelys();

  await person.fillsCallbackRequest(answers);
  await person.sends();
  const number = await person.number();

  const letter = await road.mailbox.letter();
  const [attachment, ...others] = letter.attachments;
  assert.equal(others.length, 0, 'one attachment');
  assert.equal(attachment.mimeType, 'application/pdf');
  assert.ok(letter.subject.includes(number), letter.subject);
  assert.ok(attachment.filename.includes(number.replaceAll('-', '')), attachment.filename);
  const envelope = [letter.subject, letter.text, letter.html, attachment.filename, JSON.stringify(letter.headers)];
  assert.deepEqual(tracesIn(envelope.join('\n'), answers), []);
});

test('a minor is flagged, and so is a commune of another Mission Locale', limit, async (t) => {
  const road = await Road.lay(t);
  const person = await road.youngPerson();

  await person.fillsCallbackRequest(maelys({ birth_date: born(16, -100), postal_code: '59000', commune_code: 'Lille' }));
  await person.sends();
  await person.number();

  const fiche = await readFiche(await road.mailbox.letter());
  assert.ok(fiche.includes('16 ans'), fiche);
  assert.ok(fiche.includes('Moins de 18'), fiche);
  assert.ok(fiche.includes('Hors territoire'), fiche);
});

test('somebody without an address who was born abroad is asked for a country, and for no street', limit, async (t) => {
  const road = await Road.lay(t);
  const person = await road.youngPerson();
  const { address_line, address_extra, birth_commune, diploma_title, ...others } = maelysInFull();
  const answers = { ...others, no_stable_address: 'yes', born_abroad: 'yes', birth_country: 'SN', highest_diploma: 'no_diploma' };

  await person.fillsRegistration(answers);
  await person.sends();
  await person.number();

  const fiche = await readFiche(await road.mailbox.letter());
  for (const row of expectedRows('preinscription', answers, person.words)) {
    assert.ok(fiche.includes(row), `the PDF says “${row}”\n${fiche}`);
  }
  for (const field of ['Numéro, Libellé de voie', 'Commune de naissance']) {
    assert.ok(!fiche.includes(field), `the PDF has no “${field}”`);
  }
});

test('an impatient double tap on the last button sends once', limit, async (t) => {
  const road = await Road.lay(t);
  const line = await road.line();
  const person = await road.youngPerson({ through: line });

  await person.fillsCallbackRequest(maelys());
  await person.sendsImpatiently();
  await person.number();

  assert.equal(person.phone.submissionIds.size, 1);
  assert.deepEqual(line.answers(), [201]);
  await road.endpoint.delivers(person.submissionId());
  assert.equal(road.mailbox.letters.length, 1, 'one mail');
});
