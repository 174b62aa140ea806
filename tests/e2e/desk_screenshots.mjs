// Pictures of the desk's pages, light and dark, as a screen at 125 % and a telephone show them, for people to look at:
// target/screenshots/desk-<scheme>/<page>-<width>.png. It checks nothing.

import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { Workplace, asksToBeCalled, openDesk, registers } from './desk.mjs';
import { usePhoneFonts } from './phone_fonts.mjs';
import { born } from './people.mjs';
import { root } from './place.mjs';

/** 1366×768 at a zoom of 125 %, and a telephone. */
const SIZES = [{ width: 1092, height: 614 }, { width: 360, height: 740 }];

usePhoneFonts();
const inDays = (days) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
const ends = [];
const t = { after: (end) => ends.unshift(end) };
try {
  const desk = await openDesk(t);
  await registers(t, desk, {});
  await asksToBeCalled(t, desk, { first_name: 'Yanis', usage_name: 'Roche', birth_date: born(17, 40) });
  await asksToBeCalled(t, desk, { first_name: 'X'.repeat(80), usage_name: 'Long' });
  await asksToBeCalled(t, desk, { first_name: 'Lina', usage_name: 'Benali', contact_slots: ['morning'] });
  const aicha = await Workplace.at(desk);
  const { page } = aicha;
  const picture = async (name, shown = page) => {
    for (const colorScheme of ['light', 'dark']) {
      await shown.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      const folder = path.join(root, `target/screenshots/desk-${colorScheme}`);
      await mkdir(folder, { recursive: true });
      for (const size of SIZES) {
        await shown.setViewportSize(size);
        await shown.screenshot({ path: path.join(folder, `${name}-${size.width}.png`), fullPage: true });
      }
    }
    await shown.setViewportSize(SIZES[0]);
  };
  await page.goto('/entrer');
  await picture('entrer');
  const link = await desk.endpoint.invitation();
  await page.goto(link);
  await picture('invitation');
  await aicha.accepts(link);
  await picture('compte');
  await page.goto('/equipe');
  await picture('equipe');
  await page.goto('/matin');
  await picture('matin');
  await page.getByRole('button', { name: /^Prendre/ }).click();
  await picture('matin-pris');
  await page.getByLabel(/^Chercher/).fill('benali');
  await page.keyboard.press('Enter');
  await picture('recherche');
  await page.goto('/accueils');
  await picture('accueils-vide');
  await page.getByLabel('Jour').fill(inDays(3));
  await page.getByRole('button', { name: 'Ajouter' }).click();
  await page.getByText('Un accueil ajouté').waitFor();
  await picture('accueils');
  await page.goto('/matin');
  await page.getByRole('link', { name: /^BENOÎT/ }).first().click();
  await page.getByText('Accueil collectif', { exact: true }).click();
  await picture('fiche');
  await page.getByRole('button', { name: 'Retenir une place' }).click();
  await page.getByText('C’est noté').waitFor();
  await picture('fiche-invitee');
  const fiche = page.url();
  await page.goto('/accueils/1');
  await picture('accueil');
  await page.goto('/accueils/1/emargement');
  await picture('emargement');
  await page.goto(fiche);
  await aicha.button('Message laissé').click();
  await page.getByText('C’est noté').waitFor();
  await picture('fiche-notee');
  const sheet = `${new URL(page.url()).pathname}/saisie`;
  await page.goto(sheet);
  for (let line = 0; line < 5; line += 1) await page.keyboard.press('Enter');
  await picture('saisie');
  await page.goto('/equipe');
  await page.getByLabel('Prénom et nom').fill('Ada Martin');
  await page.getByRole('checkbox', { name: /^Droits/ }).check();
  await aicha.button('Faire le lien d’invitation').click();
  const ada = await Workplace.at(desk);
  await ada.accepts(await page.getByLabel('Lien d’invitation').inputValue());
  const pictureOf = async (name) => picture(name, ada.page);
  await ada.page.goto('/droits/nouvelle');
  await pictureOf('droits-inscrire');
  for (const right of ['accès', 'limitation']) {
    await ada.page.goto('/droits/nouvelle');
    await ada.page.getByRole('radio', { name: right }).check();
    await ada.page.getByRole('radio', { name: 'par téléphone' }).check();
    await ada.page.getByLabel(/^Le jour/).fill(new Date(Date.now() - 28 * 24 * 3600 * 1000).toISOString().slice(0, 10));
    await ada.button('Inscrire une demande').click();
    await ada.page.getByText('C’est noté').waitFor();
  }
  await pictureOf('droits-demande');
  await ada.page.goto('/droits');
  await pictureOf('droits');
  await page.goto('/chiffres');
  await picture('chiffres');
  await page.goto('/fiches/AAA');
  await picture('introuvable');
} finally {
  for (const end of ends) await end();
}
