// What a browser keeps on disk: no answer, in no file of its profile folder.

import assert from 'node:assert/strict';
import http from 'node:http';
import { until } from '../e2e/patience.mjs';
import { maelysInFull } from '../e2e/people.mjs';
import { inEachEngine } from './engines.mjs';
import { search } from './profile.mjs';

/** Words that stand nowhere else, and have no two letters twice: see profile.mjs. */
const ANSWERS = {
  first_name: 'Vroxjimpeghuldowny',
  usage_name: 'Kwyldrobzatuminex',
  phone: '06 39 98 41 27',
  email: 'sfuqemnivhocadrilt@courriel.example',
};

/** As much as the full form needs, which asks for an e-mail too. */
function answered() {
  const { birth_date, postal_code, commune_code, current_situation, last_class, highest_diploma, housing } = maelysInFull();
  return { ...ANSWERS, birth_date, postal_code, commune_code, current_situation, last_class, highest_diploma, housing };
}

async function assertNowhere(profile, when) {
  const { email, ...others } = ANSWERS;
  assert.deepEqual(await search(profile, [...Object.values(others), email.split('@')[0]]), {}, when);
}

/** Waits until the browser has written down the fields of the page: one more field, of no app, is among them. */
async function theBrowserKeepsWhatItSees(person) {
  const word = 'jhgvocuxyptisbaqur';
  await person.browser.evaluate(() => {
    const [label, field] = ['label', 'input'].map((name) => document.createElement(name));
    field.id = label.htmlFor = label.textContent = 'another';
    document.body.prepend(label, field);
  });
  await person.browser.types('another', word);
  const isKept = async () => {
    // Firefox can miss what happened while it wrote, until something else happens: a person goes on, and scrolls.
    await person.browser.evaluate(() => {
      document.getElementById('another').dispatchEvent(new InputEvent('input', { bubbles: true }));
      scrollBy(0, scrollY > 0 ? -40 : 40);
    });
    return word in (await search(person.profile, [word]));
  };
  await until('the browser keeps its tabs', isKept, { within: 20_000, every: 1000 });
}

/** Its windows come back with their history but without their fields, and it suggests nothing. */
const NOT_KEPT = { WebKit: ['a field', 'a form that was sent'] };

inEachEngine('in the middle of the form, and closed there, the browser has no answer on disk', async ({ person, Engine }) => {
  await person.arrives();
  await person.fillsInUpTo('preinscription', 'contact', answered());
  await person.fills('preinscription', 'contact', answered());
  assert.equal(await person.holds('phone'), ANSWERS.phone, 'it is typed');
  if (!NOT_KEPT[Engine.name]?.includes('a field')) await theBrowserKeepsWhatItSees(person);
  await assertNowhere(person.profile, 'in the middle');
  await person.closesTheBrowser();
  await assertNowhere(person.profile, 'closed in the middle');
});

inEachEngine('no answer is on disk while it waits, nor once it is received', async ({ road, person }) => {
  await person.arrives();
  await person.staysUntilEverythingIsHere();
  await road.endpoint.stops();
  await person.fillsIn('preinscription', answered());
  await person.sends();
  await person.reads('sent.status_kept');
  await assertNowhere(person.profile, 'while it waits');
  await person.closesTheBrowser();
  await assertNowhere(person.profile, 'while it waits, the browser closed');

  await road.endpoint.startsAgain();
  await person.opensTheBrowser();
  await person.arrives('/mes-envois');
  await person.number();
  await person.closesTheBrowser();
  await assertNowhere(person.profile, 'once it is received');
});

/** What a careless page would leave behind. */
const LEFT = {
  'local storage': 'hjkvroximpegladwu',
  'IndexedDB': 'qwsatunobrikexygm',
  'a cache': 'zmplocredawuhitynk',
  'the state of the history': 'tybexoruvamqizdlnk',
  'a field': 'dfgisopelnumcaqhyt',
  'a form that was sent': 'rupgasowinbyfetdxl',
};
inEachEngine('the search finds what a careless page leaves behind', async ({ road, person, Engine }) => {
  const careless = road.keep(await carelessPage());
  await person.browser.goes(careless.address);
  await person.browser.evaluate(async (left) => {
    localStorage.setItem('left', JSON.stringify({ before: 'the same words, the same words', word: left['local storage'] }));
    history.replaceState({ word: left['the state of the history'] }, '');
    const done = (request) => new Promise((resolve) => (request.onsuccess = () => resolve(request.result)));
    const opening = indexedDB.open('left');
    opening.onupgradeneeded = () => opening.result.createObjectStore('left');
    const database = await done(opening);
    // Much of the same before and behind it: databases shorten that.
    const text = (word) => 'the same words '.repeat(50) + word + ' the same words'.repeat(50);
    const writing = database.transaction('left', 'readwrite', { durability: 'strict' });
    writing.objectStore('left').put({ text: text(left.IndexedDB) }, 1);
    await new Promise((resolve) => (writing.oncomplete = resolve));
    database.close();
    await (await caches.open('left')).put('/left', new Response(text(left['a cache'])));
  }, LEFT);
  await person.browser.types('Prénom', LEFT['a form that was sent']);
  await person.browser.taps('button', 'Envoyer');
  await person.browser.types('Nom', LEFT['a field']);

  const missed = async () => {
    const found = await search(person.profile, Object.values(LEFT));
    return Object.keys(LEFT).filter((place) => !(LEFT[place] in found));
  };
  const expected = NOT_KEPT[Engine.name] ?? [];
  // Some of it is written a few seconds later.
  await until('everything else is found', async () => (await missed()).length <= expected.length, { within: 20_000, every: 500 }).catch(() => {});
  assert.deepEqual(await missed(), expected);
  await person.closesTheBrowser();
  assert.deepEqual(await missed(), expected, 'once the browser is closed');
});

/** A page with a form that it answers itself, as the app's are. */
async function carelessPage() {
  const page = `<!doctype html><meta charset="utf-8"><title>careless</title>
    <form onsubmit="event.preventDefault(); history.pushState(null, '', '/next'); this.remove()">
      <label for="first">Prénom</label><input id="first" name="first" autocomplete="given-name"><button>Envoyer</button>
    </form>
    <label for="second">Nom</label><input id="second" name="second" autocomplete="family-name">`;
  const server = http.createServer((_, response) => response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(page));
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    address: `http://127.0.0.1:${server.address().port}/`,
    async close() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}
