// The app among the phone's own: proposed once a receipt was shown and nothing waits, in the way of each phone.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { until } from './patience.mjs';
import { maelys } from './people.mjs';
import { app } from './place.mjs';
import { Road } from './road.mjs';
import { LANGUAGES } from './words.mjs';

const limit = { timeout: 120_000 };
const IPHONE = 'Mozilla/5.0 (iPhone; CPU iPhone OS 17_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.6 Mobile/15E148 Safari/604.1';

/** What Chrome on Android does once it finds that the page can be installed. */
function offersToInstall(page) {
  return page.addInitScript(() => {
    window.addEventListener('load', () => {
      const offer = new Event('beforeinstallprompt', { cancelable: true });
      offer.prompt = () => (document.documentElement.dataset.asked = 'yes');
      window.dispatchEvent(offer);
    });
  });
}

async function isNotProposed(person) {
  assert.equal(await person.page.getByText(person.words.text('install.app_title')).count(), 0);
}

test('on Android our own button asks, after the receipt and not before', limit, async (t) => {
  const road = await Road.lay(t);
  const line = await road.line();
  const person = await road.youngPerson({ through: line });
  await offersToInstall(person.page);

  await person.arrives();
  await isNotProposed(person);
  await person.asksToBeCalledBack();
  await person.answers(maelys());
  line.belongsToAPortal();
  await person.sends();
  await person.reads(person.words.text('sent.status_kept'));
  await isNotProposed(person);
  line.works();
  await person.number({ within: 60_000 });
  await person.reads(person.words.text('install.app_title'));
  await person.presses('install.ask');
  assert.equal(await person.page.evaluate(() => document.documentElement.dataset.asked), 'yes');
  await road.mailbox.letter();
});

test('on an iPhone the steps are shown, each with its picture', limit, async (t) => {
  const road = await Road.lay(t);
  const person = await road.youngPerson({ userAgent: IPHONE });
  await person.fillsCallbackRequest(maelys());
  await person.sends();
  await person.number();
  for (const step of ['install.step1', 'install.step2', 'install.step3']) await person.reads(person.words.text(step));
  const pictures = await person.page.locator('main img').evaluateAll((images) =>
    Promise.all(images.map((image) => image.decode().then(() => image.naturalWidth))),
  );
  assert.ok(pictures.length === 2 && pictures.every((width) => width > 0), `${pictures}`);
  await road.mailbox.letter();
});

test('where nothing can be installed, and on a shared tablet, nothing is proposed', limit, async (t) => {
  const road = await Road.lay(t);
  for (const address of ['/', '/?mode=tablette']) {
    const person = await road.youngPerson();
    if (address !== '/') await offersToInstall(person.page);
    if (address === '/') await person.arrives();
    else await person.sharesTheDevice();
    await person.asksToBeCalledBack();
    await person.answers(maelys());
    await person.sends();
    await person.number();
    await isNotProposed(person);
    await road.mailbox.letter();
  }
});

test('the manifest follows the language, and everything that it names is there', limit, async (t) => {
  const road = await Road.lay(t);
  const person = await road.youngPerson();
  const manifest = () => person.page.locator('link[rel=manifest]').getAttribute('href');

  await person.arrives();
  const manifests = [];
  for (const language of LANGUAGES) {
    if (language !== 'fr') await person.switchesLanguage(language);
    await until('its manifest', async () => {
      const named = JSON.parse(await readFile(path.join(app, await manifest()), 'utf8'));
      return named.lang === language && manifests.push(named);
    });
  }
  const [french] = manifests;
  assert.equal(new Set(manifests.map(({ description }) => description)).size, LANGUAGES.length, 'each in its own words');
  for (const { id, start_url, icons, screenshots, shortcuts } of manifests) {
    assert.deepEqual([id, start_url], [french.id, french.start_url], 'one app');
    assert.ok(icons.some(({ purpose }) => purpose === 'maskable'));
    const named = [...icons, ...screenshots, ...shortcuts.flatMap((shortcut) => shortcut.icons)];
    for (const { src, sizes } of named) {
      const image = await readFile(path.join(app, src));
      assert.equal(`${image.readUInt32BE(16)}x${image.readUInt32BE(20)}`, sizes, src);
    }
    for (const { url, name } of shortcuts) {
      await person.arrives(url);
      await person.page.getByRole('heading', { level: 1 }).waitFor();
      assert.ok(!(await person.pageText()).includes(person.words.text('not_found.title')), name);
    }
  }
});
