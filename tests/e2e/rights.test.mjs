// Rights, used from the phone: from a tap to the register of the Mission Locale, and to its closing.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { until } from './patience.mjs';
import { maelys } from './people.mjs';
import { readFiche } from './printed_fiche.mjs';
import { Road } from './road.mjs';
import { waiting } from './waiting.mjs';
import { flat, site } from './words.mjs';

const limit = { timeout: 90_000 };

/** What the form asks of somebody who names herself. */
const HERSELF = { first_name: 'Maëlys', usage_name: 'Benoît-Haddad', phone: '06 39 98 41 27' };

/** Somebody whose registration has arrived, with its number. */
async function registered(road, settings) {
  const person = await road.youngPerson(settings);
  await person.fillsCallbackRequest(maelys());
  await person.sends();
  return { person, number: await person.receipt() };
}

/** The register, once it holds a line that says all of this. */
async function registerSays(endpoint, ...parts) {
  let register = '';
  const found = async () => {
    register = await endpoint.officer('list');
    return register.split('\n').find((line) => parts.every((part) => line.includes(part)));
  };
  await until(`the register says ${parts.join(', ')}`, found, { within: 15_000 });
  return found();
}

/** What the register calls a right. */
const NAMED = {
  access: 'accès',
  rectification: 'rectification',
  restriction: 'limitation',
  withdrawal: 'retrait d’une option',
  cancellation: 'annulation de la préinscription',
  objection: 'opposition',
};

for (const [right, more] of [
  ['access', {}],
  ['rectification', { correction: 'Mon nom s’écrit avec un tréma.' }],
  ['restriction', { restriction_ground: 'contested' }],
  ['withdrawal', { option: 'opt_sms_reminders' }],
  ['cancellation', {}],
]) {
  test(`${right}: from the phone to the register, with the day of the answer, to its closing`, limit, async (t) => {
    const road = await Road.lay(t);
    const { person } = await registered(road);

    await person.opensOutbox();
    await person.asksAbout({ ...HERSELF, right, ...more });
    await person.sends();
    const number = await person.receipt();
    await person.unfoldsTheChain();
    const told = await person.pageText();

    const line = await registerSays(road.endpoint, number, NAMED[right]);
    const [, day, month, year] = line.match(/due le (\d{2})\/(\d{2})\/(\d{4})/);
    const due = `${year}-${month}-${day}`;
    const inWords = new Intl.DateTimeFormat('fr', { weekday: 'long', day: 'numeric', month: 'long', timeZone: 'UTC' });
    assert.ok(told.includes(inWords.format(new Date(due))), `the page names ${due}: ${told}`);
    const shown = await road.endpoint.officer('show', number);
    assert.match(shown, /prouvée par le téléphone/);
    await road.endpoint.officer('close', number, '--answered', '--by', 'A. Martin');
    assert.match(await road.endpoint.officer('show', number), /close, répondue/);
  });
}

test('an objection stands on its own, before everything else, and stops the use at once', limit, async (t) => {
  const road = await Road.lay(t);
  const { person } = await registered(road);

  await person.opens('frame.rights', person.titleOf('droits'));
  await person.opensTheForm();
  assert.equal(await person.page.getByRole('checkbox').count(), 1, 'nothing else is on the page');
  await person.answers({ ...HERSELF, objection: 'yes' });
  await person.sends();
  const number = await person.receipt();

  await registerSays(road.endpoint, number, NAMED.objection);
  assert.match(await road.endpoint.officer('show', number), /prouvée par le téléphone/);
});

test('a request made without network waits, sealed, and leaves by itself', limit, async (t) => {
  const road = await Road.lay(t);
  const { person } = await registered(road);
  await person.arrives();
  await person.staysUntilEverythingIsHere();
  await road.endpoint.stops();

  await person.opensOutbox();
  await person.asksAbout({ ...HERSELF, right: 'access' });
  await person.sends();
  await person.reads(person.words.text('sent.status_kept'));
  await person.unfoldsTheChain();
  await person.reads(person.words.text('sent.answer_soon'));

  await road.endpoint.startsAgain();
  const number = await person.receipt();
  await registerSays(road.endpoint, number, NAMED.access);
});

test('rights and notices are readable without network, from a cold start, once somebody has gone on', limit, async (t) => {
  const road = await Road.lay(t);
  const person = await road.youngPerson();
  await person.arrives();
  await person.goesOnUntilAllIsKept();
  await road.endpoint.stops();

  for (const [path, name] of [['/mes-droits', 'droits'], ['/mes-donnees/i-milo', 'imilo'], ['/accessibilite', 'accessibilite']]) {
    await person.arrives(path);
    await person.seesTitle(person.titleOf(name));
  }
});

test('somebody else’s number opens nothing: an officer has to look', limit, async (t) => {
  const road = await Road.lay(t);
  const { number: theirs } = await registered(road);
  const other = await road.youngPerson();

  await other.arrives('/mes-droits');
  await other.opensTheForm();
  await other.answers({ ...HERSELF, first_name: 'Intruse', right: 'cancellation', registration_reference: theirs });
  await other.sends();
  const number = await other.receipt();

  await registerSays(road.endpoint, number, NAMED.cancellation);
  const shown = await road.endpoint.officer('show', number);
  assert.match(shown, /attend une décision/);
  assert.doesNotMatch(shown, /prouvée par le téléphone/);
});

test('what still waits can be taken back: it never arrives, and the Mission Locale is told all the same', limit, async (t) => {
  const road = await Road.lay(t);
  const { person, line } = await waiting(road);

  await person.opensOutbox();
  await person.follows('outbox.cancel');
  await person.answers(HERSELF);
  await person.sends();
  await person.reads(person.words.text('sent.status_kept'));
  line.works();
  await person.opensOutbox();
  const number = await person.number();

  await registerSays(road.endpoint, number, NAMED.cancellation);
  assert.match(await road.endpoint.officer('show', number), /pas encore arrivée/);
  assert.equal(line.sendings().length, 1, 'one thing left: the request');
});

test('what still waits says that it leaves by itself, and can be taken off this phone after a question', limit, async (t) => {
  const road = await Road.lay(t);
  const { person, line } = await waiting(road);
  const { words } = person;

  await person.opensOutbox();
  await person.reads(words.text('outbox.by_itself'));
  await person.presses('outbox.give_up');
  await person.reads(words.text('outbox.give_up_sure'));
  // It is tried again meanwhile, and the question stays.
  await person.triesNow();
  await person.presses('outbox.give_up_not');
  await person.reads(words.text('outbox.waiting'));
  await person.presses('outbox.give_up');
  await person.presses('outbox.give_up_now');
  await person.reads(words.text('outbox.nothing'));
  line.works();
  await person.reloads();
  await person.reads(words.text('outbox.nothing'));
  assert.equal(line.sendings().filter(({ status }) => status === 201).length, 0);
});

test('a right that cancels nothing takes nothing away: what waits still leaves', limit, async (t) => {
  const road = await Road.lay(t);
  const { person, line } = await waiting(road);

  // She begins to cancel, thinks better of it, and asks to see what is held instead.
  await person.opensOutbox();
  await person.follows('outbox.cancel');
  await person.opens('frame.rights', person.titleOf('droits'));
  await person.opensTheForm();
  await person.answers({ ...HERSELF, right: 'access' });
  await person.sends();
  await person.reads(person.words.text('sent.status_kept'));
  line.works();
  // After several tries in vain the next one by itself may be a minute away: a page that is opened tries at once.
  await person.arrives('/mes-envois');
  await until('both have left', () => line.sendings().filter(({ status }) => status === 201).length === 2, { within: 40_000 });
});

test('a number taken out of the form is a request about nothing that this phone can prove', limit, async (t) => {
  const road = await Road.lay(t);
  const { person } = await registered(road);
  await person.opens('frame.rights', person.titleOf('droits'));
  await person.opensTheForm();
  await person.answers({ ...HERSELF, right: 'cancellation', registration_reference: '' });
  await person.sends();
  const number = await person.receipt();

  await registerSays(road.endpoint, number, NAMED.cancellation);
  assert.doesNotMatch(await road.endpoint.officer('show', number), /prouvée par le téléphone/);
});

test('an option is chosen with one tap and taken back with one tap, in the same words', limit, async (t) => {
  const road = await Road.lay(t);
  const person = await road.youngPerson();
  await person.fillsCallbackRequest(maelys());
  const box = person.option('opt_sms_reminders');
  assert.equal(await box.isChecked(), false, 'off until somebody says yes');
  assert.equal(await person.option('opt_tell_partner').count(), 0, 'no partner sent her');
  await person.taps(box);
  await person.sends();
  await person.receipt();
  const fiche = await readFiche(await road.mailbox.letter());
  assert.match(fiche, /rappels par SMS/);

  await person.follows('see.choices');
  assert.equal(await box.isChecked(), true);
  await person.taps(box);
  await person.reads(person.words.text('choices.noted'));
  await until('the mailbox is told', () => road.mailbox.letters.length === 2, { within: 15_000 });
  assert.match(await readFiche(road.mailbox.letters[1]), /rappels par SMS/);

  await person.reloads();
  await until('the choice is remembered', async () => !(await box.isChecked()), { within: 5_000 });
});

test('who came by a partner’s link may have the partner told, and is told which one', limit, async (t) => {
  const road = await Road.lay(t);
  const person = await road.youngPerson();
  const [source, partner] = Object.entries(site.partners)[0];
  // As a link has it that went through a page's source, and a sentence in capitals.
  await person.arrives(`/?fbclid=x&amp;Source=${source.toUpperCase()}.`);
  await person.asksToBeCalledBack();
  await person.answers(maelys());

  const box = person.option('opt_tell_partner', ` (${partner})`);
  assert.equal(await box.isChecked(), false, 'off until somebody says yes');
  await person.taps(box);
  await person.sends();
  await person.receipt();
  const fiche = await readFiche(await road.mailbox.letter());
  assert.ok(fiche.includes(`dire à « ${partner} » que le contact est pris : oui`), fiche);

  // Opened again without the link, the choice can still be taken back.
  await person.arrives('/mes-choix');
  await until('the choice is remembered', () => box.isChecked(), { within: 5_000 });
  await person.taps(box);
  await person.reads(person.words.text('choices.noted'));
});

test('what is on the phone is told and erased; what still waits is said first', limit, async (t) => {
  const road = await Road.lay(t);
  const line = await road.line();
  const { person } = await registered(road, { through: line });
  await person.fillsCallbackRequest(maelys({ first_name: 'Ilyès' }));
  line.belongsToAPortal();
  await person.sends();
  await person.reads(person.words.text('sent.status_kept'));

  await person.opens('frame.device', person.words.text('device.title'));
  const told = await person.pageText();
  const start = (key) => flat(person.words.text(key).split('{')[0]);
  assert.ok(told.includes(start('device.waiting_one')), told);
  assert.ok(told.includes(start('device.numbers_one')), told);
  await person.presses('device.erase');
  await person.reads(person.words.text('device.sure_one'));
  await person.presses('device.keep');
  await person.presses('device.erase');
  await person.presses('device.erase_now');
  await person.reads(person.words.text('device.erased'));
  await person.reads(person.words.text('device.nothing'));

  line.works();
  await person.reloads();
  await person.opensOutbox();
  await person.reads(person.words.text('outbox.nothing'));
  assert.equal(line.sendings().length, 1, 'what was erased never left');
});
