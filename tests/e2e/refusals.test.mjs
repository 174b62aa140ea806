// What is not accepted is said, where it stands and in a list, and the way to it is one tap.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { databases } from './kept.mjs';
import { until } from './patience.mjs';
import { born, maelys } from './people.mjs';
import { Road } from './road.mjs';
import { flat } from './words.mjs';

const limit = { timeout: 60_000 };

/** What `question` says of itself to somebody who cannot see it. */
async function describedAs(person, question) {
  return person.field(question).evaluate((field) => {
    const inputs = field.matches('fieldset') ? [...field.querySelectorAll('input')] : [field];
    const description = (field.getAttribute('aria-describedby') ?? '').split(/\s+/);
    return {
      invalid: inputs.some((input) => input.getAttribute('aria-invalid') === 'true'),
      words: description.map((id) => document.getElementById(id)?.textContent ?? '').join(' '),
    };
  });
}

/** Everything that a refusal owes: the list, its focus, the field's own words, and a link that leads to the field. */
async function isRefused(person, question, sentence) {
  const { form } = person.where();
  await person.errorSummary().waitFor();
  assert.ok((await person.refusals()).includes(flat(sentence)), `“${sentence}” is in the list`);
  const focused = await person.errorSummary().evaluate((summary) => summary.contains(document.activeElement));
  assert.ok(focused, 'the list has the focus');
  const { invalid, words } = await describedAs(person, question);
  assert.ok(words.includes(sentence), `${form}/${question} is described by “${sentence}”`);
  assert.ok(invalid, `${form}/${question} is marked invalid`);

  await person.errorSummary().getByRole('link', { name: flat(sentence) }).tap();
  const reached = () => person.field(question).evaluate((field) => field === document.activeElement || field.contains(document.activeElement));
  await until('the link leads to the field', reached, { within: 2_000 });
}

async function atPage(t, section, answers) {
  const road = await Road.lay(t);
  const person = await road.youngPerson();
  await person.arrives();
  await person.asksToBeCalledBack();
  await person.answersUpTo(section, answers);
  return { road, person };
}

test('an empty page says what is missing, in a list that has the focus and leads to each field', limit, async (t) => {
  const { person } = await atPage(t, 'contact', maelys());
  await person.continues();

  const missing = (question) => person.words.refusal('etre-rappele', question, 'missing');
  await person.errorSummary().waitFor();
  assert.deepEqual(await person.refusals(), [missing('first_name'), missing('usage_name'), missing('phone')]);
  await isRefused(person, 'first_name', missing('first_name'));
  await person.continues();
  await isRefused(person, 'usage_name', missing('usage_name'));

  await person.fills(maelys());
  await person.continues();
  await person.seesTitle(person.words.sectionTitle('etre-rappele', 'toi'));
});

test('a number that nobody can dial is refused, and accepted once it is whole', limit, async (t) => {
  const { person } = await atPage(t, 'contact', maelys());
  await person.fills(maelys({ phone: '06 39 98' }));
  await person.continues();
  await isRefused(person, 'phone', person.words.refusal('etre-rappele', 'phone', 'phone_too_short'));

  await person.fills(maelys());
  await person.continues();
  await person.seesTitle(person.words.sectionTitle('etre-rappele', 'toi'));
});

test('a day that no calendar has is refused', limit, async (t) => {
  const { person } = await atPage(t, 'toi', maelys());
  await person.fills(maelys({ birth_date: '2007-02-30' }));
  await person.continues();
  await isRefused(person, 'birth_date', person.words.refusal('etre-rappele', 'birth_date', 'not_a_date'));
});

for (const [who, birthDate, group] of [
  ['sixteen tomorrow', born(16, 1), 'young'],
  ['twenty-six today', born(26), 'old'],
]) {
  test(`who is ${who} is shown where to go, and nothing is kept or sent`, limit, async (t) => {
    const road = await Road.lay(t);
    const person = await road.youngPerson();
    await person.arrives();
    await person.asksToBeCalledBack();
    // The app keeps the Mission Locale of its own accord: not before, or after, as the network has it.
    const before = await until('the Mission Locale is kept', async () => {
      const now = await databases(person.page);
      return now['premier-accueil']?.kept.length > 0 && now;
    });

    await person.answersUpTo('toi', maelys());
    await person.fills(maelys({ birth_date: birthDate }));
    await person.continues();
    await person.errorSummary().waitFor();
    await person.saysItAgain();
    await person.seesTitle(person.words.text(`elsewhere.${group}_title`));
    await person.reads(person.words.text('elsewhere.nothing_kept'));
    for (const place of ['place1', 'place2', 'place3']) await person.reads(person.words.text(`elsewhere.${group}_${place}`));

    assert.deepEqual(await databases(person.page), before);
    assert.equal(person.phone.submissionIds.size, 0);
    assert.equal(road.mailbox.offers.length, 0);
    await person.presses('elsewhere.forget');
    await person.seesTitle(person.words.text('welcome.title'));
    await person.goesBack();
    await person.seesTitle(person.words.sectionTitle('etre-rappele', 'contact'));
    assert.deepEqual(await person.answeredHere(), [], 'all is forgotten');
  });
}

test('what is right by now is refused no more, in the list above too, whatever kind of answer it is', limit, async (t) => {
  const { person } = await atPage(t, 'contact', maelys());
  const missing = (question) => flat(person.words.refusal('etre-rappele', question, 'missing'));
  await person.continues();
  await person.errorSummary().waitFor();
  await person.fills({ first_name: maelys().first_name });
  await until('two are left', async () => (await person.refusals()).length === 2);
  assert.deepEqual(await person.refusals(), [missing('usage_name'), missing('phone')]);
  await person.answersUpTo('toi', maelys());

  await person.continues();
  await person.errorSummary().waitFor();
  assert.deepEqual(await person.refusals(), [missing('postal_code'), missing('birth_date')], 'of what is there');
  // The only commune of the postal code is chosen by itself.
  await person.fills({ postal_code: '59100' });
  await until('one is left', async () => (await person.refusals()).length === 1);
  for (const question of ['postal_code', 'commune_code']) assert.ok(!(await describedAs(person, question)).invalid, question);
  await person.fills({ birth_date: maelys().birth_date });
  await until('nothing is refused', async () => !(await person.refused()));
});
