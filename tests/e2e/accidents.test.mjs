// Ordinary accidents on the way: a page that is loaded anew, left, or met in the middle. No answer goes unsaid.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { databases } from './kept.mjs';
import { until } from './patience.mjs';
import { born, maelys, maelysInFull } from './people.mjs';
import { Road } from './road.mjs';

const limit = { timeout: 90_000 };

/** What the browser asks before it leaves the page, each time; it is told to leave. */
function asked(page) {
  const asked = [];
  page.on('dialog', (dialog) => {
    asked.push(dialog.type());
    return dialog.accept();
  });
  return asked;
}

async function somebody(t, settings) {
  const road = await Road.lay(t);
  const person = await road.youngPerson(settings);
  return { road, person, words: person.words, page: person.page };
}

for (const [form, last, answers] of [
  ['preinscription', 'situation', maelysInFull()],
  ['etre-rappele', 'toi', maelys()],
]) {
  test(`${form}: loaded anew in the middle, it asks first, then begins where it should and says why`, limit, async (t) => {
    const { person, words, page } = await somebody(t);
    const questions = asked(page);
    await person.arrives();
    await (form === 'preinscription' ? person.starts() : person.asksToBeCalledBack());
    await person.answersUpTo(last, answers);

    await person.reloads();
    assert.deepEqual(questions, ['beforeunload']);
    await person.seesTitle(words.sectionTitle(form, words.sections(form)[0].id));
    await person.reads(words.text('section.reloaded'));
    assert.equal(person.where().section, words.sections(form)[0].id, 'the address says where she is');

    await person.answers(answers);
    assert.equal(await page.getByText(words.text('section.reloaded')).count(), 0, 'said once');
    await person.sends();
    await person.number();
  });
}

for (const [path, form] of [
  ['/preinscription/contact', 'preinscription'],
  ['/etre-rappele/verifier', 'etre-rappele'],
  ['/droits/identite', 'droits'],
  ['/droits/verifier', 'droits'],
]) {
  test(`a link to ${path} begins the form, and says so`, limit, async (t) => {
    const { person, words } = await somebody(t);
    await person.arrives(path);
    await person.seesTitle(words.sectionTitle(form, words.sections(form)[0].id));
    await person.reads(words.text('section.from_middle'));
  });
}

test('leaving asks while answers are in memory, and neither before nor once they are sent', limit, async (t) => {
  const { person, page } = await somebody(t);
  const questions = asked(page);
  await person.arrives();
  await person.asksToBeCalledBack();
  await person.reloads();
  assert.deepEqual(questions, [], 'nothing is typed yet');

  await person.fills({ first_name: maelys().first_name });
  await person.reloads();
  assert.deepEqual(questions, ['beforeunload']);
  await person.answers(maelys());
  await person.sends();
  await person.number();
  await person.reloads();
  assert.deepEqual(questions, ['beforeunload'], 'sent');
});

test('with a draft on one’s own phone, leaving asks nothing', limit, async (t) => {
  const { person, words, page } = await somebody(t);
  const questions = asked(page);
  await person.arrives();
  await person.starts();
  await person.answersUpTo('situation', maelysInFull());
  await person.presses('draft.yes');
  await person.reads(words.text('draft.on'));
  await until('a draft is kept', async () => (await databases(page))['premier-accueil'].drafts.length === 1);
  await person.reloads();
  assert.deepEqual(questions, []);
  await person.reads(words.text('draft.resume_title'));
});

test('calling in the middle of the form asks nothing and loses nothing', limit, async (t) => {
  const { person, page } = await somebody(t);
  const questions = asked(page);
  await person.arrives();
  await person.asksToBeCalledBack();
  await person.answersUpTo('toi', maelys());
  await person.fills(maelys());
  await page.getByRole('contentinfo').locator('a[href^="tel:"]').click();
  assert.deepEqual(questions, []);
  assert.equal(await person.field('postal_code').inputValue(), maelys().postal_code);
  await person.goesBack();
  assert.equal(await person.field('first_name').inputValue(), maelys().first_name);
});

test('a finger that draws the page down loads nothing anew', limit, async (t) => {
  const { person, page } = await somebody(t);
  await person.arrives();
  const behaviour = await page.evaluate(() => getComputedStyle(document.documentElement).overscrollBehaviorY);
  assert.equal(behaviour, 'contain');
});

test('going back after sending shows that it is sent, from every page of the form, and after a reload too', limit, async (t) => {
  const { person, words, page } = await somebody(t);
  await person.fillsCallbackRequest(maelys());
  await person.sends();
  const number = await person.number();

  for (let page = words.sections('etre-rappele').length; page > 0; page -= 1) {
    await person.goesBack();
    await person.seesTitle(words.text('sent.title', { name: maelys().first_name }));
    assert.equal(await person.shownNumber(), number);
  }
  assert.ok(!(await page.content()).includes(maelys().phone));
  await person.reloads();
  await person.seesTitle(words.text('outbox.title'));
  assert.equal(await person.number(), number);
  await person.goesBack();
  await person.seesTitle(words.text('welcome.title'));
});

test('another form after a sending goes back and forward as the first did', limit, async (t) => {
  const { person, words } = await somebody(t);
  await person.fillsCallbackRequest(maelys());
  await person.sends();
  await person.number();
  await person.follows('sent.again');
  await person.asksToBeCalledBack();
  await person.answers(maelys());
  await person.goesBack();
  await person.seesTitle(words.sectionTitle('etre-rappele', 'toi'));
  assert.equal(await person.field('postal_code').inputValue(), maelys().postal_code);
  await person.goesBack();
  await person.seesTitle(words.sectionTitle('etre-rappele', 'contact'));
  await person.goesForward();
  await person.seesTitle(words.sectionTitle('etre-rappele', 'toi'));
});

/** The sentence that asks a date back. */
function askedBack(words, age) {
  return words.text('section.age_asked', { age });
}

/** Goes to the page that asks it, where she is not there yet. */
async function sayingThatSheIs(person, birthDate) {
  await person.answersUpTo('toi', maelysInFull());
  await person.fills(maelysInFull({ birth_date: birthDate }));
  await person.continues();
  await person.errorSummary().waitFor();
}

for (const [age, birthDate, group] of [
  [15, born(15, -40), 'young'],
  [0, born(0, -3), 'young'],
  [26, born(26, -1), 'old'],
  [71, born(71, -200), 'old'],
]) {
  test(`a date that makes ${age} years is asked back, and corrected on the spot`, limit, async (t) => {
    const { person, words } = await somebody(t);
    await person.arrives();
    await person.starts();
    await sayingThatSheIs(person, birthDate);
    const [sentence] = await person.refusals();
    const expected = askedBack(words, age).replace(/\s+/g, ' ');
    assert.ok(sentence.startsWith(expected), `${sentence}\n${expected}`);
    assert.equal(person.where().section, 'toi');

    await person.fills({ birth_date: maelys().birth_date });
    await until('it is asked no more', async () => !(await person.refused()));
    await person.continues();
    await person.seesTitle(words.sectionTitle('preinscription', 'contact'));
  });

  test(`who is ${age} and says so again is shown where to go, and can still correct it`, limit, async (t) => {
    const { person, words, page } = await somebody(t);
    await person.arrives();
    await person.starts();
    await person.answersUpTo('situation', maelysInFull());
    for (const section of ['contact', 'toi']) {
      await person.goesBack();
      await person.seesTitle(words.sectionTitle('preinscription', section));
    }
    await sayingThatSheIs(person, birthDate);
    await person.saysItAgain();
    await person.seesTitle(words.text(`elsewhere.${group}_title`));
    await person.reads(words.text('elsewhere.nothing_kept'));

    await person.presses('elsewhere.correct');
    await person.seesTitle(words.sectionTitle('preinscription', 'toi'));
    await person.fills({ birth_date: maelys().birth_date });
    await person.continues();
    await person.seesTitle(words.sectionTitle('preinscription', 'contact'));
    assert.equal(await person.field('first_name').inputValue(), maelys().first_name, 'nothing else was lost');
    assert.equal(await page.getByText(words.text('section.from_middle')).count(), 0);
  });
}

test('a double tap answers no question that came with its first', limit, async (t) => {
  const { person, words, page } = await somebody(t);
  await person.arrives();
  await person.asksToBeCalledBack();
  await person.answersUpTo('toi', maelys());
  await person.fills(maelys({ birth_date: born(15, -40) }));
  await page.getByRole('button', { name: words.text('section.continue'), exact: true }).dblclick();
  await person.errorSummary().waitFor();
  await page.waitForTimeout(300);
  assert.equal(person.where().section, 'toi');
  assert.ok((await person.refusals())[0].startsWith(askedBack(words, 15).replace(/\s+/g, ' ')));
});

test('another date is another question: only the same one said twice leads elsewhere', limit, async (t) => {
  const { person, words } = await somebody(t);
  await person.arrives();
  await person.asksToBeCalledBack();
  await sayingThatSheIs(person, born(15, -40));
  await sayingThatSheIs(person, born(14, -40));
  assert.ok((await person.refusals())[0].startsWith(askedBack(words, 14).replace(/\s+/g, ' ')));
  assert.equal(person.where().section, 'toi');
});

test('on the last page too the age is asked back, and the way back leads to the date', limit, async (t) => {
  const { person, words } = await somebody(t);
  await person.fillsCallbackRequest(maelys());
  await person.changes('toi');
  await sayingThatSheIs(person, born(15, -40));
  await person.saysItAgain();
  await person.seesTitle(words.text('elsewhere.young_title'));
  await person.goesBack();
  await person.seesTitle(words.sectionTitle('etre-rappele', 'toi'));
  await person.fills({ birth_date: maelys().birth_date });
  await person.answers(maelys());
  await person.sends();
  await person.number();
});

for (const [how, leaves] of [
  ['taps that the date is right', (person) => person.presses('elsewhere.forget')],
  ['goes to another page', (person) => person.opens('frame.rights', person.titleOf('droits'))],
]) {
  test(`who ${how} leaves nothing behind`, limit, async (t) => {
    const { person, words, page } = await somebody(t);
    const questions = asked(page);
    await person.arrives();
    await person.asksToBeCalledBack();
    await sayingThatSheIs(person, born(15, -40));
    await person.saysItAgain();
    await person.seesTitle(words.text('elsewhere.young_title'));
    await leaves(person);
    await until('she has left', () => page.evaluate(() => location.pathname !== '/ailleurs'));
    await person.goesBack();
    assert.deepEqual(await person.answeredHere(), [], 'the date is forgotten, and all else');
    await person.reloads();
    assert.deepEqual(questions, []);
  });
}

test('on the page of other places a tap calls or opens each of them, the Mission Locale last', limit, async (t) => {
  const { person, page } = await somebody(t);
  for (const [birthDate, expected] of [
    [born(14), ['tel:0800235236']],
    [born(30), ['tel:3949', 'https://www.francetravail.fr/']],
  ]) {
    await person.arrives('/etre-rappele/contact');
    await sayingThatSheIs(person, birthDate);
    await person.saysItAgain();
    await page.locator('.rows').waitFor();
    const links = await page.locator('main a:not(.back)').evaluateAll((links) => links.map((link) => link.getAttribute('href')));
    assert.deepEqual(links.slice(0, -1), expected);
    assert.match(links.at(-1), /^tel:\+33/);
  }
});

test('somebody under 18 reads whose number to give, somebody older does not', limit, async (t) => {
  for (const [birthDate, isTold] of [[born(16, -1), true], [born(18, 1), true], [born(18), false]]) {
    const { person, words, page } = await somebody(t);
    await person.arrives();
    await person.starts();
    await person.answersUpTo('contact', maelysInFull({ birth_date: birthDate }));
    await person.field('phone').waitFor();
    assert.equal(await page.getByText(words.text('section.minor')).count(), isTold ? 1 : 0, birthDate);
  }
});

test('where a choice is named by its initials, the words page is one tap away, and the answers stay', limit, async (t) => {
  const { person, words } = await somebody(t);
  await person.arrives();
  await person.starts();
  for (const [section, question] of [['parcours', 'diploma_title'], ['logement', 'address_line']]) {
    await person.answersUpTo(section, maelysInFull());
    await person.fills(maelysInFull());
    await person.follows('section.words');
    await person.seesTitle(person.titleOf('mots'));
    await person.goesBack();
    await person.seesTitle(words.sectionTitle('preinscription', section));
    assert.equal(await person.field(question).inputValue(), maelysInFull()[question]);
  }
});
