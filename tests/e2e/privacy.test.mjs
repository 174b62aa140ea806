// What stays on the phone: nothing that anybody could read, at any moment.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { everythingKept } from './kept.mjs';
import { until } from './patience.mjs';
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

test('once the app is here, nothing is requested from the first question to “envoyer”', { timeout: 90_000 }, async (t) => {
  const road = await Road.lay(t);
  const line = await road.line();
  const person = await road.youngPerson({ through: line });
  await person.arrives();
  await person.goesOnUntilAllIsKept();
  // The second visit: the first one may still ask for what it shows.
  await person.arrives();
  await until('the app has asked for its site', () => line.asked.filter((request) => request.startsWith('GET /v1/')).length > 1);
  const frames = () => line.asked.filter((request) => request === 'GET /frame.html').length;
  const framesBefore = frames();
  await person.starts();
  // Going on has the worker keep all once more, and it fetches pages anew each time.
  await until('the worker has fetched the frame anew', () => frames() > framesBefore);
  const before = line.asked.length;
  assert.ok(before > 10, 'the line sees what is asked for');

  await person.answers(maelysInFull());
  await person.seesTitle(person.words.text('check.title'));
  await person.changes('contact');
  await person.continues();
  await person.seesTitle(person.words.text('check.title'));
  // The browser looks by itself whether there is a newer worker, some time after a page was opened.
  assert.deepEqual(line.asked.slice(before).filter((request) => request !== 'GET /sw.js'), []);

  await person.sends();
  await person.number();
  assert.ok(line.asked.some((request) => request.startsWith('PUT /v1/')), 'the line sees what leaves');
});
