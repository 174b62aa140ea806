// A keyboard alone: Tab, typing, arrows, space, Enter.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { maelys, maelysInFull } from './people.mjs';
import { readFiche } from './printed_fiche.mjs';
import { Road } from './road.mjs';
import { exactly } from './words.mjs';

/** More stops than any page has. */
const FAR = 40;

/** Presses Tab until `target` has the focus. */
async function tabsTo(page, target, what) {
  for (let stop = 0; stop < FAR; stop += 1) {
    await page.keyboard.press('Tab');
    if (await target.evaluate((element) => element === document.activeElement)) {
      await seesTheFocus(target, what);
      return;
    }
  }
  assert.fail(`${what} cannot be reached with Tab`);
}

/** The focused element is marked, and nothing lies over it. */
async function seesTheFocus(target, what) {
  const { marked, covered } = await target.evaluate((element) => {
    const marked = [element, element.closest('label')].filter(Boolean).some((one) => {
      const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(one);
      return (outlineStyle !== 'none' && parseFloat(outlineWidth) > 0) || boxShadow !== 'none';
    });
    const { left, top, width, height } = element.getBoundingClientRect();
    const above = document.elementFromPoint(left + width / 2, top + height / 2);
    return { marked, covered: above !== null && !element.contains(above) && !above.contains(element) };
  });
  assert.ok(marked, `the focus on ${what} can be seen`);
  assert.ok(!covered, `nothing lies over ${what}`);
}

test('the whole short form is filled and sent with the keyboard alone', { timeout: 90_000 }, async (t) => {
  const road = await Road.lay(t);
  const person = await road.youngPerson({ touch: false });
  const { page, words } = person;
  const answers = maelys({ postal_code: '59390', commune_code: 'Toufflers' });
  const [year, month, day] = answers.birth_date.split('-');
  const types = async (target, text, what) => {
    await tabsTo(page, target, what);
    await page.keyboard.type(text);
  };
  const textOf = (section) => words.sectionTitle('etre-rappele', section);

  await person.arrives();
  await tabsTo(page, page.getByRole('link', { name: exactly(words.text('welcome.callback')) }), 'the short form');
  await page.keyboard.press('Enter');

  await person.seesTitle(textOf('contact'));
  await types(person.field('first_name'), answers.first_name, 'the first name');
  await types(person.field('usage_name'), answers.usage_name, 'the name');
  await types(person.field('phone'), answers.phone, 'the number');
  const slot = words.choice('etre-rappele', 'contact_slots', answers.contact_slots[0]);
  await tabsTo(page, page.getByRole('checkbox', { name: exactly(slot) }), 'the time of the call');
  await page.keyboard.press('Space');
  await tabsTo(page, page.getByRole('button', { name: exactly(words.text('section.continue')) }), 'the button');
  await page.keyboard.press('Space');

  await person.seesTitle(textOf('toi'));
  await types(person.field('postal_code'), answers.postal_code, 'the postal code');
  const communes = person.field('commune_code').getByRole('radio');
  await communes.first().waitFor();
  await tabsTo(page, communes.first(), 'the commune');
  // Four communes: the arrow goes down the list.
  for (let down = 1; down < 4; down += 1) await page.keyboard.press('ArrowDown');
  assert.ok(await page.getByRole('radio', { name: exactly(answers.commune_code) }).isChecked(), answers.commune_code);
  for (const [part, digits] of [['day', day], ['month', month], ['year', year]]) {
    await types(page.getByRole('textbox', { name: exactly(words.text(`section.${part}`)) }), digits, part);
  }
  await page.keyboard.press('Enter');

  await person.seesTitle(words.text('check.title'));
  await tabsTo(page, page.getByRole('button', { name: exactly(words.text('check.send')) }), 'the last button');
  await page.keyboard.press('Enter');
  const number = await person.number();

  const fiche = await readFiche(await road.mailbox.letter());
  assert.ok(fiche.includes(number) && fiche.includes('Toufflers (INSEE') && fiche.includes(slot), fiche);
});

test('radio buttons answer to the arrows, boxes to the space bar', { timeout: 60_000 }, async (t) => {
  const road = await Road.lay(t);
  const person = await road.youngPerson({ touch: false });
  const { page, words } = person;
  await person.arrives();
  await person.starts();
  await person.answersUpTo('mobilite', maelysInFull());

  const licence = person.field('driving_licence').getByRole('radio');
  await tabsTo(page, licence.first(), 'the first radio button');
  await page.keyboard.press('ArrowDown');
  assert.deepEqual(await licence.evaluateAll((all) => all.map((one) => one.checked)), [false, true, false]);

  const boxes = person.field('transport_modes').getByRole('checkbox');
  await tabsTo(page, boxes.first(), 'the first box');
  await page.keyboard.press('Space');
  assert.ok(await boxes.first().isChecked());
  const none = page.getByRole('checkbox', { name: exactly(words.choice('preinscription', 'transport_modes', 'none')) });
  await tabsTo(page, none, 'the box that goes alone');
  await page.keyboard.press('Space');
  assert.ok(await none.isChecked());
  assert.ok(!(await boxes.first().isChecked()), '“none” takes the others back');
});

/** The id of what has the focus. */
function focused(page) {
  return page.evaluate(() => document.activeElement.id || document.activeElement.localName);
}

test('Enter leads to the next field that is shown, and from the last one on', { timeout: 60_000 }, async (t) => {
  const road = await Road.lay(t);
  const person = await road.youngPerson({ touch: false });
  const { page, words } = person;
  await person.arrives();
  await person.starts();
  await person.answersUpTo('toi', maelysInFull());

  await person.field('birth_date').getByRole('textbox').first().focus();
  for (const part of ['birth_date-day', 'birth_date-month', 'birth_date-year']) {
    assert.equal(await focused(page), part);
    if (part !== 'birth_date-year') await page.keyboard.press('Enter');
  }
  assert.deepEqual(await person.refusals(), [], 'nothing was sent half-filled');
  await person.answersUpTo('contact', maelysInFull());

  await person.field('first_name').focus();
  for (const next of ['usage_name', 'phone', 'contact_slots-0']) {
    await page.keyboard.press('Enter');
    assert.equal(await focused(page), next);
  }
  assert.deepEqual(await person.refusals(), []);
  await person.answersUpTo('logement', maelysInFull());

  // A question that is not asked is no next field.
  await person.field('no_stable_address').check();
  await page.keyboard.press('Enter');
  assert.equal(await focused(page), 'housing-0');
  await page.keyboard.press('Enter');
  await person.errorSummary().waitFor();
  assert.equal(person.where().section, 'logement', 'the last field sends the page');
});

test('the key of the last typed field of each page says “go”, those before it “next”', { timeout: 60_000 }, async (t) => {
  const road = await Road.lay(t);
  const person = await road.youngPerson();
  const answers = maelysInFull();
  await person.arrives();
  await person.starts();
  let pages = 0;
  for (const { id } of person.words.sections('preinscription')) {
    await person.answersUpTo(id, answers);
    await person.seesTitle(person.words.sectionTitle('preinscription', id));
    const typed = person.page.locator('main input:is([type=text], [type=tel])');
    const keys = await typed.evaluateAll((inputs) => inputs.filter((input) => input.checkVisibility()).map((input) => input.enterKeyHint));
    if (keys.length > 0) {
      pages += 1;
      assert.deepEqual(keys, [...keys.slice(1).map(() => 'next'), 'go'], id);
    }
  }
  assert.equal(pages, 4, 'pages with a field to type in, before anything on them is answered');
});
