// The policy that the first screen lives under.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { until } from './patience.mjs';
import { Road } from './road.mjs';

const limit = { timeout: 60_000 };

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
