// The register of rights in a real browser: with the keyboard alone, axe on each page, a download, two officers, no script.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { Workplace, openDesk, registers } from './desk.mjs';

const limit = { timeout: 180_000 };

/** An officer, invited by the first person of the desk, who manages access. */
async function officer(manager, desk, name) {
  const { page } = manager;
  await page.goto('/equipe');
  await page.getByLabel('Prénom et nom').fill(name);
  await page.getByRole('checkbox', { name: /^Droits/ }).check();
  await manager.button('Faire le lien d’invitation').click();
  const link = await page.getByLabel('Lien d’invitation').inputValue();
  const workplace = await Workplace.at(desk);
  await workplace.accepts(link);
  return workplace;
}

/** Today, as a field for a day has it. */
const today = () => new Date().toISOString().slice(0, 10);

/** Enters a request; the path of its page. */
async function enters({ page }, right, number = '') {
  await page.goto('/droits/nouvelle');
  await page.getByRole('radio', { name: right }).check();
  await page.getByRole('radio', { name: 'par téléphone' }).check();
  await page.getByLabel(/^Le jour/).fill(today());
  await page.getByLabel(/^Numéro de la préinscription/).fill(number);
  await page.getByRole('button', { name: 'Inscrire une demande' }).click();
  await page.getByText('C’est noté').waitFor();
  return new URL(page.url()).pathname;
}

test('a request is entered, followed and closed with the keyboard alone, and axe finds nothing', limit, async (t) => {
  const desk = await openDesk(t);
  const number = await registers(t, desk, {});
  const manager = await Workplace.at(desk);
  await manager.accepts(await desk.endpoint.invitation());
  const ada = await officer(manager, desk, 'Ada Martin');
  const { page } = ada;
  const found = [];
  const look = async (name) => found.push(...(await ada.complaintsOf(name)));
  await page.goto('/');
  await ada.heading('Droits des personnes').waitFor();
  await look('registre vide');
  await ada.reaches('Inscrire une demande');
  await page.keyboard.press('Enter');
  await ada.heading('Inscrire une demande').waitFor();
  await look('inscrire');
  await ada.reaches('accès');
  await page.keyboard.press('Space');
  await ada.reaches('par téléphone');
  await page.keyboard.press('Space');
  await ada.reaches('Le jour');
  const [year, month, day] = today().split('-');
  await page.keyboard.type(`${day}${month}${year}`);
  await ada.reaches('Numéro de la préinscription');
  await page.keyboard.type(number.toLowerCase());
  await page.keyboard.press('Enter');
  await page.getByText('C’est noté : préinscription désignée.').waitFor();
  await look('demande');
  const path = new URL(page.url()).pathname;

  const [pdf] = await Promise.all([page.waitForEvent('download'), ada.button('Télécharger le PDF').click()]);
  assert.match(pdf.suggestedFilename(), /^reponse-\w{8}\.pdf$/);
  assert.equal((await readFile(await pdf.path())).subarray(0, 5).toString(), '%PDF-');
  const [json] = await Promise.all([page.waitForEvent('download'), ada.button('Télécharger le JSON').click()]);
  assert.equal(JSON.parse(await readFile(await json.path())).registration.reference, number.replaceAll('-', ''));

  await ada.reaches('Noter que l’identité est demandée');
  await page.keyboard.press('Enter');
  await ada.reaches('Raison');
  await page.keyboard.type('Deux homonymes');
  await look('demande, une étape ouverte');
  await page.keyboard.press('Enter');
  await page.getByText('C’est noté : identité demandée.').waitFor();
  await ada.reaches('Clore\u00a0: répondue');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.getByText('C’est noté : close, répondue.').waitFor();
  await look('close');
  await page.goto('/droits');
  await page.getByRole('heading', { name: 'Closes (1)' }).waitFor();
  await look('registre');
  assert.equal(new URL(page.url()).pathname, '/droits');
  assert.ok(path.startsWith('/droits/'));
  assert.deepEqual(found, []);
  assert.deepEqual(ada.complaints, []);
});

test('of two officers the second sees both, and a refusal asks for the passkey', limit, async (t) => {
  const desk = await openDesk(t);
  const manager = await Workplace.at(desk);
  await manager.accepts(await desk.endpoint.invitation());
  const ada = await officer(manager, desk, 'Ada Martin');
  const grace = await officer(manager, desk, 'Grace Petit');
  const path = await enters(ada, 'rectification');
  await grace.page.goto(path);
  await ada.button('Prendre en main').click();
  await ada.page.getByText('C’est noté : prise en main.').waitFor();
  await grace.page.locator('summary', { hasText: 'Clore : refusée' }).click();
  await grace.page.locator('#refused').fill('Déjà saisi');
  await grace.button('Clore : refusée').click();
  await grace.heading('Quelqu’un a écrit entre-temps').waitFor();
  assert.deepEqual(await grace.complaintsOf('conflit'), []);
  await grace.page.getByText(/prise en main.*Ada Martin/).waitFor();
  await grace.page.getByText('Déjà saisi').waitFor();
  await grace.button('Noter quand même, à la suite').click();
  await grace.page.getByText('C’est noté : close, refusée.').waitFor();
});

test('without a script a request is followed to its end', limit, async (t) => {
  const desk = await openDesk(t);
  const manager = await Workplace.at(desk);
  await manager.accepts(await desk.endpoint.invitation());
  const ada = await officer(manager, desk, 'Ada Martin');
  const context = await desk.browser.newContext({
    baseURL: desk.origin,
    javaScriptEnabled: false,
    storageState: await ada.page.context().storageState(),
  });
  const page = await context.newPage();
  await enters({ page }, 'opposition');
  await page.getByRole('button', { name: 'Prendre en main' }).click();
  await page.locator('summary', { hasText: 'Clore : répondue' }).click();
  await page.getByRole('button', { name: 'Clore : répondue' }).click();
  await page.getByText('C’est noté').waitFor();
  await page.getByText('plus rien à faire').waitFor();
});
