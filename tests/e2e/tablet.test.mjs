// A tablet that passes from hand to hand: nothing of a person is there for the next one, and nothing is lost.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { everythingKept } from './kept.mjs';
import { until } from './patience.mjs';
import { maelys, maelysInFull, tracesIn } from './people.mjs';
import { Road } from './road.mjs';

const limit = { timeout: 120_000 };

/** Somebody at a tablet that its team has made a shared one; its clock can be moved. */
async function atTheTablet(t) {
  const road = await Road.lay(t);
  const line = await road.line();
  const person = await road.youngPerson({ through: line, width: 768, height: 1024 });
  await person.page.clock.install();
  await person.sharesTheDevice();
  return { road, line, person };
}

/** Somebody sends where nothing leaves, and puts the tablet down. */
async function leavesOneWaiting({ person, line }) {
  await person.asksToBeCalledBack();
  await person.answers(maelys());
  line.belongsToAPortal();
  await person.sends();
  await person.reads(person.words.text('shared.status_kept'));
  await person.putsItDown();
}

async function seesNothingOf(person, answers) {
  const words = person.words;
  await person.seesTitle(words.text('welcome.title'));
  assert.deepEqual(tracesIn(await person.page.content(), answers), [], 'on the page');
  assert.deepEqual(tracesIn(await everythingKept(person.page), answers), [], 'in what the browser keeps');
  assert.equal(await person.page.evaluate(() => document.title), words.text('frame.title'));
  // Each way back, and each way ahead, leads to a page without an answer.
  for (const way of ['goesBack', 'goesForward']) {
    await person[way]().catch(() => {});
    if (person.page.url().startsWith('about:')) {
      await person.page.goForward();
    }
    const values = await person.page.getByRole('main').locator('input:not([type=radio]):not([type=checkbox]), select').evaluateAll((fields) => fields.map(({ value }) => value).filter(Boolean));
    assert.deepEqual(values, [], `${way}: no field is filled`);
    assert.deepEqual(tracesIn(await person.page.content(), answers), [], way);
  }
}

test('after a sending, one tap and everything of the person is gone, her number too; the counter says how many wait', limit, async (t) => {
  const { road, line, person } = await atTheTablet(t);
  const { words } = person;
  const answers = maelysInFull();

  await person.reads(words.text('shared.text'));
  await person.starts();
  for (const { id } of words.sections('preinscription')) {
    await person.answersUpTo(id, answers);
    await person.seesTitle(words.sectionTitle('preinscription', id));
    const offered = await person.page.locator('input, select, form').evaluateAll((fields) => fields.map((field) => field.getAttribute('autocomplete')));
    assert.deepEqual([...new Set(offered.filter((token) => token && token !== 'off'))], [], `${id}: the browser offers nothing of others`);
    assert.ok(!(await person.page.locator('main').innerHTML()).includes('address-level2'));
  }
  await person.answers(answers);
  line.belongsToAPortal();
  await person.sends();
  await person.reads(words.text('shared.status_kept'));
  await person.page.getByRole('status').getByText(words.text('shared.one_waiting')).waitFor();
  await person.putsItDown();
  await seesNothingOf(person, answers);

  // The next one.
  await person.arrives();
  await person.reads(words.text('shared.text'));
  line.works();
  await until('it left', () => line.sendings().length > 0, { within: 60_000 });
  await person.page.getByText(words.text('shared.none_waiting')).waitFor();
  const kept = await everythingKept(person.page);
  const [{ path }] = line.sendings();
  const { reference } = await road.endpoint.status(path.split('/').pop());
  assert.ok(!kept.includes(reference), 'no number stays');
  await person.page.getByRole('status').getByText(/Dernier départ/).waitFor();
  await road.mailbox.letter();
});

test('the number is shown to who sent, and to nobody after', limit, async (t) => {
  const { person, line } = await atTheTablet(t);
  const answers = maelys();

  await person.asksToBeCalledBack();
  await person.answers(answers);
  await person.sends();
  const number = await person.number();
  await person.putsItDown();
  await seesNothingOf(person, answers);
  await until('the number is gone', async () => !(await everythingKept(person.page)).includes(number.replaceAll('-', '')));
  assert.equal(line.sendings().length, 1);
  // "Mes envois" shows nothing of any person.
  await person.arrives('/mes-envois');
  await person.seesTitle(person.words.text('tablet.title'));
  assert.equal(await person.shownNumber(), undefined);
});

test('two minutes without a touch, and everything goes; twenty seconds before, one touch is enough to stay', limit, async (t) => {
  const { person } = await atTheTablet(t);
  const { words, page } = person;
  const answers = maelys();

  await person.asksToBeCalledBack();
  await person.fills(answers);
  await person.continues();
  const { section } = person.where();
  await page.clock.runFor(90_000);
  assert.ok(!(await page.content()).includes(words.text('shared.still_there')), 'not yet');
  await page.clock.runFor(12_000);
  await person.reads(words.text('shared.still_there'));
  await person.presses('shared.here');
  assert.equal(person.where().section, section, 'still there');
  await page.clock.runFor(90_000);
  assert.equal(person.where().section, section, 'the touch counted');
  await page.clock.runFor(12_000);
  await person.reads(words.text('shared.still_there'));
  await page.clock.runFor(20_000);
  await seesNothingOf(person, answers);
});

test('a tablet that slept in the middle of a form shows nothing of it to who wakes it', limit, async (t) => {
  const { person } = await atTheTablet(t);
  const answers = maelys();

  await person.asksToBeCalledBack();
  await person.fills(answers);
  // Its timers slept too: only the clock has moved.
  await person.page.clock.setSystemTime(new Date(Date.now() + 10 * 60_000));
  await person.page.mouse.click(5, 300);
  await seesNothingOf(person, answers);
});

test('only an empty tablet can be made somebody’s own again, and the next visit knows what it is', limit, async (t) => {
  const { person, line } = await atTheTablet(t);
  const { words } = person;

  await leavesOneWaiting({ person, line });
  await person.opens('frame.tablet', words.text('tablet.title'));
  assert.equal(await person.page.getByText(words.text('rescue.title')).count(), 0, 'nothing is carried away without the code');
  await person.opensAsTheTeam();
  await person.reads(words.text('tablet.off_later'));
  assert.equal(await person.page.getByRole('button', { name: words.text('tablet.turn_off') }).count(), 0);
  // Nothing there erases or takes back what others sent.
  await person.arrives('/ce-telephone');
  await person.seesTitle(words.text('tablet.title'));

  line.works();
  await person.triesNow();
  await person.opensAsTheTeam();
  // A try that was under way when it was asked for once more has its own wait behind it.
  await person.page.getByRole('button', { name: words.text('tablet.turn_off') }).waitFor({ timeout: 60_000 });
  await person.presses('tablet.turn_off');
  await person.seesTitle(words.text('welcome.title'));
  await person.arrives();
  assert.equal(await person.page.getByText(words.text('shared.text')).count(), 0);
});

test('two hundred wait on a tablet that is started again: they leave as fast as the endpoint lets them, and none blocks another', { timeout: 240_000 }, async (t) => {
  const { road, line, person } = await atTheTablet(t);
  const { words, page } = person;

  await leavesOneWaiting({ person, line });
  // As many as an afternoon brings, each with an envelope and an id of its own; sealing them by hand would take the afternoon.
  const waiting = await page.evaluate(async () => {
    const done = (request) => new Promise((resolve, reject) => Object.assign(request, { onsuccess: () => resolve(request.result), onerror: () => reject(request.error) }));
    const database = await done(indexedDB.open('premier-accueil'));
    const entries = () => database.transaction('entries', 'readwrite').objectStore('entries');
    const [kept] = await done(entries().getAll());
    const store = entries();
    // After the one that is there, however often it was tried in vain by now.
    const due = Date.parse(JSON.parse(kept).next_attempt_at);
    for (let number = 1; number < 200; number += 1) {
      const entry = JSON.parse(kept);
      entry.id = crypto.randomUUID();
      entry.kept_at = entry.next_attempt_at = new Date(due + number * 1000).toISOString().replace(/\.\d+/, '');
      store.put(JSON.stringify(entry), entry.id);
    }
    await new Promise((resolve) => (store.transaction.oncomplete = resolve));
    database.close();
    return 200;
  });
  await person.phone.closesItsPages();
  const later = await person.opensAnotherTab('/');
  await later.page.getByText(words.text('shared.several_waiting').replace('{count}', waiting)).waitFor();
  line.works();
  // An envelope is bound to its id: the copies are refused, one by one, and block neither each other nor the one that is good.
  // The endpoint takes sixty of one address at once, then asks for patience: the rest comes in its time.
  await until('all that may were tried', () => new Set(line.sendings().map(({ path }) => path)).size >= 60, { within: 100_000 });
  const good = () => line.sendings().filter(({ status }) => status === 201).length;
  await until('the good one has arrived', () => good() > 0, { within: 60_000 });
  await road.mailbox.letter();
  assert.equal(good(), 1);
  // The rest is still being refused: the test does not wait for it.
  await later.phone.closesItsPages();
  later.phone.complaints.splice(0);
});

test('what is not hers is on no page: not after a reload, not the number of whoever had the device before', limit, async (t) => {
  const road = await Road.lay(t);
  const line = await road.line();
  const person = await road.youngPerson({ through: line });
  const { words } = person;

  // The owner has a number of her own, and an option.
  await person.fillsCallbackRequest(maelys());
  await person.taps(person.option('opt_sms_reminders'));
  await person.sends();
  const number = await person.number();
  await person.sharesTheDevice();
  await person.asksToBeCalledBack();
  await person.answers(maelys({ first_name: 'Nolwenn' }));
  line.belongsToAPortal();
  await person.sends();
  await person.reads(words.text('shared.status_kept'));
  await person.reloads();
  await person.seesTitle(words.text('tablet.title'));
  for (const path of ['/mes-envois', '/mes-choix', '/ce-telephone', '/envoi']) {
    await person.arrives(path);
    await person.seesTitle(words.text('tablet.title'));
    assert.ok(!(await person.page.content()).includes(number), path);
  }
  await person.arrives('/mes-droits');
  await person.opensTheForm();
  assert.ok(!(await person.page.content()).includes(number), 'no right in her name');
  await person.answersUpTo('numero', { right: 'access' });
  assert.equal(await person.field('registration_reference').inputValue(), '');

  // Hers again: the number and the option are still there.
  line.works();
  await person.arrives('/tablette');
  await person.opensAsTheTeam();
  await person.presses('tablet.turn_off');
  await person.opensOutbox();
  assert.equal(await person.number(), number);
  await person.arrives('/mes-choix');
  await until('her option is chosen', () => person.option('opt_sms_reminders').isChecked());
});

test('what the endpoint refuses does not keep a tablet shared for ever', limit, async (t) => {
  const { person, line } = await atTheTablet(t);
  const { words } = person;

  await person.asksToBeCalledBack();
  await person.answers(maelys());
  line.refuses();
  await person.sends();
  await person.reads(words.text('shared.status_stuck'));
  await person.reads(words.text('shared.lead_stuck'));
  await person.putsItDown();
  await person.opens('frame.tablet', words.text('tablet.title'));
  await person.opensAsTheTeam();
  await person.reads(words.text('tablet.stuck_title'));
  await person.presses('tablet.give_up');
  await person.reads(words.text('tablet.give_up_sure'));
  await person.presses('tablet.give_up_now');
  await person.presses('tablet.turn_off');
  await person.seesTitle(words.text('welcome.title'));
  person.phone.complaints.splice(0);
});

test('the switch on the page makes a tablet of any device', limit, async (t) => {
  const road = await Road.lay(t);
  const person = await road.youngPerson();
  const { words } = person;

  await person.arrives();
  await person.opens('frame.tablet', words.text('tablet.title'));
  await person.presses('tablet.turn_on');
  await person.reads(words.text('tablet.no_code'));
  await person.page.getByLabel(words.text('tablet.new_code')).fill('90817263');
  await person.presses('tablet.turn_on');
  await person.reads(words.text('shared.text'));
  await person.isWhereTheVisitBegan();
  await person.arrives();
  await person.reads(words.text('shared.text'));
  await person.asksToBeCalledBack();
  await person.answers(maelys());
  await person.sends();
  await person.number();
  await person.reads(words.text('shared.done_text'));
  await road.mailbox.letter();
});

test('a link changes nothing: the draft is there, and the phone is nobody else’s until somebody taps', limit, async (t) => {
  const road = await Road.lay(t);
  const person = await road.youngPerson();
  const { words } = person;
  const answers = maelysInFull();

  await person.arrives();
  await person.starts();
  await person.answersUpTo('situation', answers);
  await person.presses('draft.yes');
  // Said once all of it is kept, whose phone it is too.
  await person.reads(words.text('draft.on'));
  await until('a draft is kept', async () => /"sealed"/.test(await everythingKept(person.page)));
  await person.arrives('/?mode=tablette');
  await person.seesTitle(words.text('tablet.title'));
  await person.reads(words.text('tablet.draft_goes'));
  await person.arrives();
  await person.seesTitle(words.text('welcome.title'));
  assert.equal(await person.page.getByText(words.text('shared.text')).count(), 0, 'her own phone still');
  assert.equal(await person.page.getByRole('button', { name: words.text('draft.resume') }).count(), 1, 'her draft too');
});

test('a wrong code opens nothing, makes people wait longer each time, and a reload gains nothing', limit, async (t) => {
  const { person, line } = await atTheTablet(t);
  const { words, page } = person;
  const waits = async () => Number((await person.pageText()).match(/(\d+) s\./)?.[1] ?? 0);
  const isOpen = async () => (await page.getByText(words.text('rescue.title')).count()) > 0;

  await leavesOneWaiting({ person, line });
  await person.arrives('/tablette');
  let before = 0;
  // After the last one the wait is of half a minute: longer than a slow machine takes to load a page and type a code.
  const codes = ['0000', '1111', '2222', '3333', '4444', '5555'];
  for (const code of codes) {
    await person.saysTheCode(code);
    // What the code before has left stands there until this one was looked at.
    await until(`a longer wait than ${before} s`, async () => (await waits()) > before);
    await person.reads(words.text('tablet.wrong_code'));
    before = await waits();
    if (code === codes.at(-1)) break;
    await page.clock.runFor(before * 1000);
  }
  // The right one is too soon now, also on a page loaded anew.
  await person.arrives('/tablette');
  await person.saysTheCode();
  // The sentence stood there before: once the code was looked at, its field is made anew.
  await until('the code was looked at', async () => (await page.getByLabel(words.text('tablet.code')).inputValue()) === '');
  await person.reads(words.text('tablet.wrong_code'));
  assert.ok(!(await isOpen()));
  await page.clock.runFor(before * 1000);
  await person.opensAsTheTeam();
  assert.ok(await isOpen());
  // Leaving the page closes it.
  await person.arrives('/');
  await person.opens('frame.tablet', words.text('tablet.title'));
  await person.page.getByLabel(words.text('tablet.code')).waitFor();
  assert.ok(!(await isOpen()));
  assert.ok(!(await everythingKept(page)).includes('90817263'), 'the code itself is kept nowhere');
});

test('of three refused, each goes by itself, after a question, and while another is under way it is waited for', limit, async (t) => {
  const { person, line } = await atTheTablet(t);
  const { words, page } = person;
  for (const first_name of ['Anaïs', 'Bilal', 'Chloé']) {
    await person.asksToBeCalledBack();
    await person.answers(maelys({ first_name }));
    line.refuses();
    await person.sends();
    await person.reads(words.text('shared.status_stuck'));
    await person.putsItDown();
    await person.seesTitle(words.text('welcome.title'));
  }
  const left = () => page.getByRole('button', { name: words.text('tablet.give_up'), exact: true }).count();
  await person.opens('frame.tablet', words.text('tablet.title'));
  await person.opensAsTheTeam();
  await until('three are shown', async () => (await left()) === 3);

  // Thought better of.
  await page.getByRole('button', { name: words.text('tablet.give_up'), exact: true }).first().click();
  await person.presses('tablet.give_up_not');
  assert.equal(await left(), 3);
  // Another tab is sending: the lock is held, and waited for.
  await page.evaluate(
    () =>
      new Promise((held) => {
        const hold = (done) => {
          window.letGo = done;
          held();
        };
        navigator.locks.request('pa-sync', () => new Promise(hold));
      }),
  );
  await page.getByRole('button', { name: words.text('tablet.give_up'), exact: true }).first().click();
  await person.presses('tablet.give_up_now');
  await person.reads(words.text('tablet.giving_up'));
  assert.equal(await left(), 2, 'nothing has gone yet: its card says that it waits');
  await page.evaluate(() => window.letGo());
  await until('one is gone', async () => (await page.getByText(words.text('tablet.giving_up')).count()) === 0 && (await left()) === 2);
  for (const expected of [1, 0]) {
    await page.getByRole('button', { name: words.text('tablet.give_up'), exact: true }).first().click();
    await person.presses('tablet.give_up_now');
    await until(`${expected} left`, async () => (await left()) === expected);
  }
  person.phone.complaints.splice(0);
});

test('what a tablet holds, and the file that its team carries away, act on nobody’s registration', limit, async (t) => {
  const { person, line } = await atTheTablet(t);
  const { words, page } = person;
  await leavesOneWaiting({ person, line });
  const kept = await everythingKept(page);
  assert.match(kept, /shared_device\\+":/, 'it is read as it is kept');
  assert.doesNotMatch(kept, /owner\\+":/, 'no secret stays on the tablet');
  await person.opens('frame.tablet', words.text('tablet.title'));
  await person.opensAsTheTeam();
  await page.getByText(words.text('rescue.title')).click();
  const [download] = await Promise.all([page.waitForEvent('download'), person.presses('rescue.give')]);
  const file = await readFile(await download.path(), 'utf8');
  assert.match(file, /"body"/);
  assert.ok(!file.includes('"owner"'), 'nor goes with the file');
});
