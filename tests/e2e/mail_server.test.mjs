// A mail server's bad days: the mail arrives in the end, and nobody has to do anything.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { until } from './patience.mjs';
import { maelys } from './people.mjs';
import { readFiche } from './printed_fiche.mjs';
import { Road } from './road.mjs';

for (const [does, outcome, badDay] of [
  ['asks to come back later', 'deferred', (mailbox) => mailbox.defers()],
  ['refuses', 'refused', (mailbox) => mailbox.refuses()],
  ['hangs up after it has heard everything', 'hung up', (mailbox) => mailbox.hangsUpAfterData()],
]) {
  test(`when the mail server ${does}, the mail arrives on the next try, under the same Message-ID`, { timeout: 60_000 }, async (t) => {
    const road = await Road.lay(t);
    const person = await road.youngPerson();
    badDay(road.mailbox);

    await person.fillsCallbackRequest(maelys());
    await person.sends();
    const number = await person.number();
    const id = person.submissionId();
    await until('the mail server had its bad moment', () => road.mailbox.offers.length > 0);
    const waiting = await road.endpoint.status(id);
    assert.equal(waiting.state, 'received');
    assert.equal(waiting.delivered_at, undefined);

    const fiche = await readFiche(await road.mailbox.letter());
    assert.ok(fiche.includes(number));
    await road.endpoint.delivers(id);
    const { delivered_at: deliveredAt, reference } = await road.endpoint.status(id);
    assert.ok(!Number.isNaN(Date.parse(deliveredAt)), deliveredAt);
    assert.equal(reference, number.replaceAll('-', ''));

    const [first, second, ...more] = road.mailbox.offers;
    assert.deepEqual([first.outcome, second.outcome], [outcome, 'accepted']);
    assert.ok(first.messageId);
    assert.equal(second.messageId, first.messageId);
    assert.equal(more.length, 0, 'two tries were enough');
  });
}
