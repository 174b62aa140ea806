// Typing into I-Milo from the desk: by the keyboard alone into a stand-in for I-Milo, and by way of a spreadsheet.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { Workplace, openDesk, registers } from './desk.mjs';

const limit = { timeout: 180_000 };
const run = promisify(execFile);

/** What people type that a spreadsheet would like to compute. */
const NASTY = {
  address_line: '=HYPERLINK("http://127.0.0.1/";"ici")',
  address_extra: '1/2',
  birth_commune: 'Mai 2025',
  diploma_title: '+1E5',
  postal_code: '01000',
  commune_code: 'Bourg-en-Bresse',
};

async function atTheDesk(t, changes) {
  const desk = await openDesk(t);
  const number = await registers(t, desk, changes);
  const aicha = await Workplace.at(desk);
  await aicha.accepts(await desk.endpoint.invitation());
  return { aicha, address: `/fiches/${number.replaceAll('-', '')}` };
}

test('with the keyboard alone every line is copied, ticked and left, and what is copied is what is shown', limit, async (t) => {
  const { aicha, address } = await atTheDesk(t, {});
  const { page } = aicha;
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.goto(`${address}/saisie`);
  const found = await aicha.complaintsOf('saisie');
  const lines = await page.locator('.sheet li').evaluateAll((all) =>
    all.map((line) => ({ field: line.querySelector('label').textContent, pasted: line.querySelector('[data-copy]')?.dataset.copy })),
  );
  assert.ok(lines.length > 20, `${lines.length} lines`);
  for (const [at, { field, pasted }] of lines.entries()) {
    const focused = await page.evaluate(() => document.activeElement.labels?.[0].textContent);
    assert.equal(focused, field);
    await page.keyboard.press('Enter');
    await page.locator('.sheet li').nth(at).locator(':checked').waitFor();
    if (pasted !== undefined) assert.equal(await page.evaluate(() => navigator.clipboard.readText()), pasted);
  }
  await page.getByText(`${lines.length} sur ${lines.length}`).waitFor();
  assert.equal(await page.evaluate(() => document.activeElement.textContent), 'Tout est saisi');
  // One Enter too many, of the same rhythm, and a key that is held: neither says that all is typed.
  await page.keyboard.press('Enter');
  await page.keyboard.down('Enter');
  await page.keyboard.down('Enter');
  await page.keyboard.up('Enter');
  await page.waitForTimeout(800);
  assert.ok(page.url().endsWith('/saisie'), page.url());
  await page.keyboard.press('Enter');
  await page.getByText(/^C’est noté.*Saisi/).waitFor();
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), '', 'nothing stays to be pasted');

  // A key that is held copies one line, and runs through none.
  await page.goto(`${address}/saisie`);
  for (let times = 0; times < 20; times += 1) await page.keyboard.down('Enter');
  await page.keyboard.up('Enter');
  await page.getByText(`1 sur ${lines.length}`).waitFor();

  // Arrows walk, the space bar ticks and takes back, and a copy that is refused ticks nothing.
  await page.goto(`${address}/saisie`);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Space');
  await page.getByText(`1 sur ${lines.length}`).waitFor();
  await page.keyboard.press('Space');
  await page.evaluate(() => {
    navigator.clipboard.writeText = () => Promise.reject(new Error('refused'));
  });
  await page.keyboard.press('Enter');
  await page.getByText('Copie refusée').waitFor();
  await page.getByText(`0 sur ${lines.length}`).waitFor();
  assert.equal(await page.evaluate(() => String(getSelection())), lines[1].pasted, 'it can be copied by hand');
  assert.deepEqual([...found, ...aicha.complaints], []);
});

test('the sheet opens in a narrow window to stand beside I-Milo', limit, async (t) => {
  const { aicha, address } = await atTheDesk(t, {});
  await aicha.page.goto(address);
  await aicha.page.getByText('Saisir dans I-Milo').click();
  const beside = aicha.page.waitForEvent('popup');
  await aicha.button('L’ouvrir à côté d’I-Milo').click();
  const sheet = await beside;
  await sheet.getByRole('heading', { level: 1, name: 'Saisir dans I-Milo' }).waitFor();
  const width = await sheet.evaluate(() => document.documentElement.scrollWidth);
  assert.ok(width <= 420, `${width} px`);
});

test('a spreadsheet shows what the person typed, and computes none of it', limit, async (t) => {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'premier-accueil-tableur-'));
  t.after(() => rm(folder, { recursive: true, maxRetries: 5 }));
  const { aicha, address } = await atTheDesk(t, NASTY);
  await aicha.page.goto(address);
  await aicha.page.getByText('Saisir dans I-Milo').click();
  const coming = aicha.page.waitForEvent('download');
  await aicha.button('Une ligne pour un tableur').click();
  const file = path.join(folder, 'saisie.csv');
  await (await coming).saveAs(file);
  const [names, values] = await opened(folder, file);
  const cell = (name) => values[names.findIndex(({ text }) => text === name)];
  for (const [name, said] of [
    ['Coordonnées / Libellé de voie', NASTY.address_line],
    ['Coordonnées / Complément', NASTY.address_extra],
    ['Coordonnées / Code postal', NASTY.postal_code],
    ['Identité / Commune de naissance', NASTY.birth_commune],
    ['Cursus / Certification', NASTY.diploma_title],
  ]) {
    assert.deepEqual(cell(name), { kind: 'string', text: `'${said}` }, name);
  }
  assert.deepEqual(cell('Coordonnées / Mobile'), { kind: 'string', text: '06.39.98.41.27' });
  assert.deepEqual(cell('Identité / Nom d’usage'), { kind: 'string', text: 'BENOIT-HADDAD' });
  assert.equal(cell('Identité / Date de naissance').kind, 'date');
  assert.ok(values.every(({ formula }) => formula === undefined));
  assert.equal(values.length, names.length);
});

/** The rows of a file as LibreOffice shows them in French, opened as its own dialog proposes. */
async function opened(folder, file) {
  const french = 'CSV:59,34,76,1,,1036,false';
  const profile = `-env:UserInstallation=file://${folder}/profile`;
  const words = [profile, '--headless', '--convert-to', 'fods', '--infilter=' + french, '--outdir', folder, file];
  await run('localc', words, { timeout: 120_000 });
  const document = await readFile(file.replace('.csv', '.fods'), 'utf8');
  const rows = [...document.matchAll(/<table:table-row\b.*?<\/table:table-row>/gs)];
  return rows.slice(0, 2).map(([row]) => [...row.matchAll(/<table:table-cell\b([^>]*?)(\/>|>(.*?)<\/table:table-cell>)/gs)].flatMap(cells));
}

/** A cell, as often as the file says that it repeats. */
function cells([, attributes, , inside = '']) {
  const [, kind] = attributes.match(/office:value-type="(\w+)"/) ?? [];
  const [, formula] = attributes.match(/table:formula="([^"]*)"/) ?? [];
  const [, times = '1'] = attributes.match(/number-columns-repeated="(\d+)"/) ?? [];
  const signs = { '&apos;': "'", '&quot;': '"', '&lt;': '<', '&gt;': '>', '&amp;': '&' };
  const text = inside.replace(/<[^>]*>/g, '').trim().replace(/&\w+;/g, (sign) => signs[sign]);
  const cell = { ...(kind && { kind }), text, ...(formula && { formula }) };
  return Array(Number(times)).fill(cell);
}
