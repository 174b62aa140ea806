// What people type, paste and have filled in, as they do it: it is read for what it is, or told what is wrong with it.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { until } from './patience.mjs';
import { maelys, maelysInFull } from './people.mjs';
import { readFiche } from './printed_fiche.mjs';
import { Road } from './road.mjs';

const limit = { timeout: 90_000 };

/** Puts a text into a field as a paste does: at once, with whatever signs it has. */
async function pastes(person, id, text) {
  await person.page.locator(`#${id}`).fill(text);
}

/** Somebody on that page of a form. */
async function atPage(t, section, form = 'etre-rappele') {
  const road = await Road.lay(t);
  const person = await road.youngPerson();
  await person.arrives();
  await (form === 'preinscription' ? person.starts() : person.asksToBeCalledBack());
  await person.answersUpTo(section, maelysInFull());
  return { road, person };
}

async function goesOnTo(person, section) {
  await person.continues();
  await until(`the page ${section}`, async () => person.where().section === section || (await person.refused()), { within: 5_000 });
  assert.deepEqual(await person.refusals(), []);
}

test('digits of another keyboard, spaces, invisible signs and a year of two digits are read for what they are', limit, async (t) => {
  const { road, person } = await atPage(t, 'toi', 'preinscription');
  await pastes(person, 'birth_date-day', '١٤');
  await pastes(person, 'birth_date-month', 'mai');
  await pastes(person, 'birth_date-year', ' 07');
  await pastes(person, 'postal_code', 'F-59 100');
  await person.fills({ commune_code: 'Roubaix' });
  await goesOnTo(person, 'contact');
  await pastes(person, 'first_name', '\u200eZoe\u0308\u200b');
  await pastes(person, 'usage_name', 'N´Diaye\u2011Ｄｉｏｐ ');
  await pastes(person, 'phone', '\u202a+32–470·12 34 56\u202c');
  await pastes(person, 'email', 'mailto:zoe@courriel.example ');
  await goesOnTo(person, 'situation');
  await person.answers(maelysInFull());
  await person.seesTitle(person.words.text('check.title'));
  await person.sends();
  await person.number();

  const fiche = await readFiche(await road.mailbox.letter());
  for (const expected of [
    '14/05/2007', 'Roubaix', 'Zoë', "N'DIAYE-DIOP N'Diaye-Diop", '+32 470 123 456 (Belgique)', 'Mobile +32470123456', 'zoe@courriel.example',
  ]) {
    assert.ok(fiche.includes(expected), `${expected}: ${fiche}`);
  }
});

test('a whole date in one field fills in all three, pasted or typed', limit, async (t) => {
  const { person } = await atPage(t, 'toi', 'preinscription');
  const shown = () => Promise.all(['day', 'month', 'year'].map((part) => person.page.locator(`#birth_date-${part}`).inputValue()));
  await pastes(person, 'birth_date-day', '\u200e14/05/2007 ');
  assert.deepEqual(await shown(), ['14', '05', '2007']);
  await pastes(person, 'birth_date-year', '2006-12-31');
  assert.deepEqual(await shown(), ['31', '12', '2006']);
  await pastes(person, 'birth_date-day', '');
  await person.page.locator('#birth_date-day').pressSequentially('٣ mai ٢٠٠٧');
  assert.deepEqual(await shown(), ['3', 'mai', '2007']);
  await pastes(person, 'birth_date-day', '');
  await person.page.locator('#birth_date-day').pressSequentially('14.5.07');
  assert.deepEqual(await shown(), ['14.5.07', 'mai', '2007'], 'there may be more to come');
  await person.page.locator('#birth_date-year').focus();
  assert.deepEqual(await shown(), ['14', '5', '07']);
  const { birth_date: _date, ...others } = maelysInFull();
  await person.fills(others);
  await goesOnTo(person, 'contact');
});

test('a name in other letters is asked for in Latin ones, and what is right now is refused no longer', limit, async (t) => {
  const { person } = await atPage(t, 'contact');
  await person.fills({ phone: maelys().phone });
  const sentence = person.words.refusal('etre-rappele', 'usage_name', 'not_latin');
  await pastes(person, 'first_name', '—');
  await pastes(person, 'usage_name', 'الأمين');
  await person.continues();
  await person.errorSummary().waitFor();
  assert.deepEqual(await person.refusals(), [sentence], 'a dash is the first name of whoever has none');

  await pastes(person, 'usage_name', 'El Amine');
  await until('nothing is refused', async () => !(await person.refused()), { within: 2_000 });
  assert.equal(await person.page.locator('#usage_name').getAttribute('aria-invalid'), null);
  await goesOnTo(person, 'toi');
});

test('what is wrong with a number or an address is told exactly, and a known slip is asked about', limit, async (t) => {
  const { person } = await atPage(t, 'contact', 'preinscription');
  const { first_name, usage_name } = maelys();
  await person.fills({ first_name, usage_name });
  // As it is read: a narrow space is a space.
  const told = (question, code) => person.words.refusal('preinscription', question, code).replace(/\s+/g, ' ');
  for (const [phone, email, codes] of [
    ['06 39 98', 'zoe', ['phone_too_short', 'email_no_at']],
    ['06 39 98 41 27 11', 'zoe@courriel', ['phone_too_long', 'email_no_domain']],
    ['470 12 34 56', 'zoe,b@courriel.example', ['phone_no_country', 'not_an_email']],
    ['zéro six', '', ['not_a_phone']],
    ['06 39 98 41 27 / 07 39 98 41 27', '', ['phone_twice']],
    ['00 00 00 00 00', '', ['phone_unused']],
  ]) {
    await pastes(person, 'phone', phone);
    await pastes(person, 'email', email);
    await person.continues();
    const expected = codes.map((code, place) => told(['phone', 'email'][place], code));
    await until(`${phone} and ${email} are refused`, async () => JSON.stringify(await person.refusals()) === JSON.stringify(expected), { within: 3_000 });
  }
  await pastes(person, 'phone', `Tél. : ${maelys().phone.replaceAll('0', 'O')}`);
  await pastes(person, 'email', 'zoe@gmial.com');
  await person.page.locator('#phone').focus();
  await person.reads(person.words.text('section.meant', { address: 'zoe@gmail.com' }));
  await goesOnTo(person, 'situation');
});

test('what is filled in with a change alone counts', limit, async (t) => {
  const { person } = await atPage(t, 'contact');
  await person.page.evaluate(() => {
    for (const [id, value] of [['first_name', 'Lina'], ['usage_name', 'Benali'], ['phone', '0639984127']]) {
      const field = document.getElementById(id);
      field.value = value;
      field.dispatchEvent(new Event('change', { bubbles: true }));
    }
  });
  await goesOnTo(person, 'toi');
});

test('what a script fills in without a word counts once the page is left', limit, async (t) => {
  const { person } = await atPage(t, 'contact');
  await person.page.evaluate(() => {
    for (const [id, value] of [['first_name', 'Lina'], ['usage_name', 'Benali. '], ['phone', '0639984127']]) document.getElementById(id).value = value;
  });
  await goesOnTo(person, 'toi');
});

test('nothing is cut: what is too long is said, and stands there whole', limit, async (t) => {
  const { person } = await atPage(t, 'logement', 'preinscription');
  await person.fills(maelysInFull());
  const long = 'rue des Tilleuls-Bleus '.repeat(12).trim();
  await pastes(person, 'address_line', long);
  await person.continues();
  await person.errorSummary().waitFor();
  assert.deepEqual(await person.refusals(), [person.words.refusal('preinscription', 'address_line', 'too_long')]);
  assert.equal(await person.page.locator('#address_line').inputValue(), long);
});
