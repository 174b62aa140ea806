// What stays on the phone: nothing that anybody could read, at any moment.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { everythingKept } from './kept.mjs';
import { maelysInFull, tracesIn } from './people.mjs';
import { Road } from './road.mjs';

test('no answer can be read on the phone: not while filling in, not while it waits, not once it is received', { timeout: 90_000 }, async (t) => {
  const road = await Road.lay(t);
  const line = await road.line();
  const person = await road.youngPerson({ through: line });
  const answers = maelysInFull();
  const nothingKept = async (when) => assert.deepEqual(tracesIn(await everythingKept(person.page), answers), [], when);

  await person.fillsRegistration(answers);
  assert.ok(tracesIn(await person.page.content(), answers).length > 5, 'the search finds answers where they are');
  await nothingKept('while filling in');

  line.belongsToAPortal();
  await person.sends();
  await person.reads(person.words.text('sent.status_kept'));
  assert.match(await everythingKept(person.page), new RegExp(person.submissionId()), 'the search sees what waits');
  await nothingKept('while it waits');

  line.works();
  await person.number({ within: 60_000 });
  await nothingKept('once it is received');

  await person.reloads();
  await nothingKept('after the page was closed');
  assert.deepEqual(tracesIn(await person.page.content(), answers), [], 'on the page that is opened again');
  await person.goesBack();
  assert.deepEqual(tracesIn(await person.page.content(), answers), [], 'on the page before');
});
