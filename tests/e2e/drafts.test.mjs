// What is not finished: in memory, or on one's own phone for a day, sealed, if one says so.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { databases, everythingKept } from './kept.mjs';
import { until } from './patience.mjs';
import { maelysInFull, tracesIn } from './people.mjs';
import { readFiche } from './printed_fiche.mjs';
import { Road } from './road.mjs';
import { exactly } from './words.mjs';

const limit = { timeout: 120_000 };

/** Somebody who has said her name, and is asked whether her answers may stay on this phone. */
async function pastTheName(t) {
  const road = await Road.lay(t);
  const person = await road.youngPerson();
  await person.arrives();
  await person.starts();
  await person.answersUpTo('situation', maelysInFull());
  await person.reads(person.words.text('draft.question'));
  return { road, person };
}

async function draftIsKept(person) {
  await until('a draft is kept', async () => (await databases(person.page))['premier-accueil'].drafts.length === 1);
}

test('on one’s own phone, a closed page loses nothing: one tap and the form goes on where it was', limit, async (t) => {
  const { road, person } = await pastTheName(t);
  const { words } = person;
  const answers = maelysInFull();

  await person.presses('draft.yes');
  await person.reads(words.text('draft.on'));
  await draftIsKept(person);
  const draft = async () => JSON.stringify((await databases(person.page))['premier-accueil'].drafts);
  const before = await draft();
  await person.fills(answers);
  await person.continues();
  const { section } = person.where();
  // Sealed anew each time, with another nonce.
  await until('the draft is of this page', async () => (await draft()) !== before);
  assert.deepEqual(tracesIn(await everythingKept(person.page), answers), [], 'sealed');

  await person.phone.closesItsPages();
  const later = await person.opensAnotherTab('/');
  await later.reads(words.text('draft.resume_title'));
  assert.deepEqual(tracesIn(await later.page.content(), answers), [], 'nothing of it before the tap');
  await later.presses('draft.resume');
  await later.seesTitle(words.sectionTitle('preinscription', section));
  // Asked once.
  assert.equal(await later.page.getByText(words.text('draft.question')).count(), 0);
  await later.answers(answers);
  await later.sends();
  await later.number();
  await road.mailbox.letter();
  const { drafts } = (await databases(later.page))['premier-accueil'];
  assert.deepEqual(drafts, [], 'what was sent leaves no draft');
});

test('a tab that comes back in the middle of the form offers what was answered, and nothing takes its place', limit, async (t) => {
  const { road, person } = await pastTheName(t);
  const { words, page } = person;
  const answers = maelysInFull();
  await person.presses('draft.yes');
  await draftIsKept(person);
  await person.fills(answers);
  await person.continues();
  const { section } = person.where();
  await person.seesTitle(words.sectionTitle('preinscription', section));
  const answeredUpToHere = async () => {
    const beside = await person.opensAnotherTab('/');
    await beside.presses('draft.resume');
    await beside.seesTitle(words.sectionTitle('preinscription', section));
    await beside.page.close();
  };
  await until('the draft is of this page', () => answeredUpToHere().then(() => true, () => false), { within: 30_000 });

  await person.reloads();
  await person.seesTitle(words.text('welcome.title'));
  await person.reads(words.text('draft.resume_title'));
  assert.equal(await page.getByRole('link', { name: exactly(words.text('welcome.start')) }).count(), 0, 'no way to begin over it unseen');
  assert.equal(await page.getByRole('link', { name: exactly(words.text('welcome.callback')) }).count(), 0, 'nor the short form');
  await person.goesBack();
  await person.seesTitle(words.text('welcome.title'));

  await person.presses('draft.resume');
  await person.seesTitle(words.sectionTitle('preinscription', section));
  await person.answers(answers);
  await person.sends();
  const number = await person.number();
  const fiche = await readFiche(await road.mailbox.letter());
  assert.ok(fiche.includes(number) && fiche.includes(answers.first_name), fiche);
});

test('who says no, or nothing, leaves nothing behind', limit, async (t) => {
  const { person } = await pastTheName(t);
  const answers = maelysInFull();

  await person.fills(answers);
  await person.presses('draft.no');
  await person.reads(person.words.text('draft.off'));
  await person.continues();
  await person.seesTitle(person.words.sectionTitle('preinscription', person.words.sections('preinscription')[4].id));
  await person.reloads();
  await person.arrives();
  const { drafts } = (await databases(person.page))['premier-accueil'];
  assert.deepEqual(drafts, []);
  assert.equal(await person.page.getByText(person.words.text('draft.resume_title')).count(), 0);
  // It is not asked again.
  await person.starts();
  await person.answersUpTo('situation', answers);
  assert.equal(await person.page.getByText(person.words.text('draft.question')).count(), 0);
});

test('a draft is gone after a day, and when somebody erases it', limit, async (t) => {
  const { person } = await pastTheName(t);
  const { words } = person;

  await person.presses('draft.yes');
  await person.reads(words.text('draft.on'));
  await draftIsKept(person);
  await person.arrives();
  await person.presses('draft.forget');
  await until('it is gone', async () => (await databases(person.page))['premier-accueil'].drafts.length === 0);

  await person.starts();
  await person.fills(maelysInFull());
  await person.continues();
  await draftIsKept(person);
  const tomorrow = await person.phone.newTab();
  await tomorrow.clock.install({ time: new Date(Date.now() + 24 * 60 * 60_000 + 1_000) });
  await tomorrow.goto('/');
  await tomorrow.getByRole('combobox', { name: words.text('frame.language') }).waitFor();
  await until('it is too old', async () => (await databases(tomorrow))['premier-accueil'].drafts.length === 0);
  assert.equal(await tomorrow.getByText(words.text('draft.resume_title')).count(), 0);
});

test('somebody too young leaves no draft', limit, async (t) => {
  const { person } = await pastTheName(t);

  await person.presses('draft.yes');
  await draftIsKept(person);
  for (const section of ['contact', 'toi']) {
    await person.goesBack();
    await person.seesTitle(person.words.sectionTitle('preinscription', section));
  }
  await person.fills({ birth_date: '2014-01-01' });
  await person.continues();
  await person.errorSummary().waitFor();
  await person.saysItAgain();
  await person.seesTitle(person.words.text('elsewhere.young_title'));
  await until('it is gone', async () => (await databases(person.page))['premier-accueil'].drafts.length === 0);
});

test('nothing is asked before there is something to keep, and both words for it look like buttons', limit, async (t) => {
  const road = await Road.lay(t);
  const person = await road.youngPerson();
  const { page, words } = person;
  await person.arrives();
  await person.starts();
  for (const section of ['besoins', 'toi', 'contact']) {
    await person.answersUpTo(section, maelysInFull());
    await person.seesTitle(words.sectionTitle('preinscription', section));
    assert.equal(await page.locator('main').getByText(words.text('draft.question')).count(), 0, section);
  }
  await person.answersUpTo('situation', maelysInFull());
  await person.reads(words.text('draft.question'));
  for (const key of ['draft.yes', 'draft.no']) {
    const edge = await page.getByRole('button', { name: words.text(key) }).evaluate((button) => getComputedStyle(button).borderTopWidth);
    assert.equal(edge, '2px', key);
  }
  // Nobody has to answer it here: it is asked until somebody does.
  await person.answersUpTo('parcours', maelysInFull());
  await person.reads(words.text('draft.question'));
});
