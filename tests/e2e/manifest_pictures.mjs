// The pictures that a phone shows to whoever installs the app: public/screens, named by the manifest of each language;
// and the page of questions that README shows: docs/images.
// Made anew by hand when those screens change: `npm run manifest-pictures`, then a build.

import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { Endpoint } from './endpoint.mjs';
import { Mailbox } from './mailbox.mjs';
import { maelys, maelysInFull } from './people.mjs';
import { Phone, openBrowser } from './phone.mjs';
import { usePhoneFonts } from './phone_fonts.mjs';
import { root } from './place.mjs';
import { YoungPerson } from './young_person.mjs';
import { LANGUAGES } from './words.mjs';

usePhoneFonts();
const folder = path.join(root, 'public/screens');
await mkdir(folder, { recursive: true });

const mailbox = await Mailbox.open();
const endpoint = await Endpoint.start(mailbox.url);
const browser = await openBrowser();
try {
  for (const language of LANGUAGES) {
    const phone = await Phone.unlock(browser, { address: endpoint.address, sharpness: 2 });
    const person = new YoungPerson(phone);
    // Nothing half-way.
    await phone.page.emulateMedia({ reducedMotion: 'reduce' });
    const picture = async (name) => {
      await phone.page.evaluate(() => window.scrollTo(0, 0));
      await phone.page.screenshot({ path: path.join(folder, `${name}-${language}.png`) });
    };
    await person.arrives();
    if (language !== 'fr') await person.switchesLanguage(language);
    await picture('accueil');
    await person.asksToBeCalledBack();
    await person.answers(maelys({ first_name: 'Lina' }));
    await person.sends();
    await person.number();
    await picture('envoi');
    await phone.close();
  }
  const phone = await Phone.unlock(browser, { address: endpoint.address, sharpness: 2 });
  const person = new YoungPerson(phone);
  await phone.page.emulateMedia({ reducedMotion: 'reduce' });
  await person.arrives();
  await person.starts();
  await person.fills(maelysInFull());
  await phone.page.evaluate(() => window.scrollTo(0, 0));
  await phone.page.screenshot({ path: path.join(root, 'docs/images/section.png') });
  await phone.close();
} finally {
  await browser.close();
  await endpoint.close();
  await mailbox.close();
}
