// The later parts of the code: the late one comes by itself after the first screen, the rest one when somebody goes on
// or opens one of its pages; both are missed without harm.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { until } from './patience.mjs';
import { maelys } from './people.mjs';
import { Road } from './road.mjs';

const limit = { timeout: 60_000 };
const LATE = /\/late-[0-9a-f]{16}\.wasm$/;
const REST = /\/rest-[0-9a-f]{16}\.wasm$/;

/** The paths that a page asks for from now on, and those of them that were answered whole. */
function listen(page) {
  const asked = [];
  const answered = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  page.on('requestfinished', (request) => answered.push(new URL(request.url()).pathname));
  const isHere = (path) => answered.some((one) => path.test(one));
  return { asked, isHere };
}

test('the late part is fetched once, by itself, after what the first screen needs', limit, async (t) => {
  const road = await Road.lay(t);
  const person = await road.youngPerson();
  const page = listen(person.page);
  await person.arrives();
  await until('the late part is here', () => page.isHere(LATE));

  const at = (path) => page.asked.findIndex((one) => path.test(one));
  for (const first of [/^\/app-.*\.wasm$/, /^\/app-.*\.js$/, /^\/content\/fr-[0-9a-f]{16}\.bin$/]) {
    assert.ok(at(first) >= 0 && at(first) < at(LATE), `${first} comes before\n${page.asked.join('\n')}`);
  }
  await person.opensOutbox();
  assert.equal(page.asked.filter((path) => LATE.test(path)).length, 1);
});

test('what few people open is not fetched for whoever looks, and is for whoever goes on', limit, async (t) => {
  const road = await Road.lay(t);
  const line = await road.line();
  const person = await road.youngPerson({ through: line });
  const askedForRest = () => line.asked.filter((request) => /[/-]rest-/.test(request));
  await person.arrives();
  await person.staysUntilEverythingIsHere();
  assert.ok(line.asked.some((request) => LATE.test(request)), 'the line sees what is asked for');
  assert.deepEqual(askedForRest(), []);

  await person.starts();
  await until('its code and its words were asked for', () => askedForRest().length >= 2);
});

test('a page of the late part that is opened first shows itself once the late part is here', limit, async (t) => {
  const road = await Road.lay(t);
  const person = await road.youngPerson();
  const page = listen(person.page);
  await person.arrives('/mes-envois');
  await person.seesTitle(person.words.text('outbox.title'));
  assert.equal(page.asked.filter((path) => LATE.test(path)).length, 1);

  // Here its words come later too.
  const other = await road.youngPerson();
  await other.arrives('/mes-droits');
  await other.seesTitle(other.titleOf('droits'));
});

test('a page that is shown stays as it is when more of the app comes', limit, async (t) => {
  const road = await Road.lay(t);
  const line = await road.line();
  const person = await road.youngPerson({ through: line });
  const page = listen(person.page);
  const heading = () => person.page.locator('main h1:visible').elementHandle();
  const [lateMayCome, restMayCome] = [line.holds(LATE), line.holds(REST)];

  await person.arrives();
  const first = await heading();
  lateMayCome();
  await until('the late part is at work', () => page.isHere(LATE) && page.isHere(/^\/v1\/site$/));
  assert.ok(await first.isVisible(), 'the first screen');

  await person.starts();
  const second = await heading();
  restMayCome();
  await person.staysUntilAllIsKept();
  assert.ok(await second.isVisible(), 'the page of questions');
});

test('once the late part is here the network may go: the answers are sealed and kept, and leave later', limit, async (t) => {
  const road = await Road.lay(t);
  const person = await road.youngPerson();
  // As inside another app: nothing keeps files, so that all there is came with this visit.
  await person.page.addInitScript(() => delete Navigator.prototype.serviceWorker);
  const page = listen(person.page);
  await person.arrives();
  await until('the late part and the keys are here', () => page.isHere(LATE) && page.isHere(/^\/v1\/site$/));
  await road.endpoint.stops();

  await person.asksToBeCalledBack();
  await person.answers(maelys());
  await person.seesTitle(person.words.text('check.title'));
  await person.sends();
  await person.reads(person.words.text('sent.status_kept'));

  await road.endpoint.startsAgain();
  await person.number({ within: 30_000 });
});

for (const [what, as] of [
  ['the network is gone', 'gone'],
  ['a captive portal answers', 'portal'],
]) {
  test(`when the rest cannot be had because ${what}, its pages say so, what is sent is kept, and all comes by itself`, limit, async (t) => {
    const road = await Road.lay(t);
    const line = await road.line();
    const person = await road.youngPerson({ through: line });
    line.withholds(REST, { as });
    await person.arrives('/mes-droits');
    await person.reads(person.words.text('more.missing'));

    // All the same, somebody asks to be called back.
    await person.arrives();
    await person.asksToBeCalledBack();
    await person.answers(maelys());
    await person.sends();
    await person.reads(person.words.text('sent.status_kept'));

    line.works();
    await person.number({ within: 30_000 });
    await person.arrives('/mes-droits');
    await person.seesTitle(person.titleOf('droits'));
  });

  test(`when the late part cannot be had because ${what}, the page says so, and nothing typed is lost`, limit, async (t) => {
    const road = await Road.lay(t);
    const line = await road.line();
    const person = await road.youngPerson({ through: line });
    line.withholds(LATE, { as });
    await person.arrives();
    await person.asksToBeCalledBack();
    const answers = maelys();
    await person.answers(answers);
    await person.reads(person.words.text('more.missing'));
    await person.presses('more.again');
    await person.reads(person.words.text('more.missing'));

    line.works();
    // The app tries by itself too, and may be faster.
    await person.presses('more.again').catch(() => {});
    await person.seesTitle(person.words.text('check.title'));
    assert.ok((await person.pageText()).includes(answers.first_name), 'what was typed is still there');
    const missing = person.page.getByText(person.words.text('more.missing'));
    assert.equal(await missing.count(), 0, 'it is here now, and nothing says otherwise');
    await person.sends();
    await person.number();
  });
}
