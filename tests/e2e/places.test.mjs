// Where somebody lives: found under the name that she uses, typed where no list has it, told when it is elsewhere.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { siteOf } from './own_site.mjs';
import { until } from './patience.mjs';
import { maelys } from './people.mjs';
import { readFiche } from './printed_fiche.mjs';
import { Road } from './road.mjs';
import { LANGUAGES, Words, exactly } from './words.mjs';

const limit = { timeout: 90_000 };
const words = new Words('fr');
const notListed = words.text('section.commune_not_listed');

/** Somebody at the page of the short form that asks where she lives. */
async function atTheCommune(road, settings = {}) {
  const person = await road.youngPerson(settings);
  await person.arrives();
  await person.asksToBeCalledBack();
  await person.answersUpTo('toi', maelys());
  await person.fills({ birth_date: maelys().birth_date });
  return person;
}

/** What the list of the postal code offers, whether it is shown whole or drops down; waits until it is there. */
async function offered(person) {
  const field = person.field('commune_code');
  await field.waitFor();
  const labels = await field.evaluate((element) =>
    [...element.querySelectorAll('label.option, option[value]:not([value=""])')].map(({ innerText, label }) => label ?? innerText),
  );
  return labels.map((label) => label.trim());
}

const chosen = (person) =>
  person.field('commune_code').evaluate((element) => {
    const option = element.selectedOptions?.[0] ?? element.querySelector('input:checked');
    return option?.value;
  });

/** As `answers`, leaving what stands on the page of the commune. */
async function goesOnToTheEnd(person) {
  const { postal_code: _code, commune_code: _commune, ...others } = maelys();
  await person.answers(others);
  await person.seesTitle(words.text('check.title'));
}

test('a part of a commune is found under its own name, and the fiche has the code of the whole', limit, async (t) => {
  const road = await Road.lay(t);
  const person = await atTheCommune(road);
  for (const [code, label] of [
    ['59160', 'Lomme (Lille)'],
    ['59260', 'Hellemmes-Lille (Lille)'],
    ['49600', 'Andrezé (Beaupréau-en-Mauges)'],
    ['74940', 'Annecy-le-Vieux (Annecy)'],
    ['93380', 'Pierrefitte-sur-Seine (Saint-Denis)'],
  ]) {
    await person.fills({ postal_code: code });
    await until(`${label} under ${code}`, async () => (await offered(person)).includes(label));
    const labels = await offered(person);
    assert.equal(new Set(labels).size, labels.length, `${code}: nothing twice`);
    assert.equal(labels.at(-1), notListed, `${code}: a way out`);
  }

  await person.fills({ postal_code: '59160' });
  await until('Lomme', async () => (await offered(person)).includes('Lomme (Lille)'));
  await person.fills({ commune_code: 'Lomme (Lille)' });
  await goesOnToTheEnd(person);
  await person.reads('Lomme (Lille)');
  await person.sends();
  await person.number();
  const fiche = await readFiche(await road.mailbox.letter());
  assert.ok(fiche.includes('Lomme (Lille, INSEE 59350)'), fiche);
  assert.ok(fiche.includes('Hors territoire'), fiche);
});

test('the only commune of a postal code is chosen, and can be another that is typed', limit, async (t) => {
  const road = await Road.lay(t);
  const person = await atTheCommune(road);
  await person.fills({ postal_code: '59100' });
  await until('Roubaix is chosen', async () => (await person.field('commune_code').count()) === 1 && (await chosen(person)) === '59512');
  assert.deepEqual(await offered(person), ['Roubaix', notListed]);

  await person.fills({ commune_code: notListed });
  const name = person.page.getByRole('textbox', { name: exactly(words.text('section.commune_name')) });
  await name.waitFor();
  await person.continues();
  await person.errorSummary().waitFor();
  assert.deepEqual(await person.refusals(), [words.refusal('etre-rappele', 'commune_code', 'missing')]);
  assert.equal(await name.getAttribute('aria-invalid'), 'true');
  await person.errorSummary().getByRole('link').click();
  await until('the field that is in use', () => name.evaluate((field) => field === document.activeElement));
  // The list is still there: the way back.
  await person.fills({ commune_code: 'Roubaix' });
  await until('no field to type in', async () => (await name.count()) === 0);
  await person.fills({ commune_code: notListed });
  await name.fill('…');
  await person.continues();
  await until('no letter, no name', async () => (await person.refusals()).includes(words.text('refusals.not_readable')));
  await name.fill('Trifouillis-les-Oies');
  await goesOnToTheEnd(person);
  await person.reads('Trifouillis-les-Oies');

  await person.changes('toi');
  assert.equal(await name.inputValue(), 'Trifouillis-les-Oies', 'what was typed stays');
  await person.continues();
  await person.sends();
  await person.number();
  const fiche = await readFiche(await road.mailbox.letter());
  assert.ok(fiche.includes('Commune Trifouillis-les-Oies'), fiche);
  assert.ok(fiche.includes('Commune à vérifier'), fiche);
});

test('a postal code that no list knows, as that of a CEDEX, leads to a field to type in', limit, async (t) => {
  const road = await Road.lay(t);
  const person = await atTheCommune(road);
  await person.fills({ postal_code: '59059' });
  await person.reads(words.text('section.commune_unknown'));
  await person.fills({ commune_code: 'Roubaix' });
  await goesOnToTheEnd(person);

  // With a code that has it, what was typed is looked for anew.
  await person.changes('toi');
  await person.fills({ postal_code: '59100' });
  await until('chosen from the list', async () => (await chosen(person)) === '59512');
});

test('by the name of a town its postal code is found, however it is typed', limit, async (t) => {
  const road = await Road.lay(t);
  const person = await atTheCommune(road);
  const town = person.page.getByRole('textbox', { name: exactly(words.text('town.name')) });
  const asks = async (typed) => {
    await person.presses('town.ask');
    await town.fill('');
    // In one go: each key is a search, and the rows of the last one take the place of those before.
    await town.fill(typed);
  };
  const row = (name) => person.page.locator('main').getByRole('button', { name: exactly(name) });

  await asks('st etienne');
  await row('Saint-Étienne, 42230').waitFor();
  assert.ok((await row('Saint-Étienne, 42000').count()) && (await row('Saint-Étienne, 42100').count()), 'asks which');
  await person.taps(row('Saint-Étienne, 42100'));
  await until('filled in', async () => (await person.field('postal_code').inputValue()) === '42100');
  await until('chosen', async () => (await person.field('commune_code').count()) === 1 && (await chosen(person)) === '42218');
  assert.equal(await town.count(), 0, 'the search is closed');

  await asks('lhay les roses');
  await person.taps(row("L'Haÿ-les-Roses, 94240"));
  await until('chosen', async () => (await person.field('postal_code').inputValue()) === '94240' && (await chosen(person)) === '94038');

  await asks('paris');
  await row('Paris 11e Arrondissement, 75011').waitFor();
  assert.equal(await row('Paris 1er Arrondissement, 75001').count(), 1);
  await asks('havre').catch(() => town.fill('havre'));
  await row('Le Havre, 76600').waitFor();

  await town.fill('saint denis');
  await row('Saint-Denis, 93200').waitFor();
  assert.ok(await row('Saint-Denis, 97400').count(), 'one of the same name, elsewhere');
  await town.fill('bbbbbbb');
  person.phone.complaints.splice(0);
  await person.reads(words.text('town.none'));
  person.phone.complaints.splice(0);
  await town.fill('روبيه');
  await person.reads(words.text('town.none'));
  for (const [typed, found] of [
    ['Lys-lès-Lannoy', 'Lys-lez-Lannoy, 59390'],
    ['Paris 18ème', 'Paris 18e Arrondissement, 75018'],
    ['Roubaix, France', 'Roubaix, 59100'],
    ['tourcoing (59)', 'Tourcoing, 59200'],
    ['roubaix 59', 'Roubaix, 59100'],
    ['59 200', 'Tourcoing, 59200'],
    ['marsielle 3', 'Marseille 3e Arrondissement, 13003'],
  ]) {
    await town.fill(typed);
    await row(found).waitFor();
  }
  await town.fill('bruxelles');
  await person.reads(words.text('town.like'));
  await row('Brutelles, 80230').waitFor();
  await town.fill('neuville');
  await row('Neuville-en-Ferrain, 59960').waitFor();
  await town.fill('pierrefitte-sur-s');
  await person.taps(row('Pierrefitte-sur-Seine (Saint-Denis), 93380'));
  await goesOnToTheEnd(person);
  await person.reads('Pierrefitte-sur-Seine (Saint-Denis)');
});

test('who lives in another country says so, types her town, and can send', limit, async (t) => {
  const road = await Road.lay(t);
  const person = await atTheCommune(road);
  // It is looked for in France first, and found nowhere there.
  await person.presses('town.ask');
  await person.page.getByRole('textbox', { name: exactly(words.text('town.name')) }).fill('Mouscron, Belgique');
  await person.reads(words.text('town.none'));
  await person.fills({ postal_code: '7500' });
  await person.continues();
  await until('it says where', async () => (await person.refusals()).some((refusal) => refusal.includes('hors de France')));
  assert.equal((await person.refusals()).length, 1, 'there is no list of communes yet to choose from');
  await person.presses('town.abroad');
  await person.reads(words.text('section.commune_abroad'));
  await person.fills({ commune_code: 'Tournai, Belgique' });
  await goesOnToTheEnd(person);
  await person.reads(words.text('check.abroad'));
  await person.reads(words.text('section.outside', { commune: 'Tournai, Belgique' }));
  await person.sends();
  await person.number();
  await person.reads(words.text('sent.outside', { commune: 'Tournai, Belgique' }));
  const fiche = await readFiche(await road.mailbox.letter());
  assert.ok(fiche.includes('Tournai, Belgique'), fiche);
  assert.ok(fiche.includes('Hors territoire'), fiche);
});

test('without network towns near by are found, and the others typed', limit, async (t) => {
  const road = await Road.lay(t);
  const person = await atTheCommune(road);
  await person.staysUntilAllIsKept();
  await road.endpoint.stops();
  const town = person.page.getByRole('textbox', { name: exactly(words.text('town.name')) });
  await person.presses('town.ask');
  await town.fill('marseille');
  await person.reads(words.text('town.offline'));
  await town.fill('tourcoing');
  await person.taps(person.page.getByRole('button', { name: 'Tourcoing, 59200' }));
  await until('chosen', async () => (await person.field('commune_code').count()) === 1 && (await chosen(person)) === '59599');
  await person.fills({ postal_code: '13001' });
  await person.reads(words.text('section.commune_offline'));
  await person.fills({ commune_code: 'Marseille' });
  await goesOnToTheEnd(person);
  person.phone.complaints.splice(0);
});

for (const language of LANGUAGES) {
  test(`who lives elsewhere is told so on the page, before sending and after, and can send (${language})`, limit, async (t) => {
    const road = await Road.lay(t);
    const person = await atTheCommune(road, { language: 'fr' });
    if (language !== 'fr') await person.switchesLanguage(language);
    const { words } = person;
    const told = words.text('section.outside', { commune: 'Lille' });
    await person.fills({ postal_code: '59000' });
    await until('the list', async () => (await person.field('commune_code').count()) === 1);
    assert.ok(!(await person.pageText()).includes(told));
    await person.fills({ commune_code: 'Lille' });
    await person.reads(told);
    await person.fills({ postal_code: '59100' });
    await until('nothing is said of Roubaix', async () => !(await person.page.getByText(exactly(told)).count()));
    await person.fills({ postal_code: '59000' });
    await until('the list', async () => (await offered(person)).includes('Lille'));
    await person.fills({ commune_code: 'Lille' });
    const { postal_code: _code, commune_code: _commune, ...others } = maelys();
    await person.answers(others);
    await person.seesTitle(words.text('check.title'));
    await person.reads(told);
    await person.sends();
    await person.number();
    await person.reads(words.text('sent.outside', { commune: 'Lille' }));
    const page = await person.everyWord();
    for (const own of ['ta Mission Locale.', 'Reçu par ta', 'by your Mission Locale']) assert.ok(!page.includes(own), page);
  });
}

test('whoever lives in the territory is told nothing', limit, async (t) => {
  const road = await Road.lay(t);
  const person = await road.youngPerson();
  await person.fillsCallbackRequest(maelys());
  assert.ok(!(await person.pageText()).includes('secteur'));
  await person.sends();
  await person.number();
  assert.ok(!(await person.pageText()).includes('secteur'));
});

/** The demo's file with another territory; nothing for none. */
function siteWith(t, territory) {
  const line = territory ? `territory = ${JSON.stringify(territory)}` : '';
  return siteOf(t, (demo) => demo.replace(/^territory = \[.*?^\]$/ms, line));
}

test('a whole city in the territory has its arrondissements in it', limit, async (t) => {
  const road = await Road.lay(t, { site: await siteWith(t, ['75056', '69123', '13055']) });
  const person = await atTheCommune(road);
  const isToldOf = async () => (await person.pageText()).includes('secteur');
  for (const [code, commune] of [['75011', '75111'], ['69003', '69383'], ['13005', '13205']]) {
    await person.fills({ postal_code: code });
    await until(`${commune} is chosen`, async () => (await person.field('commune_code').count()) === 1 && (await chosen(person)) === commune);
    assert.ok(!(await isToldOf()), code);
  }
  await person.fills({ postal_code: '59100' });
  await until('Roubaix is elsewhere', isToldOf);
  await person.fills({ postal_code: '75011' });
  await until('Paris', async () => (await chosen(person)) === '75111');
  await goesOnToTheEnd(person);
  await person.sends();
  await person.number();
  const fiche = await readFiche(await road.mailbox.letter());
  assert.ok(fiche.includes('Dans le territoire'), fiche);
});

test('a Mission Locale that does not say what it serves tells nobody that he lives elsewhere', limit, async (t) => {
  const road = await Road.lay(t, { site: await siteWith(t, undefined) });
  const person = await road.youngPerson();
  await person.fillsCallbackRequest(maelys({ postal_code: '59000', commune_code: 'Lille' }));
  assert.ok(!(await person.pageText()).includes('secteur'));
});

test('with the keyboard alone a town is looked for and chosen, and the way out of the list taken', limit, async (t) => {
  const road = await Road.lay(t);
  const person = await atTheCommune(road, { touch: false });
  const { page } = person;
  const focused = () => page.evaluate(() => document.activeElement.innerText || document.activeElement.id);
  const tabsTo = async (wanted) => {
    for (let tabs = 0; tabs < 12; tabs += 1) {
      await page.keyboard.press('Tab');
      if ((await focused()).startsWith(wanted)) return;
    }
    assert.fail(`${wanted} is not reached`);
  };
  await person.field('postal_code').focus();
  await page.getByRole('button', { name: exactly(words.text('town.ask')) }).waitFor();
  await tabsTo(words.text('town.ask'));
  await page.keyboard.press('Enter');
  await until('the field of the town has the focus', async () => (await focused()) === 'town');
  await page.keyboard.insertText('croix');
  await page.getByRole('button', { name: 'Croix, 59170' }).waitFor();
  await tabsTo('Croix, 59170');
  await page.keyboard.press('Enter');
  await until('the commune has the focus', async () => (await focused()).startsWith('commune_code'));
  assert.equal(await chosen(person), '59163');
  await page.keyboard.press('ArrowDown');
  await page.getByRole('textbox', { name: exactly(words.text('section.commune_name')) }).waitFor();
  await page.keyboard.press('Tab');
  assert.equal(await focused(), 'commune_name');
  await page.keyboard.type('Croix-Rouge');
  for (const part of ['day', 'month', 'year']) {
    await page.keyboard.press('Enter');
    assert.equal(await focused(), `birth_date-${part}`);
  }
  await page.keyboard.press('Enter');
  await person.seesTitle(words.text('check.title'));
  await person.reads('Croix-Rouge');
});
