// Pictures of every page and state, light and dark, in both languages, for people to look at:
// target/screenshots/<language>-<scheme>/<page>.png. It checks nothing.

import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { Endpoint } from './endpoint.mjs';
import { Line } from './line.mjs';
import { Mailbox } from './mailbox.mjs';
import { Phone, openBrowser } from './phone.mjs';
import { root } from './place.mjs';
import { walkPast } from './screens.mjs';
import { YoungPerson } from './young_person.mjs';

const folder = path.join(root, 'target/screenshots');

const mailbox = await Mailbox.open();
const endpoint = await Endpoint.start(mailbox.url);
const line = await Line.to(endpoint.address);
const browser = await openBrowser();
let taken = 0;
try {
  for (const language of ['fr', 'en']) {
    const phone = await Phone.unlock(browser, { address: line.address });
    const person = new YoungPerson(phone);
    if (language === 'en') {
      await person.arrives();
      await person.switchesLanguage();
    }
    for (const scheme of ['light', 'dark']) await mkdir(path.join(folder, `${language}-${scheme}`), { recursive: true });
    await walkPast(person, line, async (name) => {
      for (const scheme of ['dark', 'light']) {
        await phone.page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
        await phone.page.screenshot({ path: path.join(folder, `${language}-${scheme}`, `${name}.png`) });
        taken += 1;
      }
    });
    await phone.close();
  }
  console.log(`${taken} pictures in ${folder}`);
} finally {
  await browser.close();
  await line.close();
  await endpoint.close();
  await mailbox.close();
}
