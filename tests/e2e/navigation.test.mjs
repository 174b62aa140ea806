// Going back, going on, changing one's mind: no answer is lost on the way.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { until } from './patience.mjs';
import { maelys, maelysInFull } from './people.mjs';
import { expectedRows, readFiche } from './printed_fiche.mjs';
import { Road } from './road.mjs';
import { Words } from './words.mjs';

const limit = { timeout: 60_000 };

test('the browser’s back and forward keep the answers', limit, async (t) => {
  const road = await Road.lay(t);
  const person = await road.youngPerson();
  const { words } = person;
  await person.arrives();
  await person.asksToBeCalledBack();
  await person.answers(maelys());

  await person.goesBack();
  await person.seesTitle(words.sectionTitle('etre-rappele', 'toi'));
  assert.equal(await person.field('postal_code').inputValue(), '59100');
  await person.goesBack();
  await person.seesTitle(words.sectionTitle('etre-rappele', 'contact'));
  assert.equal(await person.field('first_name').inputValue(), 'Maëlys');
  await person.goesForward();
  await person.goesForward();
  await person.seesTitle(words.text('check.title'));
  await person.answers(maelys());
  await person.sends();
  await person.number();
});

test('after sending, going back shows no answer', limit, async (t) => {
  const road = await Road.lay(t);
  const person = await road.youngPerson();
  await person.fillsCallbackRequest(maelys());
  await person.sends();
  await person.number();

  await person.goesBack();
  await person.seesTitle(person.words.text('sent.title', { name: maelys().first_name }));
  assert.equal(await person.page.locator('input').count(), 0);
  assert.ok(!(await person.page.content()).includes(maelys().phone));
});

test('one page is there at a time, and its heading has the focus once it is turned to', limit, async (t) => {
  const road = await Road.lay(t);
  const person = await road.youngPerson({ touch: false });
  const { page, words } = person;
  await person.arrives();
  await person.starts();
  await person.answersUpTo('contact', maelysInFull());
  const next = words.sectionTitle('preinscription', 'situation');
  assert.equal(await page.evaluate(() => document.querySelectorAll('h1').length), 1);
  await person.continues();
  await person.errorSummary().waitFor();
  assert.equal(await page.evaluate(() => document.querySelectorAll('#error-summary').length), 1);

  await person.fills(maelysInFull());
  await person.continues();
  await person.seesTitle(next);
  assert.equal(await page.evaluate(() => document.querySelectorAll('h1').length), 1);
  await until('the heading has the focus', () => page.evaluate(() => document.activeElement.tagName === 'H1'));
  await until('the path follows', () => person.where().section === 'situation');
  assert.deepEqual(await person.refusals(), []);
  await person.goesBack();
  await person.seesTitle(words.sectionTitle('preinscription', 'contact'));
  assert.equal(await person.field('first_name').inputValue(), 'Maëlys');
});

test('the other language keeps the answers, the page and the way', limit, async (t) => {
  const road = await Road.lay(t);
  const person = await road.youngPerson();
  await person.arrives();
  await person.starts();
  await person.answersUpTo('naissance', maelysInFull());
  await person.fills(maelysInFull());

  await person.switchesLanguage();
  await person.seesTitle(person.words.sectionTitle('preinscription', 'naissance'));
  assert.equal(await person.page.locator('html').getAttribute('lang'), 'en');
  assert.equal(await person.field('birth_name').inputValue(), maelysInFull().birth_name);
  assert.equal(await person.field('civility').getByRole('radio', { checked: true }).count(), 1);
  await person.answersUpTo('venue', maelysInFull());

  await person.switchesLanguage();
  await person.seesTitle(person.words.sectionTitle('preinscription', 'venue'));
  await person.goesBack();
  assert.equal(await person.field('birth_name').inputValue(), maelysInFull().birth_name);
});

test('what was chosen in English is printed in French', limit, async (t) => {
  const road = await Road.lay(t);
  const person = await road.youngPerson();
  await person.arrives();
  await person.switchesLanguage();
  await person.starts();
  await person.answers(maelysInFull());
  await person.sends();
  const number = await person.number();

  const fiche = await readFiche(await road.mailbox.letter());
  assert.ok(fiche.includes(number));
  for (const row of expectedRows('preinscription', maelysInFull(), new Words('fr'))) {
    assert.ok(fiche.includes(row), `the PDF says “${row}”\n${fiche}`);
  }
});

test('“Modifier” on the last page leads to one page and back, and the change is what is sent', limit, async (t) => {
  const road = await Road.lay(t);
  const person = await road.youngPerson();
  await person.fillsRegistration(maelysInFull());

  await person.changes('contact');
  await person.fills({ phone: '07 00 00 12 34' });
  await person.continues();
  await person.seesTitle(person.words.text('check.title'));
  const folded = await person.pageText();
  await person.unfoldsAnswersOf('contact');
  await person.reads('07 00 00 12 34');
  for (const text of [folded, await person.pageText()]) {
    assert.ok(text.includes('07 00 00 12 34'), 'the new number is there');
    assert.ok(!text.includes(maelys().phone), 'the old number is gone');
    assert.ok(text.includes('27 rue des Tilleuls-Bleus'), 'the rest is still there');
  }

  await person.sends();
  await person.number();
  assert.ok((await readFiche(await road.mailbox.letter())).includes('07.00.00.12.34'));
});
