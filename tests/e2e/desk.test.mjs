// The desk in a real browser: invitation, passkeys, sessions, access; axe, the keyboard alone, a telephone, no script.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Workplace, openDesk } from './desk.mjs';

const limit = { timeout: 120_000 };

test('the first person follows the printed link, and signs in again with the passkey alone', limit, async (t) => {
  const desk = await openDesk(t);
  const person = await Workplace.at(desk);
  const link = await desk.endpoint.invitation();
  await person.accepts(link);
  await person.button('Sortir').click();
  await person.button('Entrer avec ma clé d’accès').waitFor();
  await person.signsIn();
  await person.heading('Préinscriptions').waitFor();

  // The link has served.
  const thief = await Workplace.at(desk);
  await thief.page.goto(link);
  await thief.button('Créer ma clé d’accès').click();
  await thief.page.getByText('Ce lien a déjà servi').waitFor();
  // Nor does a passkey of nobody's open anything, or one that asks for no code.
  await thief.page.goto('/equipe');
  await thief.button('Entrer avec ma clé d’accès').click();
  await thief.page.getByText('Rien n’a été fait').waitFor();
  assert.deepEqual(person.complaints, []);
});

test('a manager gives access and takes it away while the other page is open', limit, async (t) => {
  const desk = await openDesk(t);
  const manager = await Workplace.at(desk);
  await manager.accepts(await desk.endpoint.invitation());
  await manager.page.getByRole('link', { name: 'Équipe' }).click();
  await manager.page.getByLabel('Prénom et nom').fill('Aïcha Benali');
  await manager.button('Faire le lien d’invitation').click();
  await manager.page.getByText('Choisissez au moins un rôle').waitFor();
  assert.equal(await manager.page.getByLabel('Prénom et nom').inputValue(), 'Aïcha Benali');
  await manager.page.getByRole('checkbox', { name: /^Équipe/ }).check();
  await manager.button('Faire le lien d’invitation').click();
  const link = await manager.page.getByLabel('Lien d’invitation').inputValue();

  const aicha = await Workplace.at(desk, { width: 360, height: 740 });
  await aicha.accepts(link);
  assert.equal(await aicha.page.getByRole('link', { name: 'Équipe' }).count(), 0);
  await manager.page.goto('/equipe');
  assert.equal(await manager.page.getByLabel('Lien d’invitation').count(), 0, 'shown once');
  assert.equal(await manager.button('Fermer l’accès de Aïcha Benali').count(), 0, 'one click closes nothing');
  await manager.asking('Fermer l’accès', 'Aïcha Benali').click();
  await manager.button('Fermer l’accès de Aïcha Benali').click();
  await manager.page.getByText('accès fermé le').waitFor();
  await aicha.button('Ajouter une clé d’accès').click();
  await aicha.page.getByText(/session est terminée|ne répond pas/).waitFor();
  await aicha.page.reload();
  await aicha.button('Entrer avec ma clé d’accès').click();
  await aicha.page.getByText('n’ouvre pas cet espace').waitFor();
});

test('a second passkey is added on the page and the first one removed', limit, async (t) => {
  const desk = await openDesk(t);
  const person = await Workplace.at(desk);
  await person.accepts(await desk.endpoint.invitation());
  await person.button('Ajouter une clé d’accès').click();
  await person.page.getByText('Cet appareil a déjà une de vos clés').waitFor();
  await person.hasAuthenticator();
  await person.button('Ajouter une clé d’accès').click();
  await person.page.getByRole('button', { name: /^Retirer la clé/ }).nth(1).waitFor();
  await person.page.getByRole('button', { name: /^Retirer la clé/ }).first().click();
  await person.button('Entrer avec ma clé d’accès').waitFor();
  await person.button('Entrer avec ma clé d’accès').click();
  await person.heading('Mon compte').waitFor();
  assert.equal(await person.page.getByRole('button', { name: /^Retirer la clé/ }).count(), 0);
});

test('without a code or a fingerprint no passkey opens the desk', limit, async (t) => {
  const desk = await openDesk(t);
  const person = await Workplace.at(desk);
  await person.hasAuthenticator({ verifies: false });
  await person.page.goto(await desk.endpoint.invitation());
  await person.button('Créer ma clé d’accès').click();
  await person.page.getByText('Rien n’a été fait').waitFor();
});

test('the keyboard alone goes all the way, and axe finds nothing in light, dark and on a telephone', limit, async (t) => {
  const desk = await openDesk(t);
  const person = await Workplace.at(desk);
  const { page } = person;
  const found = [];
  const look = async (name) => found.push(...(await person.complaintsOf(name)));
  const reach = (name) => person.reaches(name);
  await page.goto('/entrer');
  await look('entrer');
  await page.goto(await desk.endpoint.invitation());
  await look('invitation');
  await reach('Créer ma clé d’accès');
  await page.keyboard.press('Enter');
  await person.heading('Mon compte').waitFor();
  await look('compte');
  await reach('Équipe');
  await page.keyboard.press('Enter');
  await person.heading('Équipe').waitFor();
  await reach('Prénom et nom');
  await page.keyboard.type('Bo');
  await page.keyboard.press('Enter');
  await page.getByText('Choisissez au moins un rôle').waitFor();
  await look('refused');
  await reach('Équipe\u00a0:');
  await page.keyboard.press('Space');
  await page.keyboard.press('Enter');
  await page.getByLabel('Lien d’invitation').waitFor();
  await look('equipe');
  await page.goto('/nulle-part');
  await look('404');
  assert.deepEqual(found, []);
  // Nothing is kept in the browser but the cookie.
  const kept = await page.evaluate(async () => [
    localStorage.length,
    sessionStorage.length,
    (await indexedDB.databases()).length,
    (await caches.keys()).length,
    document.cookie,
  ]);
  assert.deepEqual(kept, [0, 0, 0, 0, '']);
});
