// The short form, and a full form that was cut short.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { maelys, maelysInFull } from './people.mjs';
import { expectedRows, readFiche } from './printed_fiche.mjs';
import { Road } from './road.mjs';

const limit = { timeout: 60_000 };

async function ficheSays(letter, answers, person) {
  const fiche = await readFiche(letter);
  for (const row of expectedRows('etre-rappele', answers, person.words)) {
    assert.ok(fiche.includes(row), `the PDF says “${row}”\n${fiche}`);
  }
  return fiche;
}

test('who only wants to be called back is asked for little, and it all arrives', limit, async (t) => {
  const road = await Road.lay(t);
  const person = await road.youngPerson();

  await person.fillsCallbackRequest(maelys());
  await person.sends();
  const number = await person.number();

  const fiche = await ficheSays(await road.mailbox.letter(), maelys(), person);
  assert.ok(fiche.includes(number));
  assert.ok(fiche.includes('Demande de rappel'), fiche);
});

test('a full form left in the middle is sent as a short one, with what the short one asks', limit, async (t) => {
  const road = await Road.lay(t);
  const person = await road.youngPerson();
  const answers = maelysInFull();

  await person.arrives();
  await person.starts();
  await person.answersUpTo('naissance', answers);
  await person.prefersACall();
  await person.sends();
  await person.number();

  const { contact_slots } = answers;
  const fiche = await ficheSays(await road.mailbox.letter(), maelys({ contact_slots }), person);
  assert.ok(fiche.includes('Demande de rappel'), fiche);
  for (const other of [answers.address_line, answers.email]) {
    assert.ok(!fiche.includes(other), 'what the short form does not ask stays on the phone');
  }
});

test('the short way is offered once it can be sent, and what is taken away after that is asked for', limit, async (t) => {
  const road = await Road.lay(t);
  const person = await road.youngPerson();
  const way = person.page.getByRole('link', { name: person.words.text('section.callback_hint') });

  await person.arrives();
  await person.starts();
  for (const section of ['besoins', 'toi', 'contact']) {
    await person.answersUpTo(section, maelys());
    await person.seesTitle(person.words.sectionTitle('preinscription', section));
    assert.ok(!(await way.isVisible()), section);
  }
  await person.fills(maelys());
  await way.waitFor();
  await person.prefersACall();
  await person.changes('contact');
  await person.fills({ phone: '' });
  await person.goesBack();
  await person.seesTitle(person.words.text('check.title'));
  await person.sends();

  const missing = person.words.refusal('etre-rappele', 'phone', 'missing');
  await person.errorSummary().waitFor();
  assert.deepEqual(await person.refusals(), [missing]);
  await person.errorSummary().getByRole('link').tap();
  await person.seesTitle(person.words.sectionTitle('etre-rappele', 'contact'));
  await person.fills(maelys());
  await person.continues();
  await person.seesTitle(person.words.text('check.title'));
  await person.sends();
  await person.number();

  await ficheSays(await road.mailbox.letter(), maelys(), person);
});
