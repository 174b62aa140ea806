// Opened from a social network: the browser inside its app is recognised, and there is a way out of it, and a form in it.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { maelys } from './people.mjs';
import { Road } from './road.mjs';
import { exactly } from './words.mjs';

const limit = { timeout: 60_000 };
const ANDROID = 'Mozilla/5.0 (Linux; Android 13; SM-A136B; wv) AppleWebKit/537.36 Version/4.0 Chrome/128.0 Mobile Safari/537.36';
const IPHONE = 'Mozilla/5.0 (iPhone; CPU iPhone OS 17_6 like Mac OS X) AppleWebKit/605.1.15 Mobile/21G80';

async function opened(t, userAgent) {
  const road = await Road.lay(t);
  const person = await road.youngPerson({ userAgent });
  await person.arrives('/?source=instagram&event=forum');
  await person.seesTitle(person.words.text('welcome.title'));
  return { road, person };
}

for (const [where, userAgent, start] of [
  ['Instagram on Android', `${ANDROID} Instagram 350.0.0 Android`, 'intent://'],
  ['Instagram on an iPhone', `${IPHONE} Instagram 350.0.0`, 'x-safari-http://'],
]) {
  test(`in ${where}, a link leads to the person's own browser, and keeps where the link came from`, limit, async (t) => {
    const { person, road } = await opened(t, userAgent);
    const link = person.page.getByRole('link', { name: exactly(person.words.text('in_app.open')) });
    const { host } = new URL(road.endpoint.address);
    const href = await link.getAttribute('href');
    assert.ok(href.startsWith(`${start}${host}/?source=instagram&event=forum`), href);
  });
}

test('where no link leads out, the address is copied', limit, async (t) => {
  const { person, road } = await opened(t, `${IPHONE} Snapchat/13.10`);
  await person.page.context().grantPermissions(['clipboard-read', 'clipboard-write'], { origin: road.endpoint.address });
  await person.page.getByRole('button', { name: exactly(person.words.text('in_app.copy')) }).click();
  await person.reads(person.words.text('frame.copied'));
  const copied = await person.page.evaluate(() => navigator.clipboard.readText());
  assert.equal(copied, `${road.endpoint.address}/?source=instagram&event=forum`);
});

test('the form works inside an app as anywhere', limit, async (t) => {
  const { person, road } = await opened(t, `${ANDROID} Instagram 350.0.0 Android`);
  await person.asksToBeCalledBack();
  await person.answers(maelys());
  await person.sends();
  await person.number();
  await road.mailbox.letter();
});

test('in the person’s own browser nothing of it is said', limit, async (t) => {
  const { person } = await opened(t);
  assert.ok(!(await person.pageText()).includes(person.words.text('in_app.title')));
});
