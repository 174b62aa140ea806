// Collective welcomes in a real browser: planned, taken and looked at with the keyboard alone, and no page that axe minds.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Workplace, asksToBeCalled, openDesk } from './desk.mjs';

const limit = { timeout: 180_000 };

/** A day to come, as the field of a day is filled by program: its keys differ by the browser's language. */
const inDays = (days) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

test('a welcome is planned, a seat is kept and the sheet is shown with the keyboard alone', limit, async (t) => {
  const desk = await openDesk(t);
  await asksToBeCalled(t, desk);
  const aicha = await Workplace.at(desk);
  const { page } = aicha;
  await aicha.accepts(await desk.endpoint.invitation());
  const found = [];
  const look = async (name) => found.push(...(await aicha.complaintsOf(name)));
  await page.goto('/accueils');
  await look('accueils, vide');
  await page.getByLabel('Jour').fill(inDays(3));
  await aicha.reaches('Ajouter');
  await page.keyboard.press('Enter');
  await page.getByText('Un accueil ajouté.').waitFor();
  await look('accueils');
  await page.goto('/matin');
  await aicha.reaches(await page.locator('.work a').first().textContent());
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Suivi' }).waitFor();
  await aicha.reaches('Accueil collectif');
  await page.keyboard.press('Enter');
  await aicha.reaches('Retenir une place');
  await page.keyboard.press('Enter');
  await page.getByText('C’est noté').waitFor();
  assert.match(await page.locator('.trail li').first().textContent(), /Place retenue à l’accueil collectif/);
  await look('fiche');
  const asked = page.waitForEvent('download');
  await aicha.button('Pour son agenda (.ics)').click();
  assert.equal((await asked).suggestedFilename(), 'accueil.ics');
  await page.goto('/accueils/1');
  await page.getByText('1 inscrit·e pour 12 places').waitFor();
  await look('un accueil');
  await page.goto('/accueils/1/emargement');
  await look('émargement');
  assert.deepEqual(found, []);
  assert.deepEqual(aicha.complaints, []);
});
