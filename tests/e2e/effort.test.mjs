// What a form costs to fill in stays within its limits.

import assert from 'node:assert/strict';
import test from 'node:test';
import { LIMITS, longForm, shortForm } from './effort.mjs';
import { Road } from './road.mjs';

for (const [form, fill] of Object.entries({ 'etre-rappele': shortForm, preinscription: longForm })) {
  test(`${form} costs no more than it may`, async (t) => {
    const road = await Road.lay(t);
    const person = await road.youngPerson();
    const counted = await fill(person);
    await person.seesTitle(person.words.text('sent.title', { name: 'Lina' }));
    t.diagnostic(`${form}: ${counted.taps} taps, ${counted.keys} keys, ${counted.words} words: ${counted.pages.join(', ')}`);
    for (const [what, most] of Object.entries(LIMITS[form])) {
      assert.ok(counted[what] <= most, `${counted[what]} ${what}, at most ${most}`);
      assert.ok(counted[what] > 0, `no ${what} were counted`);
    }
  });
}
