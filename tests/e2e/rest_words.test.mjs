// The code and the first words come at once; the rest of the words when the form is started or a page needs them, and
// where they are missing nothing is lost.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { until } from './patience.mjs';
import { maelys } from './people.mjs';
import { Road } from './road.mjs';

const limit = { timeout: 60_000 };
const WASM = /\/app-[0-9a-f]{16}\.wasm$/;
const FIRST = /\/content\/fr-[0-9a-f]{16}\.bin$/;
const REST = /\/content\/fr-rest-[0-9a-f]{16}\.bin$/;
const SITE = /^\/v1\/site$/;

/** The paths that a page asks for from now on, and those of them that were answered whole. */
function listen(page) {
  const asked = [];
  const answered = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  page.on('requestfinished', (request) => answered.push(new URL(request.url()).pathname));
  const isHere = (path) => answered.some((one) => path.test(one));
  return { asked, isHere };
}

test('all of the code and the first words come with the first screen, and other pages ask for none of them', limit, async (t) => {
  const road = await Road.lay(t);
  const person = await road.youngPerson();
  const page = listen(person.page);
  await person.arrives();
  await until('the app is at work', () => page.isHere(SITE));
  const isOther = (path) => path.endsWith('.wasm') && !WASM.test(path);
  assert.deepEqual(page.asked.filter(isOther), [], 'one module');
  assert.ok(page.isHere(WASM) && page.isHere(FIRST));

  const askedBefore = page.asked.length;
  await person.opensOutbox();
  const asked = page.asked.slice(askedBefore);
  assert.deepEqual(asked.filter((path) => path.endsWith('.wasm') || FIRST.test(path)), []);
});

test('what few people read is not fetched for whoever looks, and is for whoever goes on', limit, async (t) => {
  const road = await Road.lay(t);
  const line = await road.line();
  const person = await road.youngPerson({ through: line });
  const askedForRest = () => line.asked.filter((request) => request.includes('-rest-'));
  await person.arrives();
  await person.staysUntilEverythingIsHere();
  assert.ok(line.asked.some((request) => WASM.test(request)), 'the line sees what is asked for');
  assert.deepEqual(askedForRest(), []);

  await person.starts();
  await until('its words were asked for', () => askedForRest().length >= 1);
});

test('a page that is opened first shows itself, and once its words are here where they come later', limit, async (t) => {
  const road = await Road.lay(t);
  const person = await road.youngPerson();
  await person.arrives('/mes-envois');
  await person.seesTitle(person.words.text('outbox.title'));

  const other = await road.youngPerson();
  const page = listen(other.page);
  await other.arrives('/mes-droits');
  await other.seesTitle(other.titleOf('droits'));
  assert.ok(page.isHere(REST));
});

test('a page that is shown stays as it is when more of the app comes', limit, async (t) => {
  const road = await Road.lay(t);
  const line = await road.line();
  const person = await road.youngPerson({ through: line });
  const page = listen(person.page);
  const heading = () => person.page.locator('main h1:visible').elementHandle();
  const [siteMayCome, restMayCome] = [line.holds(SITE), line.holds(REST)];

  await person.arrives();
  const first = await heading();
  siteMayCome();
  await until('the app is at work', () => page.isHere(SITE));
  assert.ok(await first.isVisible(), 'the first screen');

  await person.starts();
  const second = await heading();
  restMayCome();
  await person.staysUntilAllIsKept();
  assert.ok(await second.isVisible(), 'the page of questions');
});

test('once the app is here the network may go: the answers are sealed and kept, and leave later', limit, async (t) => {
  const road = await Road.lay(t);
  const person = await road.youngPerson();
  // As inside another app: nothing keeps files, so that all there is came with this visit.
  await person.page.addInitScript(() => delete Navigator.prototype.serviceWorker);
  const page = listen(person.page);
  await person.arrives();
  await until('the keys are here', () => page.isHere(SITE));
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
  test(`when the rest of the words cannot be had because ${what}, their pages say so, what is sent leaves, and they come by themselves`, limit, async (t) => {
    const road = await Road.lay(t);
    const line = await road.line();
    const person = await road.youngPerson({ through: line });
    line.withholds(REST, { as });
    // The static page has them already: it stays, and the app says that it is not all there.
    await person.page.goto('/mes-droits');
    await person.page.locator('#failure .of-network:visible').waitFor();
    await person.seesTitle(person.titleOf('droits'));

    // All the same, somebody asks to be called back.
    await person.arrives();
    await person.asksToBeCalledBack();
    await person.answers(maelys());
    await person.sends();
    await person.number({ within: 30_000 });

    // The worker's frame, and not the static page, which has its words and keeps them.
    await person.staysUntilEverythingIsHere();
    await person.arrives('/mes-droits');
    await person.reads(person.words.text('more.missing'));
    line.works();
    await person.page.getByRole('heading', { level: 1, name: person.titleOf('droits') }).waitFor({ timeout: 30_000 });
  });

  test(`when a page is opened in the middle of the form whose words cannot be had because ${what}, it says so, and nothing typed is lost`, limit, async (t) => {
    const road = await Road.lay(t);
    const line = await road.line();
    const person = await road.youngPerson({ through: line });
    line.withholds(REST, { as });
    await person.arrives();
    await person.asksToBeCalledBack();
    const answers = maelys();
    await person.answers(answers);
    await person.seesTitle(person.words.text('check.title'));
    await person.follows('frame.rights');
    await person.reads(person.words.text('more.missing'));
    await person.presses('more.again');
    await person.reads(person.words.text('more.missing'));

    line.works();
    // The app tries by itself too, and may be faster.
    await person.presses('more.again').catch(() => {});
    await person.seesTitle(person.titleOf('droits'));
    const missing = person.page.getByText(person.words.text('more.missing'));
    assert.equal(await missing.count(), 0, 'it is here now, and nothing says otherwise');

    await person.goesBack();
    await person.seesTitle(person.words.text('check.title'));
    assert.ok((await person.pageText()).includes(answers.first_name), 'what was typed is still there');
    await person.sends();
    await person.number();
  });
}
