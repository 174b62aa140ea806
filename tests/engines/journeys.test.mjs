// The main journeys in the three engines that phones have: Chromium, Firefox (Gecko), WebKit.
//
// Without network means that no request is answered: the endpoint is stopped, or the line to it is cut.
// The switch of a browser does not reach the service worker in some engines, and too much in others.

import assert from 'node:assert/strict';
import { comesToTheNextRelease, nextRelease } from '../e2e/next_release.mjs';
import { maelys, maelysInFull, tracesIn } from '../e2e/people.mjs';
import { inEachEngine } from './engines.mjs';

/** What was sent is there once, and came by one mail. */
async function arrivedOnce({ road, line }) {
  const [first, ...others] = line.sendings();
  assert.equal(first.status, 201);
  for (const other of others) assert.deepEqual(other, { ...first, status: 200 });
  const id = first.path.split('/').at(-1);
  await road.endpoint.delivers(id);
  assert.equal(road.mailbox.letters.length, 1, 'one mail');
}

/** Everything that the phone needs is on it, then no request is answered any more: what is sent is kept. */
async function sendsWithoutNetwork({ road, person }) {
  await person.arrives();
  await person.staysUntilEverythingIsHere();
  await road.endpoint.stops();
  await person.fillsCallbackRequest(maelys());
  await person.sends();
  await person.reads('sent.status_kept');
}

inEachEngine('what is sent is received, with its number, and one mail', async ({ road, line, person }) => {
  await person.arrives();
  await person.fillsCallbackRequest(maelys());
  await person.sends();
  const number = await person.receipt();
  assert.ok((await road.mailbox.letter()).subject.includes(number));
  await arrivedOnce({ road, line });
});

inEachEngine('sent without network it is kept, and leaves by itself once the network is back', async ({ road, line, person }) => {
  await sendsWithoutNetwork({ road, person });
  assert.equal(await person.shownNumber(), undefined);

  await road.endpoint.startsAgain();
  const number = await person.receipt();
  assert.ok((await road.mailbox.letter()).subject.includes(number));
  await arrivedOnce({ road, line });
});

inEachEngine('opened again without network the app starts, takes a form, and sends it later', async ({ road, line, person }) => {
  await person.arrives();
  await person.staysUntilEverythingIsHere();
  await person.closesTheBrowser();
  await road.endpoint.stops();

  await person.opensTheBrowser();
  await person.arrives();
  await person.fillsCallbackRequest(maelys());
  await person.sends();
  await person.reads('sent.status_kept');

  await road.endpoint.startsAgain();
  await person.receipt();
  await arrivedOnce({ road, line });
});

inEachEngine('what waits outlives a browser that is killed, and leaves once', async ({ road, line, person }) => {
  await sendsWithoutNetwork({ road, person });
  await person.losesTheBrowser();

  await person.opensTheBrowser();
  await person.arrives('/mes-envois');
  await person.reads('outbox.waiting');
  await road.endpoint.startsAgain();
  await person.number();
  await arrivedOnce({ road, line });
});

inEachEngine('a page that is left while it sends does not hold up the next one', async ({ road, line, person }) => {
  await person.arrives();
  await person.fillsCallbackRequest(maelys());
  const letGo = line.holds(/^\/v1\/submissions\//);
  await person.sends();
  await person.reads('sent.status_kept');
  await person.browser.waits('the sending is under way', () => line.asked.some((request) => request.startsWith('PUT')));

  // Browsers may keep the page that is left, as it is, to show it again on the way back.
  await person.arrives('/mes-envois');
  letGo();
  await person.number();
  await arrivedOnce({ road, line });
});

inEachEngine('a right is used from the phone, up to its receipt', async ({ road, line, person }) => {
  await person.arrives();
  await person.fillsCallbackRequest(maelys());
  await person.sends();
  const registration = await person.receipt();
  await arrivedOnce({ road, line });

  // That it was delivered becomes known here, and the link stays under the finger.
  await person.opensOutbox();
  await person.browser.taps('link', person.words.text('outbox.rights'));
  await person.browser.taps('link', person.words.text('rights.ask'));
  await person.answers('droits', { ...maelys(), email: maelysInFull().email, right: 'access' });
  await person.sends();
  const request = await person.receipt();
  assert.notEqual(request, registration);
  assert.match(await road.endpoint.officer('show', request), /prouvée par le téléphone/);
  await person.opensOutbox();
  await person.reads('outbox.delivered');
});

inEachEngine('after sending, going back shows no answer', async ({ person }) => {
  await person.arrives();
  await person.fillsCallbackRequest(maelys());
  await person.sends();
  const number = await person.receipt();

  await person.browser.goesBack();
  assert.equal(await person.number(), number, 'it shows that it is sent');
  const fields = await person.browser.evaluate(() => [...document.querySelectorAll('input')].map(({ value }) => value).join(''));
  assert.equal(fields, '');
  const { usage_name, phone, birth_date } = maelys();
  assert.deepEqual(tracesIn(await person.browser.text(), { usage_name, phone, birth_date }), []);
});

/** Nothing that was typed is on the page, not in its fields either. */
async function showsNoAnswer({ browser }) {
  const fields = await browser.evaluate(() => [...document.querySelectorAll('input')].map(({ value }) => value).join());
  assert.deepEqual(tracesIn(`${await browser.text()} ${fields}`, maelys()), []);
}

inEachEngine('a tab that is restored in the middle of the form shows no answer, and the form can be sent', async ({ road, line, person }) => {
  await person.arrives();
  await person.fillsInUpTo('etre-rappele', 'toi', maelys());
  await person.fills('etre-rappele', 'toi', maelys());
  await person.closesTheBrowserWithItsTabs();

  await person.restoresTheBrowser();
  await person.seesTitle(person.words.sectionTitle('etre-rappele', 'contact'));
  await showsNoAnswer(person);
  await person.arrives();
  await person.fillsCallbackRequest(maelys());
  await person.sends();
  await person.receipt();
  await arrivedOnce({ road, line });
});

inEachEngine('a tab that is restored after sending shows the number and no answer, and sends nothing again', async ({ road, line, person }) => {
  await person.arrives();
  await person.fillsCallbackRequest(maelys());
  await person.sends();
  const number = await person.receipt();
  await person.closesTheBrowserWithItsTabs();

  await person.restoresTheBrowser();
  await person.number();
  assert.equal(await person.number(), number);
  await showsNoAnswer(person);
  await arrivedOnce({ road, line });
});

inEachEngine('on a shared tablet nothing of a person is there for the next one, and all of it leaves', async ({ road, line, person }) => {
  const answers = maelys();
  await person.arrives('/?mode=tablette');
  await person.reads('tablet.lead');
  await person.browser.types(person.words.text('tablet.new_code'), '90817263');
  await person.browser.taps('button', person.words.text('tablet.turn_on'));
  await person.reads('shared.text');
  await person.staysUntilEverythingIsHere();
  await road.endpoint.stops();
  await person.fillsCallbackRequest(answers);
  await person.sends();
  await person.reads('shared.status_kept');
  await person.browser.taps('button', person.words.text('shared.done'));
  await person.seesTitle(person.words.text('welcome.title'));
  assert.deepEqual(tracesIn(await person.browser.text(), answers), []);
  await person.browser.goesBack().catch(() => {});
  assert.deepEqual(tracesIn(await person.browser.text(), answers), [], 'nor behind it');

  // After a restart it is a shared tablet still, and what waits is there.
  await person.closesTheBrowser();
  await person.opensTheBrowser();
  await person.arrives();
  await person.reads('shared.one_waiting');
  await road.endpoint.startsAgain();
  await person.reads('shared.none_waiting', { within: 40_000 });
  await arrivedOnce({ road, line });
  assert.equal(await person.shownNumber(), undefined);
});

inEachEngine('what waits from one release leaves by the next', async ({ road, line, person, t }) => {
  const release = () => person.browser.evaluate(() => document.documentElement.dataset.release ?? 'first');
  await sendsWithoutNetwork({ road, person });
  await person.closesTheBrowser();

  await road.endpoint.serves(await nextRelease(t));
  line.belongsToAPortal();
  await person.opensTheBrowser();
  await person.arrives('/mes-envois');
  await person.reads('outbox.waiting');
  assert.equal(await release(), 'first', 'the one that is on the phone opens');
  await person.browser.evaluate(() => navigator.serviceWorker.getRegistration().then((registration) => registration.update()).then(() => undefined));
  const isHere = () => person.browser.evaluate(() => navigator.serviceWorker.getRegistration().then(({ waiting }) => Boolean(waiting)));
  await person.browser.waits('the next release is here', isHere, { within: 60_000 });
  await person.closesTheBrowser();
  await person.opensTheBrowser();
  await person.arrives();
  await comesToTheNextRelease(person, async () => (await release().catch(() => '')) === 'next');
  line.works();
  // On foot: a page that WebKitGTK is led away from in the middle of a write keeps the store from the next one.
  await person.opensOutbox();
  // The waits between tries have grown for as long as all this took.
  await person.sendsNow();
  await person.number();
  await arrivedOnce({ road, line });
});
