// A phone whose clock is wrong: nobody is turned away for it, the page says so, and what is sent says the right day.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { databases } from './kept.mjs';
import { until } from './patience.mjs';
import { born, maelysInFull } from './people.mjs';
import { readFiche } from './printed_fiche.mjs';
import { Road } from './road.mjs';

const limit = { timeout: 120_000 };

const YEAR = 365 * 24 * 60 * 60_000;

/** What is printed of a moment. */
const slashed = (moment) => new Intl.DateTimeFormat('fr', { dateStyle: 'short', timeZone: 'Europe/Paris' }).format(moment);

/** The pages of the full form where the day counts. */
function pagesThatCount(person) {
  const sections = person.words.sections('preinscription');
  return sections.filter(({ questions }) => questions.some(({ kind }) => ['date', 'year'].includes(kind))).map(({ id }) => id);
}

function note(person) {
  return person.page.getByRole('status').filter({ hasText: person.words.text('section.clock_wrong') });
}

async function setsTheClock(person, moment) {
  await person.page.clock.install({ time: moment });
}

/** The whole form; gives the pages on which the clock was said to be wrong. */
async function fillsInAndLooks(person, answers) {
  const said = [];
  for (;;) {
    const { section } = person.where();
    if (!section) return said;
    if (await note(person).isVisible()) said.push(section);
    await person.fills(answers);
    await person.continues();
    await until(`the page after ${section}`, () => person.where().section !== section, { within: 5_000 });
  }
}

async function siteIsKept(person) {
  await until('the Mission Locale is kept', async () => (await databases(person.page))['premier-accueil']?.kept.length > 0);
}

for (const [says, moment, answers] of [
  ['1970', new Date(60_000), {}],
  ['2040', new Date('2040-06-01T10:00:00Z'), {}],
  // Believed by itself: it is the endpoint that knows better.
  ['next year', new Date(Date.now() + YEAR), { birth_date: born(25, -200) }],
]) {
  test(`a clock that says ${says} turns nobody away: the page says so, and the fiche says the right day and age`, limit, async (t) => {
    const road = await Road.lay(t);
    const person = await road.youngPerson();
    const typed = maelysInFull(answers);

    await setsTheClock(person, moment);
    await person.arrives();
    await siteIsKept(person);
    await person.starts();
    await person.answersUpTo('toi', typed);
    await note(person).waitFor();
    assert.deepEqual(await fillsInAndLooks(person, typed), pagesThatCount(person));
    await person.seesTitle(person.words.text('check.title'));
    await person.sends();
    await person.number();

    const fiche = await readFiche(await road.mailbox.letter());
    const age = answers.birth_date ? 25 : 19;
    assert.ok(fiche.includes(`${age} ans`), fiche);
    assert.ok(fiche.includes(slashed(new Date())), fiche);
    assert.ok(!fiche.includes(slashed(moment)), fiche);
  });
}

test('without network a clock that is three years behind turns nobody away either; a right one is not spoken of', limit, async (t) => {
  const road = await Road.lay(t);
  const person = await road.youngPerson();
  const answers = maelysInFull({ birth_date: born(16, -100) });

  await person.arrives();
  await siteIsKept(person);
  await person.goesOnUntilAllIsKept();
  assert.deepEqual(await fillsInAndLooks(person, answers), [], 'a right clock');

  await road.endpoint.stops();
  await setsTheClock(person, new Date(Date.now() - 3 * YEAR));
  await person.arrives();
  await person.starts();
  assert.deepEqual(await fillsInAndLooks(person, answers), pagesThatCount(person));
  await person.sends();
  await person.reads(person.words.text('sent.status_kept'));

  await road.endpoint.startsAgain();
  await person.number({ within: 60_000 });
  const fiche = await readFiche(await road.mailbox.letter());
  assert.ok(fiche.includes('16 ans') && fiche.includes(slashed(new Date())), fiche);
});
