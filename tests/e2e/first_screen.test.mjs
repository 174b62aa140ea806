// The first screen, before the app is there and after, and the policy that both live under.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { until } from './patience.mjs';
import { Road } from './road.mjs';
import { flat } from './words.mjs';

const limit = { timeout: 60_000 };

/** What the page says and where its links lead; where its heading and its buttons stand. */
async function screen(page) {
  const main = page.locator('main');
  const links = await main.getByRole('link').evaluateAll((all) => all.map((link) => [link.textContent.trim(), link.getAttribute('href')]));
  const places = [];
  for (const part of await main.locator('h1, .button').all()) {
    const { x, y, width, height } = await part.boundingBox();
    places.push([x, y, width, height].map(Math.round));
  }
  return { text: flat(await main.innerText()), links, places };
}

test('the first screen says the same, in the same place, without the app and with it', limit, async (t) => {
  const road = await Road.lay(t);
  const line = await road.line();
  const appMayCome = line.holds(/^\/app-.*\.wasm$/);
  const bare = await road.youngPerson({ through: line });
  await bare.page.goto('/');
  const person = await road.youngPerson();
  await person.arrives();

  const before = await screen(bare.page);
  assert.ok(before.text.includes(flat(person.words.text('welcome.title'))));
  assert.deepEqual(await screen(person.page), before);
  appMayCome();
});

test('the security policy stops an inline script, and these tests hear of it', limit, async (t) => {
  const road = await Road.lay(t);
  const person = await road.youngPerson();
  await person.arrives();
  const policy = (await person.page.request.get('/')).headers()['content-security-policy'];
  assert.ok(!policy.includes("'unsafe-inline'"), policy);

  await person.page.evaluate(() => {
    const script = document.createElement('script');
    document.body.append(script);
    try {
      script.textContent = 'window.intruder = true';
    } catch {
      // Where only trusted texts become scripts, it ends here.
    }
  });
  assert.equal(await person.page.evaluate(() => window.intruder), undefined);
  const heard = () => person.phone.complaints.some((complaint) => complaint.startsWith('security policy: '));
  await until('the violation is heard', heard, { within: 5_000 });
  person.phone.complaints.length = 0;
});
