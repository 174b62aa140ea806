// A browser of the floor: what is newer than it is taken out of the stylesheet, and borders, grounds and the ring around
// what has the focus are as they were.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { style as allowed } from '../floor/allowed.mjs';
import { changedApp, ofEveryPage } from './changed_app.mjs';
import { maelysInFull } from './people.mjs';
import { Road } from './road.mjs';

const limit = { timeout: 60_000 };

/** Functions that colours and sizes are written with, and that browsers of the floor do not know. */
const FUNCTIONS = ['light-dark(', 'color-mix(', 'oklch(', 'oklab(', 'lab(', 'lch(', 'rgb(from ', 'calc-size(', 'anchor('];

/** The page as such a browser reads it: every newer name is one that no browser knows. */
function withoutWhatIsNewer(page) {
  return page.replace(/<style>.*?<\/style>/s, (style) => {
    const names = Object.keys(allowed).map((name) => name.replace(/^@media /, '').replace(/: .*/, ''));
    const unknown = (text, name) => text.replaceAll(new RegExp(`(?<![\\w-])${name.replace('(', '\\(')}`, 'g'), `x-${name}`);
    return [...new Set(names.map((name) => name.replace(/^:/, ''))), ...FUNCTIONS].reduce(unknown, style);
  });
}

/** What people see of the parts of a page, by where they stand. */
async function looks(person) {
  const { page } = person;
  const read = (locator, ...properties) =>
    locator.evaluate((element, properties) => properties.map((property) => getComputedStyle(element).getPropertyValue(property)), properties);
  const seen = {};
  await person.arrives('/mes-donnees');
  seen.fold = await read(page.locator('summary').first(), 'min-block-size', 'display');
  await person.arrives();
  seen.paper = await read(page.locator('body'), 'background-color', 'color');
  seen.button = await read(page.locator('.button').first(), 'background-color', 'color');
  seen.action = await read(page.locator('.action'), 'background-color', 'border-top-color', 'position');
  await person.arrives('/ce-telephone');
  seen.card = await read(page.locator('.card').first(), 'background-color', 'border-top-color', 'border-top-style');
  await person.arrives();
  await person.starts();
  await person.answersUpTo('contact', maelysInFull());
  const input = page.locator('main input:visible').first();
  seen.input = await read(input, 'border-top-color', 'border-top-style', 'border-top-width', 'background-color', 'color');
  await input.focus();
  seen.focus = await read(input, 'outline-color', 'outline-style', 'outline-width');
  await person.answersUpTo('situation', maelysInFull());
  seen.option = await read(page.locator('main .option:visible').first(), 'border-top-color', 'border-top-style', 'background-color');
  await person.continues();
  await person.errorSummary().waitFor();
  seen.refused = await read(person.errorSummary(), 'border-top-color', 'background-color');
  return seen;
}

const CLEAR = 'rgba(0, 0, 0, 0)';

for (const scheme of ['light', 'dark']) {
  test(`borders, grounds and focus are there in a browser of the floor, ${scheme}`, limit, async (t) => {
    const road = await Road.lay(t);
    const now = await looks(await road.youngPerson({ scheme, touch: false }));
    for (const [place, [first]] of Object.entries(now)) assert.notEqual(first, CLEAR, place);
    assert.equal(now.input[1], 'solid');
    assert.equal(now.focus[1], 'solid');
    const isDark = ([ground]) => ground.match(/\d+/g).slice(0, 3).every((part) => part < 100);
    assert.equal(isDark(now.paper), scheme === 'dark', `${now.paper}`);

    await road.endpoint.serves(await changedApp(t, ofEveryPage(withoutWhatIsNewer)));
    const older = await looks(await road.youngPerson({ scheme, touch: false }));
    assert.deepEqual(older, now);
  });
}
