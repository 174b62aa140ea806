// Pictures of every page and state, light and dark, in every language, for people to look at, in the font of most phones:
// target/screenshots/<language>-<scheme>/<page>.png, the main pages as a tablet and a desk show them beside. It checks nothing.
// `npm run screenshots -- uk ar`: in those languages alone.

import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { Endpoint } from './endpoint.mjs';
import { Line } from './line.mjs';
import { Mailbox } from './mailbox.mjs';
import { Phone, openBrowser } from './phone.mjs';
import { usePhoneFonts } from './phone_fonts.mjs';
import { root } from './place.mjs';
import { walkPast } from './screens.mjs';
import { YoungPerson } from './young_person.mjs';
import { LANGUAGES } from './words.mjs';

const folder = path.join(root, 'target/screenshots');
const asked = process.argv.slice(2);
const SCHEMES = ['dark', 'light'];
const PHONE = { width: 360, height: 740 };
/** A tablet, and a screen on a desk. */
const LARGER = [
  { width: 768, height: 1024 },
  { width: 1280, height: 800 },
];
/** What is pictured at the larger sizes too. */
const MAIN = [
  'welcome', 'etre-rappele-contact', 'etre-rappele-toi', 'etre-rappele-check', 'preinscription-besoins', 'preinscription-parcours',
  'preinscription-check', 'sent-received', 'outbox-received', 'notice', 'rights', 'tablet-welcome',
];

usePhoneFonts();
const mailbox = await Mailbox.open();
const endpoint = await Endpoint.start(mailbox.url);
const line = await Line.to(endpoint.address);
const browser = await openBrowser();
let taken = 0;
try {
  for (const language of LANGUAGES.filter((language) => !asked.length || asked.includes(language))) {
    const phone = await Phone.unlock(browser, { address: line.address, ...PHONE });
    const person = new YoungPerson(phone);
    if (language !== 'fr') {
      await person.arrives();
      await person.switchesLanguage(language);
    }
    const picture = async (scheme, name) => {
      const place = path.join(folder, `${language}-${scheme}`);
      await mkdir(place, { recursive: true });
      await phone.page.screenshot({ path: path.join(place, `${name}.png`) });
      taken += 1;
    };
    await walkPast(person, line, async (name) => {
      for (const scheme of SCHEMES) {
        await phone.page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
        await picture(scheme, name);
        for (const size of MAIN.includes(name) ? LARGER : []) {
          await phone.page.setViewportSize(size);
          await picture(scheme, `${name}-${size.width}x${size.height}`);
        }
        await phone.page.setViewportSize(PHONE);
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
