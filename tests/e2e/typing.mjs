// Types one registration into a stand-in for I-Milo, from the PDF and from the copy sheet, and prints gestures and seconds.
//
// `npm run typing`. Each way ends with a look at every field: what stands there must be right.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { Workplace, openDesk, registers } from './desk.mjs';
import { fieldsFor, pageOf } from './imilo_stand_in.mjs';
import { Hand, SKILLED_K, keysOf } from './typing_hand.mjs';

/** A value of so many keys is typed sooner than it is fetched: two windows changed, Enter, Ctrl+V. */
const SHORT_KEYS = 7;

/** A person of the team with a registration's copy sheet, and a second page for the stand-in. */
async function workplace(t) {
  const desk = await openDesk(t);
  const number = (await registers(t, desk, {})).replaceAll('-', '');
  const aicha = await Workplace.at(desk);
  await aicha.accepts(await desk.endpoint.invitation());
  const context = aicha.page.context();
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: desk.origin });
  await aicha.page.goto(`/fiches/${number}/saisie`);
  const lines = await aicha.page.locator('.sheet li').evaluateAll((all) =>
    all.map((line, place) => ({
      place,
      section: line.closest('ol').previousElementSibling.textContent,
      field: line.querySelector('label').textContent,
      isList: line.querySelector('.m')?.textContent === 'liste',
      pasted: line.querySelector('[data-copy]')?.dataset.copy,
      shown: line.querySelector('.goes b')?.textContent,
    })),
  );
  const fields = fieldsFor(lines);
  const seen = fields.filter(({ line }) => line).map(({ line }) => line.place);
  assert.deepEqual([...new Set(seen)], lines.map(({ place }) => place), 'the stand-in has every line, in its order');
  const imilo = await context.newPage();
  return { sheet: aicha.page, imilo, address: `/fiches/${number}`, fields };
}

/** The words of the PDF that the desk prints, without spaces. */
async function printed({ sheet, address }) {
  await sheet.goto(address);
  await sheet.locator('summary', { hasText: 'Saisir dans I-Milo' }).click();
  const coming = sheet.waitForEvent('download');
  await sheet.getByRole('button', { name: 'La fiche en PDF' }).click();
  const file = await (await coming).path();
  const { stdout } = await promisify(execFile)('pdftotext', ['-raw', file, '-'], { timeout: 10_000 });
  return stdout.replace(/\s+/g, '');
}

/** Both pages as they are before anything is typed; the hand is at the keyboard. */
async function begins({ sheet, imilo, address, fields }) {
  await sheet.goto(`${address}/saisie`);
  await sheet.evaluate(() => navigator.clipboard.writeText(''));
  await imilo.setContent(pageOf(fields));
  await imilo.locator('#f0').focus();
}

const isText = ({ value, options }) => value !== undefined && !options;
const isChosen = ({ value, options }) => Boolean(value && options);

/** The PDF lies or stands beside: every letter is typed. */
async function fromPdf({ imilo, fields }) {
  const hand = new Hand(imilo);
  await imilo.bringToFront();
  for (const [place, field] of fields.entries()) {
    if (field.line) hand.thinks();
    if (isText(field)) await hand.types(field.value);
    if (isChosen(field)) await hand.chooses(imilo.locator(`#f${place}`), field.value);
    await hand.presses('Tab');
  }
  return hand;
}

/** One window at a time: each line is read on the sheet, Enter ticks it, and what it says is done in the other window. */
async function fromSheet({ sheet, imilo, fields }) {
  const hand = new Hand(sheet);
  await sheet.bringToFront();
  let owed = 0;
  let read;
  for (const [place, field] of fields.entries()) {
    const { line } = field;
    if (line) hand.thinks(isText(field));
    if (line && line !== read) await ticks(hand, sheet, line);
    read = line;
    if (isText(field) || isChosen(field)) {
      await hand.switchesTo(imilo);
      for (; owed > 0; owed -= 1) await hand.presses('Tab');
      if (isText(field)) await hand.pastes();
      else await hand.chooses(imilo.locator(`#f${place}`), field.value);
      await hand.switchesTo(sheet);
    }
    owed += 1;
  }
  return hand;
}

/** Both are seen: the sheet is gone to for what is pasted alone. Lines that were read there are passed with Enter then. */
function beside(isPasted) {
  return async ({ sheet, imilo, fields }) => {
    const hand = new Hand(imilo);
    await imilo.bringToFront();
    const passed = [];
    let read;
    for (const [place, field] of fields.entries()) {
      const { line } = field;
      const isFetched = isText(field) && isPasted(field.value);
      if (line) hand.thinks(isFetched);
      if (line && line !== read) passed.push(line);
      read = line;
      if (isFetched) {
        await hand.switchesTo(sheet);
        for (const one of passed.splice(0)) await ticks(hand, sheet, one);
        await hand.switchesTo(imilo);
        await hand.pastes();
      } else if (isText(field)) await hand.types(field.value);
      else if (isChosen(field)) await hand.chooses(imilo.locator(`#f${place}`), field.value);
      await hand.presses('Tab');
    }
    return hand;
  };
}

/** Both are seen, and the pointer goes from one to the other; lists are reached with Tab. */
async function besideWithMouse({ sheet, imilo, fields }) {
  const hand = new Hand(imilo);
  await imilo.bringToFront();
  for (const [place, field] of fields.entries()) {
    const { line } = field;
    if (line) hand.thinks(isText(field));
    if (isText(field)) {
      await hand.clicks(sheet, sheet.locator('.sheet li').nth(line.place).locator('[data-copy]'));
      await sheet.locator('.sheet li').nth(line.place).locator(':checked').waitFor();
      await hand.clicks(imilo, imilo.locator(`#f${place}`));
      await hand.pastes();
    } else if (isChosen(field)) await hand.chooses(imilo.locator(`#f${place}`), field.value);
    const next = fields[place + 1];
    if (next && !isText(next)) await hand.presses('Tab');
  }
  return hand;
}

async function ticks(hand, sheet, line) {
  await hand.presses('Enter');
  await sheet.locator('.sheet li').nth(line.place).locator(':checked').waitFor();
}

/** Every field holds what the sheet says, and nothing where it says nothing. */
async function checks({ imilo, fields }, name) {
  for (const [place, { name: field, value = '' }] of fields.entries()) {
    assert.equal(await imilo.locator(`#f${place}`).inputValue(), value, `${name}: ${field}`);
  }
}

function row(name, hand) {
  const { K, P, H, M } = hand.used;
  const seconds = [hand.seconds(), hand.seconds(SKILLED_K), hand.seconds(undefined, true)].map((all) => `${all.toFixed(0)} s`);
  const cells = [K, hand.switches, P, H, M, hand.typed, ...seconds];
  return `${name.padEnd(42)}${cells.map((cell) => String(cell).padStart(10)).join('')}`;
}

const WAYS = [
  ['from the PDF', 1366, fromPdf],
  ['copy sheet, one window at a time', 1366, fromSheet],
  ['copy sheet beside, every text pasted', 420, beside(() => true)],
  ['copy sheet beside, short texts typed', 420, beside((value) => keysOf(value) > SHORT_KEYS)],
  ['copy sheet beside, with the mouse', 420, besideWithMouse],
];

const ends = [];
const t = { after: (end) => ends.unshift(end) };
try {
  const place = await workplace(t);
  const paper = await printed(place);
  const texts = place.fields.filter(isText);
  for (const { name, value } of texts) assert.ok(paper.includes(value.replace(/\s+/g, '')), `the PDF has ${name}`);
  const lists = place.fields.filter(isChosen).length;
  const filled = place.fields.filter(({ line }) => line).length;
  console.log(`${place.fields.length} fields: ${texts.length} texts, ${lists} lists, ${filled - texts.length - lists} without an answer`);
  console.log(`texts: ${texts.map(({ value }) => keysOf(value)).join(' ')} keys`);
  const heads = ['keys', 'switches', 'pointed', 'homing', 'mental', 'typed', 'K 0.28', 'K 0.20', 'routine'];
  console.log(`${''.padEnd(42)}${heads.map((head) => head.padStart(10)).join('')}`);
  for (const [name, width, way] of WAYS) {
    await place.sheet.setViewportSize({ width, height: 768 });
    await begins(place);
    const hand = await way(place);
    await checks(place, name);
    console.log(row(name, hand));
  }
} finally {
  for (const end of ends) await end();
}
