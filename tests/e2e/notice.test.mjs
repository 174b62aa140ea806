// Being told: a notice that is another by the time somebody sends is shown again before anything is sealed.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { maelys } from './people.mjs';
import { readFiche } from './printed_fiche.mjs';
import { Road } from './road.mjs';

const limit = { timeout: 60_000 };

/** Another edition of the same length, so that the layout of the file stays as it is. */
function edition(bytes, from, to) {
  return Buffer.from(bytes.toString('latin1').replaceAll(from, to), 'latin1');
}

test('a notice that changes between display and sending is shown again, then named in the envelope', limit, async (t) => {
  const road = await Road.lay(t);
  const person = await road.youngPerson();
  const { version } = person.words.bundle.notices.find(({ id }) => id === 'preinscription');
  // French as it was before the release of today; English as it is today.
  await person.page.route('**/content/fr-*.bin', async (route) => {
    const answer = await route.fetch();
    await route.fulfill({ response: answer, body: edition(await answer.body(), version, '2025-01') });
  });

  await person.arrives();
  await person.asksToBeCalledBack();
  await person.answers(maelys());
  await person.switchesLanguage();
  await person.seesTitle(person.words.text('check.title'));
  await person.sends();
  await person.reads(person.words.text('sending.notice_changed'));
  assert.equal(person.phone.submissionIds.size, 0, 'nothing was sealed');

  await person.sends();
  await person.receipt();
  const fiche = await readFiche(await road.mailbox.letter());
  assert.ok(fiche.includes(version) && !fiche.includes('2025-01'), fiche);
  // The proof is of the words that were shown: those in English.
  const { digest } = person.words.bundle.notices.find(({ id }) => id === 'preinscription');
  assert.ok(fiche.replaceAll(' ', '').includes(digest), fiche);
});
