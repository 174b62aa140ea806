// A Mission Locale with branches: who lives near one is called by it, and told so, now and later.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { databases } from './kept.mjs';
import { siteOf } from './own_site.mjs';
import { maelys } from './people.mjs';
import { Road } from './road.mjs';
import { exactly, flat, site } from './words.mjs';

const limit = { timeout: 90_000 };

const HEM = {
  name: 'Antenne de Hem',
  phone: '03 53 01 12 36',
  dialled: '+33353011236',
  address: '5 place de l’Exemple, 59510 Hem',
  mailbox: 'preinscriptions-hem@mission-locale.example',
};

/** Open in one minute of the day, so that its deadline is told from any other. */
const BRANCHES = `
[[branches]]
id = "hem"
name = "${HEM.name}"
phone = "${HEM.phone}"
address = ["5 place de l’Exemple", "59510 Hem"]
communes = ["59299"]
mailbox = "${HEM.mailbox}"
callers = ["Karim"]
[branches.opening_hours]
${['lundi', 'mardi', 'mercredi', 'jeudi', 'vendredi', 'samedi', 'dimanche'].map((day) => `${day} = "10:07-10:08"`).join('\n')}
`;

const withBranches = (t) => siteOf(t, (demo) => demo.replace('[[neighbours]]', `${BRANCHES}\n[[neighbours]]`));

/** A deadline of the branch: its opening, or its closing where somebody sends later in the day. */
const ITS_HOUR = /à 10 h 0[78]/;

/** What stands large after sending. */
const promise = async (person) => flat(await person.page.locator('main .when').innerText());

async function sends(road, answers, settings) {
  const person = await road.youngPerson(settings);
  await person.fillsCallbackRequest(maelys(answers));
  await person.sends();
  await person.receipt();
  return person;
}

test('who lives near a branch has its number, its hours and its address, and is called by it', limit, async (t) => {
  const road = await Road.lay(t, { site: await withBranches(t) });
  const person = await sends(road, { postal_code: '59510', commune_code: 'Hem' });
  const { words, page } = person;

  const said = await promise(person);
  assert.match(said, ITS_HOUR);
  for (const expected of [`Karim · ${words.text('sent.call_from', { phone: HEM.phone })}`, HEM.name]) {
    assert.ok(said.includes(flat(expected)), `${expected}: ${said}`);
  }
  const call = page.locator('main').getByRole('link', { name: exactly(words.text('sent.call_now')) });
  assert.equal(await call.getAttribute('href'), `tel:${HEM.dialled}`);
  await person.reads(words.text('sent.nobody_text', { phone: HEM.phone }));
  const way = page.locator('main .rows a');
  assert.ok(decodeURIComponent(await way.getAttribute('href')).includes(HEM.address));

  // The same later, on a page loaded anew.
  await person.arrives('/mes-envois');
  await person.reads(words.text('outbox.title'));
  const card = page.locator('main .card', { has: page.getByText(await numberOf(road, person), { exact: true }) });
  assert.ok(flat(await card.innerText()).includes(flat(HEM.phone)), await card.innerText());
  assert.equal(await card.getByRole('link', { name: exactly(words.text('sent.call_now')) }).getAttribute('href'), `tel:${HEM.dialled}`);
  // The phone knows the branch, and not the commune.
  const { entries, records } = (await databases(page))['premier-accueil'];
  const kept = JSON.stringify([entries, records]);
  assert.match(kept, /branch\\+":\\+"hem/);
  assert.ok(!kept.includes('59299') && !kept.includes('59510'), kept);

  const letter = await road.mailbox.letter();
  assert.deepEqual(letter.to.map(({ address }) => address), [HEM.mailbox]);
  assert.match(flat(letter.subject), /, 10 h 0[78]/);
});

/** The number of what was sent, as people read it. */
async function numberOf(road, person) {
  const { reference } = await road.endpoint.status(person.submissionId());
  return reference.replace(/^(...)(...)(..)$/, '$1-$2-$3');
}

test('who lives elsewhere in the territory is called by the Mission Locale itself', limit, async (t) => {
  const road = await Road.lay(t, { site: await withBranches(t) });
  const person = await sends(road, {});
  const said = await promise(person);
  assert.ok(said.includes(flat(person.words.text('sent.call_from', { phone: site.phone }))), said);
  assert.ok(!said.includes(HEM.name) && !ITS_HOUR.test(said), said);
  const letter = await road.mailbox.letter();
  assert.deepEqual(letter.to.map(({ address }) => address), ['preinscriptions@mission-locale.example']);
});

test('what waits for a network is for the same branch once there is one', limit, async (t) => {
  const road = await Road.lay(t, { site: await withBranches(t) });
  const line = await road.line();
  const person = await road.youngPerson({ through: line });
  await person.fillsCallbackRequest(maelys({ postal_code: '59510', commune_code: 'Hem' }));
  line.belongsToAPortal();
  await person.sends();
  await person.reads(person.words.text('sent.status_kept'));
  const call = person.page.locator('main').getByRole('link', { name: exactly(person.words.text('sent.call_now')) });
  assert.equal(await call.getAttribute('href'), `tel:${HEM.dialled}`);
  line.works();
  await person.number({ within: 60_000 });
  assert.match(await promise(person), ITS_HOUR);
  const letter = await road.mailbox.letter();
  assert.deepEqual(letter.to.map(({ address }) => address), [HEM.mailbox]);
});
