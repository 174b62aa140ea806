// The team's work in real browsers: from a phone to the list, with the keyboard alone, two people at once, without script.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Workplace, asksToBeCalled, openDesk } from './desk.mjs';

const limit = { timeout: 180_000 };

/** A second person of the team, invited by the first. */
async function invites(manager, desk, name) {
  const { page } = manager;
  await page.goto('/equipe');
  await page.getByLabel('Prénom et nom').fill(name);
  await page.getByRole('checkbox', { name: /^Équipe/ }).check();
  await manager.button('Faire le lien d’invitation').click();
  const link = await page.getByLabel('Lien d’invitation').inputValue();
  const other = await Workplace.at(desk);
  await other.accepts(link);
  return other;
}

test('what a phone sent is worked through with the keyboard alone, and axe finds nothing', limit, async (t) => {
  const desk = await openDesk(t);
  const number = await asksToBeCalled(t, desk);
  const aicha = await Workplace.at(desk);
  const { page } = aicha;
  await aicha.accepts(await desk.endpoint.invitation());
  const found = [];
  const look = async (name) => found.push(...(await aicha.complaintsOf(name)));
  await page.goto('/matin');
  await look('matin');
  const name = await page.locator('.work a').first().textContent();
  await aicha.reaches(name);
  await page.keyboard.press('Enter');
  await page.getByText(number).first().waitFor();
  await look('fiche');
  await aicha.reaches('Pas de dossier');
  await page.keyboard.press('Enter');
  await page.getByText('C’est noté').waitFor();
  await look('noté');
  await aicha.reaches('Pas de réponse');
  await page.keyboard.press('Enter');
  await page.getByText('C’est noté').waitFor();
  const noted = await page.locator('.trail li').first().textContent();
  assert.match(noted, /Pas de réponse.*à rappeler/);
  await page.goto('/matin');
  // The next try that is proposed is today before noon: then it stands among the calls.
  const group = /à rappeler aujourd’hui/.test(noted) ? 'À rappeler' : 'À saisir dans I-Milo';
  await page.getByRole('heading', { name: `${group} (1)` }).waitFor();
  await aicha.reaches('Chercher un nom');
  await page.keyboard.type(name.split(' ').reverse().join(' ').toLowerCase());
  await page.keyboard.press('Enter');
  await page.getByText('Une préinscription.').waitFor();
  await look('chercher');
  assert.ok(!page.url().includes(name.split(' ')[0].toLowerCase()), page.url());
  assert.deepEqual(found, []);
  assert.deepEqual(aicha.complaints, []);
});

test('a moment that is typed is kept, Enter writes nothing, and a session that ends leaves an empty screen', limit, async (t) => {
  const desk = await openDesk(t);
  const number = await asksToBeCalled(t, desk);
  const aicha = await Workplace.at(desk);
  const { page } = aicha;
  await aicha.accepts(await desk.endpoint.invitation());
  await page.goto(`/fiches/${number.replaceAll('-', '')}`);
  // On the day that is proposed, which is an open one.
  await page.getByLabel('Heure', { exact: true }).fill('15:20');
  await page.keyboard.press('Enter');
  await page.getByText('choisissez ce qu’a donné l’appel').waitFor();
  assert.equal(await page.locator('.trail li').count(), 0, 'Enter in a field writes nothing');
  assert.equal(await page.getByLabel('Heure', { exact: true }).inputValue(), '15:20', 'and loses nothing');
  await aicha.button('Message laissé').click();
  await page.getByText(/^C’est noté.*Message laissé.*à rappeler .* à 15\sh\s20/).waitFor();

  // Nobody has touched the page for five minutes: it is covered until a click.
  await page.clock.install();
  await page.reload();
  await page.clock.runFor(5 * 60_000 + 10_000);
  await aicha.heading('Page couverte').waitFor();
  assert.ok(!(await page.getByText(number).first().isVisible()));
  assert.deepEqual(await aicha.complaintsOf('couverte'), []);
  await page.keyboard.press('Enter');
  await page.getByText(number).first().waitFor();

  // The session ends elsewhere: at the next question of the page nothing is left of it.
  const other = await page.context().newPage();
  await other.goto('/compte');
  await other.getByRole('button', { name: 'Sortir' }).click();
  await page.clock.runFor(25_000);
  await page.waitForURL(/\/entrer\?page=/);
});

test('of two people who write at once the second sees both, and decides', limit, async (t) => {
  const desk = await openDesk(t);
  const number = await asksToBeCalled(t, desk);
  const aicha = await Workplace.at(desk);
  await aicha.accepts(await desk.endpoint.invitation());
  const marc = await invites(aicha, desk, 'Marc Dubois');
  const path = `/fiches/${number.replaceAll('-', '')}`;
  await marc.page.goto(path);
  await aicha.page.goto(path);
  await aicha.page.getByText('Marc Dubois a aussi cette fiche ouverte.').waitFor();
  await marc.button('On s’est parlé').click();
  await marc.page.getByText('C’est noté').waitFor();
  await aicha.button('Pas de réponse').click();
  await aicha.heading('Quelqu’un a écrit entre-temps').waitFor();
  assert.deepEqual(await aicha.complaintsOf('conflit'), []);
  await aicha.page.getByText(/On s’est parlé.*Marc Dubois/).waitFor();
  await aicha.button('Noter quand même, à la suite').click();
  await aicha.page.getByText('C’est noté').waitFor();
  assert.equal(await aicha.page.locator('.trail li').count(), 2);

  // A list that stays open tells that there is something new, by itself.
  await marc.page.goto('/matin');
  await asksToBeCalled(t, desk, { first_name: 'Noé' });
  await marc.page.getByText('La liste a changé.').waitFor({ timeout: 45_000 });
  await marc.page.getByRole('link', { name: 'Afficher' }).click();
  await marc.page.getByRole('link', { name: /Noé$/ }).waitFor();
});

test('without a script everything but copying works', limit, async (t) => {
  const desk = await openDesk(t);
  const number = await asksToBeCalled(t, desk);
  const aicha = await Workplace.at(desk);
  await aicha.accepts(await desk.endpoint.invitation());
  const context = await desk.browser.newContext({
    baseURL: desk.origin,
    javaScriptEnabled: false,
    storageState: await aicha.page.context().storageState(),
  });
  const page = await context.newPage();
  await page.goto('/matin');
  await page.locator('.work a').first().click();
  await page.getByText(number).first().waitFor();
  assert.equal(await page.getByRole('button', { name: /^Copier/ }).count(), 0, 'no button that does nothing');
  await page.getByRole('button', { name: 'Message laissé' }).click();
  await page.getByText('C’est noté').waitFor();
  await page.getByRole('link', { name: 'Toute la liste' }).first().click();
  await page.getByRole('heading', { level: 1, name: 'Préinscriptions' }).waitFor();
});
