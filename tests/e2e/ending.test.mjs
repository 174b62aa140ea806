// After sending: what is promised, what can be kept of it, and the same words later; the way back on every page.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import axe from 'axe-core';
import { siteOf } from './own_site.mjs';
import { until } from './patience.mjs';
import { maelys, maelysInFull, tracesIn } from './people.mjs';
import { Road } from './road.mjs';
import { exactly, flat, site } from './words.mjs';

const limit = { timeout: 90_000 };
const HOUR = 60 * 60_000;
const ANDROID = 'Mozilla/5.0 (Linux; Android 13; SM-A136B) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/128.0.0.0 Mobile Safari/537.36';
const IPHONE = 'Mozilla/5.0 (iPhone; CPU iPhone OS 17_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.6 Mobile/15E148 Safari/604.1';

/** Somebody whose short form is received, on the page that says so; `prepares` is told of her page before. */
async function registered(road, { prepares = () => {}, ...settings } = {}) {
  const person = await road.youngPerson(settings);
  await prepares(person.page);
  await person.fillsCallbackRequest(maelys());
  await person.sends();
  await person.receipt();
  return person;
}

/** One of the ways to keep something, which has two lines. */
function row(person, role, what) {
  const [title, text] = [`sent.${what}_title`, `sent.${what}_text`].map((key) => person.words.text(key));
  return person.page.locator('main').getByRole(role, { name: exactly(`${title} ${text}`) });
}

/** What a tap there downloads, its lines put together again. */
async function downloaded(person, what) {
  const [download] = await Promise.all([person.page.waitForEvent('download'), person.taps(row(person, 'button', what))]);
  const text = await readFile(await download.path(), 'utf8');
  assert.ok(text.split('\r\n').every((line) => Buffer.byteLength(line) <= 75), 'no line is longer than the format has it');
  return { name: download.suggestedFilename(), lines: text.replaceAll('\r\n ', '').split('\r\n') };
}

/** The value of a line such as `DTEND:20261202T163000Z`. */
function valueOf(lines, name) {
  const found = lines.filter((line) => line.startsWith(`${name}:`));
  assert.equal(found.length, 1, `${name} once in ${lines.join('\n')}`);
  return found[0].slice(name.length + 1);
}

/** The moment of such a value. */
function moment(value) {
  return new Date(value.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));
}

/** What the clocks of the Mission Locale show at a moment. */
function shownAt(date) {
  const format = new Intl.DateTimeFormat('fr', {
    timeZone: site.time_zone,
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    hour: 'numeric',
    minute: '2-digit',
  });
  const parts = Object.fromEntries(format.formatToParts(date).map(({ type, value }) => [type, value]));
  return { ...parts, hour: Number(parts.hour), minutes: Number(parts.hour) * 60 + Number(parts.minute) };
}

const hourInWords = (minutes) => `${Math.floor(minutes / 60)} h${minutes % 60 ? ` ${String(minutes % 60).padStart(2, '0')}` : ''}`;

/** A moment as people say it. */
function inWords(date) {
  const { weekday, day, month, minutes } = shownAt(date);
  return `${weekday} ${day === '1' ? '1er' : day} ${month} à ${hourInWords(minutes)}`;
}

const WEEK = ['lundi', 'mardi', 'mercredi', 'jeudi', 'vendredi', 'samedi', 'dimanche'];

/** When the telephone is answered on the day of that moment, in minutes after midnight. */
function openOn(date) {
  const weekday = WEEK.indexOf(shownAt(date).weekday) + 1;
  return site.opening_hours.days.filter((one) => one.weekday === weekday).map((one) => [one.opens_minutes, one.closes_minutes]);
}

/** By when somebody calls, as the calendar's file has it. */
async function promised(person) {
  return moment(valueOf((await downloaded(person, 'event')).lines, 'DTEND'));
}

async function mayCopy(road, person) {
  await person.page.context().grantPermissions(['clipboard-read', 'clipboard-write'], { origin: road.endpoint.address });
  return () => person.page.evaluate(() => navigator.clipboard.readText());
}

test('once it is received, the page says by when somebody calls and from which number, and that is a moment of opening', limit, async (t) => {
  const road = await Road.lay(t);
  const person = await registered(road);
  const due = await promised(person);

  const { received_at } = await road.endpoint.status(person.submissionId());
  assert.notEqual(inWords(due).split(' à ')[0], inWords(new Date(received_at)).split(' à ')[0], 'not today');
  assert.ok(due > new Date(received_at) && due - new Date(received_at) < 8 * 24 * HOUR, `${due}`);
  const { minutes } = shownAt(due);
  assert.ok(openOn(due).some(([opens, closes]) => opens <= minutes && minutes <= closes), `${inWords(due)} is open`);

  const { words, page } = person;
  const said = flat(await page.locator('main .when').innerText());
  assert.equal(said, flat([words.text('sent.call_before'), inWords(due), words.text('sent.call_from', { phone: site.phone })].join(' ')));
  const size = (selector) => page.locator(selector).evaluate((element) => parseFloat(getComputedStyle(element).fontSize));
  assert.ok((await size('main .when b')) > (await size('main .when span >> nth=0')), 'the largest line');
  await person.reads(words.text('sent.nobody_text', { phone: site.phone }));
  const call = page.locator('main').getByRole('link', { name: exactly(words.text('sent.call_now')) });
  assert.equal(await call.getAttribute('href'), `tel:${site.phone_e164}`);
  await road.mailbox.letter();
});

test('before it is received, nothing is promised and nothing is there to keep', limit, async (t) => {
  const road = await Road.lay(t);
  const line = await road.line();
  const person = await road.youngPerson({ through: line });
  await person.fillsCallbackRequest(maelys());
  line.belongsToAPortal();
  await person.sends();
  await person.reads(person.words.text('sent.status_kept'));
  for (const place of ['.when > *', '.code', '.rows']) assert.equal(await person.page.locator(`main ${place}`).count(), 0, place);

  line.works();
  await person.number({ within: 60_000 });
  for (const place of ['.when', '.code', '.rows']) await person.page.locator(`main ${place}`).waitFor();
});

test('one tap puts the code on the clipboard, and the page says so', limit, async (t) => {
  const road = await Road.lay(t);
  const person = await registered(road);
  const clipboard = await mayCopy(road, person);
  await person.presses('sent.copy_code');
  await person.reads(person.words.text('frame.copied'));
  assert.equal(await clipboard(), await person.shownNumber());
});

test('what the page gives to keep is still given once the mailbox is known to have the registration', limit, async (t) => {
  const road = await Road.lay(t);
  const person = await registered(road);
  const { words } = person;
  // The page says that a copy stays here until that is known.
  await person.page.getByText(words.text('sent.copy')).waitFor({ state: 'detached', timeout: 60_000 });
  const clipboard = await mayCopy(road, person);
  await person.presses('sent.copy_code');
  await person.reads(words.text('frame.copied'));
  assert.equal(await clipboard(), await person.shownNumber());
  for (const [what, type] of [['contact', /\.vcf$/], ['event', /\.ics$/]]) assert.match((await downloaded(person, what)).name, type);
  await person.taps(row(person, 'button', 'share'));
  await until('the link is copied', async () => (await clipboard()).startsWith('http'));
});

test('the number that calls goes into the address book, with nothing of the person', limit, async (t) => {
  const road = await Road.lay(t);
  const person = await registered(road);
  const { name, lines } = await downloaded(person, 'contact');
  assert.match(name, /\.vcf$/);
  assert.deepEqual([lines[0], lines.at(-2), lines.at(-1)], ['BEGIN:VCARD', 'END:VCARD', '']);
  assert.equal(valueOf(lines, 'FN'), site.name);
  assert.equal(valueOf(lines, 'TEL;TYPE=WORK'), site.phone_e164);
  assert.deepEqual(tracesIn(lines.join('\n'), maelys()), []);
});

test('the promised call goes into the calendar, until the promised moment, with nothing of the person', limit, async (t) => {
  const road = await Road.lay(t);
  const person = await registered(road);
  const { words } = person;
  const number = await person.shownNumber();
  const { name, lines } = await downloaded(person, 'event');
  assert.match(name, /\.ics$/);
  assert.deepEqual([lines[0], lines.at(-2)], ['BEGIN:VCALENDAR', 'END:VCALENDAR']);
  const due = moment(valueOf(lines, 'DTEND'));
  assert.ok((await person.pageText()).includes(inWords(due)), `the page says ${inWords(due)}`);
  assert.ok(moment(valueOf(lines, 'DTSTART')) < due);
  assert.equal(valueOf(lines, 'SUMMARY'), words.text('sent.event_name'));
  const help = words.text('sent.event_help', { phone: site.phone, code: number });
  assert.equal(flat(valueOf(lines, 'DESCRIPTION').replaceAll('\\', '')), flat(help));
  assert.deepEqual(tracesIn(lines.join('\n'), maelys()), []);
});

for (const [where, userAgent, start] of [
  ['on Android', ANDROID, 'geo:0,0?q='],
  ['on an iPhone', IPHONE, 'https://maps.apple.com/?q='],
  ['elsewhere', undefined, 'https://www.openstreetmap.org/search?query='],
]) {
  test(`the way to the Mission Locale opens on a map, ${where}`, limit, async (t) => {
    const road = await Road.lay(t);
    const person = await registered(road, { userAgent });
    const address = encodeURIComponent(site.address.join(', '));
    assert.equal(await row(person, 'link', 'way').getAttribute('href'), start + address);
  });
}

test('where a link can be shared, that of the first page is, with nothing of the person', limit, async (t) => {
  const road = await Road.lay(t);
  const person = await registered(road, {
    prepares: (page) =>
      page.addInitScript(() => {
        navigator.canShare = () => true;
        navigator.share = async (what) => void (window.shared = what);
      }),
  });
  await person.taps(row(person, 'button', 'share'));
  assert.deepEqual(await person.page.evaluate(() => window.shared), { url: `${road.endpoint.address}/` });
});

test('where a browser shares nothing, the link is copied, and the page says so', limit, async (t) => {
  const road = await Road.lay(t);
  const person = await registered(road, {
    prepares: (page) =>
      page.addInitScript(() => {
        for (const name of ['share', 'canShare']) delete Navigator.prototype[name];
      }),
  });
  assert.equal(await person.page.evaluate(() => 'share' in navigator), false);
  const clipboard = await mayCopy(road, person);
  await person.taps(row(person, 'button', 'share'));
  await person.reads(person.words.text('frame.copied'));
  assert.equal(await clipboard(), `${road.endpoint.address}/`);
});

test('the first page and “mes envois” say the same promise later, and what to do once it is over', limit, async (t) => {
  const road = await Road.lay(t);
  const person = await registered(road);
  const { words } = person;
  const due = await promised(person);
  const promise = (key) => words.text(key, { due: inWords(due), phone: site.phone });

  await person.arrives();
  await person.reads(words.text('welcome.sent_title'));
  await person.reads(promise('calls.promised'));
  await person.page.locator('main').getByRole('link', { name: exactly(words.text('frame.outbox')) }).tap();
  await person.seesTitle(words.text('outbox.title'));
  await person.reads(promise('calls.promised'));
  await person.reloads();
  await person.reads(promise('calls.promised'));
  const call = person.page.locator('main').getByRole('link', { name: exactly(words.text('sent.call_now')) });
  assert.equal(await call.getAttribute('href'), `tel:${site.phone_e164}`);

  // No endpoint says any more what time it is.
  await person.staysUntilEverythingIsHere();
  await road.endpoint.stops();
  await person.page.clock.install({ time: new Date(due.getTime() + HOUR) });
  for (const path of ['/', '/mes-envois']) {
    await person.arrives(path);
    await person.reads(promise('calls.over'));
    assert.ok(!(await person.everyWord()).includes(flat(promise('calls.promised'))), path);
  }
});

test('two weeks later the first page speaks of it no more, “mes envois” still does', limit, async (t) => {
  const road = await Road.lay(t);
  const person = await registered(road);
  const { words } = person;
  await person.staysUntilEverythingIsHere();
  await road.endpoint.stops();
  await person.page.clock.install({ time: new Date(Date.now() + 14 * 24 * HOUR + HOUR) });
  await person.arrives('/mes-envois');
  await person.reads(words.text('calls.over'));
  await person.arrives();
  await person.page.locator('main .opening').filter({ hasText: /./ }).waitFor();
  assert.ok(!(await person.everyWord()).includes(words.text('welcome.sent_title')));
});

test('on a shared tablet the code and the moment are shown to who sent, nothing is given away, and later nothing is said', limit, async (t) => {
  const road = await Road.lay(t);
  const person = await road.youngPerson({ width: 768, height: 1024 });
  const { page, words } = person;
  await person.sharesTheDevice();
  await person.asksToBeCalledBack();
  await person.answers(maelys());
  await person.sends();
  const number = await person.number();
  await page.locator('main .when b').waitFor();
  for (const key of ['sent.contact_title', 'sent.event_title', 'sent.way_title', 'sent.share_title', 'sent.nobody_title', 'sent.copy_code']) {
    assert.equal(await page.getByText(exactly(words.text(key))).count(), 0, key);
  }
  assert.equal(await page.locator('main .rows').count(), 0);

  await person.putsItDown();
  await person.seesTitle(words.text('welcome.title'));
  for (const path of ['/', '/mes-envois']) {
    await person.arrives(path);
    await person.seesTitle(words.text(path === '/' ? 'welcome.title' : 'tablet.title'));
    // What the first page says to everybody begins with the same words.
    const always = flat(`${words.text('welcome.fact2_title')} ${words.text('welcome.fact2_text').split('{')[0]}`);
    const said = (await person.everyWord()).replace(always, '');
    for (const key of ['welcome.sent_title', 'calls.promised', 'calls.over']) {
      assert.ok(!exactly(words.text(key)).test(said) && !said.includes(words.text(key).split('{')[0]), `${key} on ${path}: ${said}`);
    }
    assert.ok(!said.includes(number), path);
  }
});

// ── Whether the telephone is answered now ──

/** The days that are closed on the same date every year. */
const HOLIDAYS = ['1 janvier', '1 mai', '8 mai', '14 juillet', '15 août', '1 novembre', '11 novembre', '25 décembre'];

/** The next moment at which the clocks of the Mission Locale show that hour of such a weekday, on no holiday. */
function next(weekday, hour) {
  for (let at = Math.ceil(Date.now() / HOUR) * HOUR; ; at += HOUR) {
    const shown = shownAt(new Date(at));
    if (shown.weekday === weekday && shown.hour === hour && !HOLIDAYS.includes(`${shown.day} ${shown.month}`)) return new Date(at);
  }
}

// No public holiday of France is a Wednesday but by its date.
for (const [hour, key] of [
  [7, 'calls.opens'],
  [11, 'calls.open'],
]) {
  test(`on a Wednesday at ${hour} the first page says whether the telephone is answered, and until when`, limit, async (t) => {
    const road = await Road.lay(t);
    const line = await road.line();
    // The endpoint would say what time it is.
    line.withholds(/^\/v1/);
    const person = await road.youngPerson({ through: line });
    const wednesday = next('mercredi', hour);
    const [[opens, closes]] = openOn(wednesday);
    assert.ok(opens > 7 * 60 && opens < 11 * 60 && closes > 11 * 60, 'the demo is open on Wednesdays at eleven');
    await person.page.clock.install({ time: wednesday });
    await person.arrives();
    const said = person.page.locator('main .opening');
    const expected = person.words.text(key, { when: hourInWords(key === 'calls.open' ? closes : opens) });
    await until(expected, async () => flat(await said.innerText()) === flat(expected), { within: 5_000 });
  });
}

test('the hours are those that the Mission Locale has now, not those of the build', limit, async (t) => {
  const days = (hours) => WEEK.map((day) => `${day} = "${hours}"`).join('\n');
  const hours = (demo, lines) => demo.replace(/^\[opening_hours\]\n(?:(?:\w+ = .*|#.*)\n)*/m, `[opening_hours]\n${lines}\n\n`);
  const tomorrow = WEEK[(WEEK.indexOf(shownAt(new Date()).weekday) + 1) % 7];
  for (const [lines, ...told] of [
    // On a public holiday, and in the last minute of a day, it opens at midnight.
    [days('00:00-23:59'), ['calls.open', '23 h 59'], ['calls.opens', '0 h']],
    [`${tomorrow} = "08:15-08:30"`, ['calls.opens', '8 h 15']],
  ]) {
    const road = await Road.lay(t, { site: await siteOf(t, (demo) => hours(demo, lines)) });
    const person = await road.youngPerson();
    await person.arrives();
    const isTold = (said) => told.some(([key, when]) => exactly(person.words.text(key)).test(said) && said.includes(` ${when}.`));
    await until(told.join(' or '), async () => isTold(flat(await person.page.locator('main .opening').innerText())), { within: 5_000 });
  }
});

// ── The way back ──

const back = (person) => person.page.locator('main').getByRole('link', { name: exactly(person.words.text('frame.back')) });

test('“retour” leads through the form page by page, as the browser’s own does, and loses nothing', limit, async (t) => {
  const road = await Road.lay(t);
  const person = await road.youngPerson();
  const { words } = person;
  for (const [form, start] of [['etre-rappele', 'asksToBeCalledBack'], ['preinscription', 'starts']]) {
    await person.arrives();
    await person[start]();
    await person.answers(maelysInFull());
    await person.seesTitle(words.text('check.title'));
    for (const { id, questions } of words.sections(form).toReversed()) {
      await person.goesBackByTheLink();
      await person.seesTitle(words.sectionTitle(form, id));
      assert.equal(person.where().section, id);
      if (questions.length > 0) assert.ok((await person.answeredHere()).length > 0, `${form}/${id} is answered`);
    }
    await person.goesBackByTheLink();
    await person.seesTitle(words.text('welcome.title'));
    // It was a way back in the history: forward is there again.
    await person.goesForward();
    await person.seesTitle(words.sectionTitle(form, words.sections(form)[0].id));
  }
});

test('“retour” leads back to the page that a text was opened from', limit, async (t) => {
  const road = await Road.lay(t);
  const person = await road.youngPerson();
  const { words } = person;
  await person.arrives();
  await person.asksToBeCalledBack();
  await person.fills(maelys());
  await person.follows('section.who_reads');
  await person.seesTitle(person.titleOf('preinscription'));
  await person.goesBackByTheLink();
  await person.seesTitle(words.sectionTitle('etre-rappele', 'contact'));
  assert.equal(await person.field('first_name').inputValue(), maelys().first_name);
  for (const [key, title] of [['frame.rights', person.titleOf('droits')], ['frame.device', words.text('device.title')], ['frame.outbox', words.text('outbox.title')]]) {
    await person.opens(key, title);
    await person.goesBackByTheLink();
    await person.seesTitle(words.sectionTitle('etre-rappele', 'contact'));
  }
  await person.answers(maelys());
  await person.follows('section.told_more');
  await person.seesTitle(person.titleOf('preinscription'));
  await person.goesBackByTheLink();
  await person.seesTitle(words.text('check.title'));
  await person.sends();
  await person.number();
});

test('opened by its address, a page has a way back to the first one', limit, async (t) => {
  const road = await Road.lay(t);
  const person = await road.youngPerson();
  for (const path of [
    '/preinscription/besoins', '/etre-rappele/contact', '/etre-rappele/toi', '/droits/opposition',
    '/mes-donnees', '/mes-donnees/i-milo', '/mes-donnees/partenaires', '/mes-droits', '/mots', '/accessibilite', '/credits',
    '/mes-envois', '/mes-choix', '/ce-telephone', '/tablette', '/ailleurs', '/nulle-part',
  ]) {
    await person.arrives(path);
    await back(person).waitFor();
    assert.equal(await back(person).count(), 1, path);
    assert.equal(await back(person).getAttribute('href'), '/', path);
    await person.goesBackByTheLink();
    await person.seesTitle(person.words.text('welcome.title'));
    assert.equal(new URL(person.page.url()).pathname, '/', path);
  }
  // Of a page that does not exist the endpoint says so.
  person.phone.complaints.length = 0;
});

test('where a draft was taken up again, “retour” leads page by page to the first one', limit, async (t) => {
  const road = await Road.lay(t);
  const person = await road.youngPerson();
  const { words } = person;
  await person.arrives();
  await person.starts();
  await person.answersUpTo('situation', maelysInFull());
  await person.presses('draft.yes');
  await person.reads(words.text('draft.on'));
  await person.fills(maelysInFull());
  await person.continues();
  await person.seesTitle(words.sectionTitle('preinscription', 'parcours'));
  await person.reloads();
  await person.presses('draft.resume');
  // The address says so before the draft is read: a page of questions alone has a form.
  await person.page.locator('main form').waitFor();
  const sections = words.sections('preinscription').map(({ id }) => id);
  const before = sections.slice(0, sections.indexOf(person.where().section));
  assert.ok(before.length > 2, 'there are some pages before it');
  for (const section of before.toReversed()) {
    await person.goesBackByTheLink();
    await person.seesTitle(words.sectionTitle('preinscription', section));
    assert.ok((await person.answeredHere()).length > 0, `${section} is answered`);
  }
  await person.goesBackByTheLink();
  await person.seesTitle(words.text('welcome.title'));
});

// ── A question that is the title of its page ──

for (const section of ['besoins', 'venue']) {
  test(`${section}: the question that is the title is shown once, and names its answers too`, limit, async (t) => {
    const road = await Road.lay(t);
    const person = await road.youngPerson();
    const { page, words } = person;
    await person.arrives();
    await person.starts();
    await person.answersUpTo(section, maelysInFull());
    const title = words.sectionTitle('preinscription', section);
    await person.seesTitle(title);
    const [{ id }] = words.sections('preinscription').find((one) => one.id === section).questions;
    assert.equal(words.question('preinscription', id).label, title);

    assert.equal(await page.getByRole('heading', { name: exactly(title) }).count(), 1);
    assert.equal(await person.field(id).count(), 1, 'a group of that name');
    const seen = await page.locator('main').evaluate((main, title) => {
      const walker = document.createTreeWalker(main, NodeFilter.SHOW_TEXT);
      let seen = 0;
      while (walker.nextNode()) {
        const range = document.createRange();
        range.selectNodeContents(walker.currentNode);
        const isShown = !walker.currentNode.parentElement.closest('.unseen') && range.getBoundingClientRect().width > 1;
        if (isShown && walker.currentNode.data.replace(/\s+/g, ' ').trim() === title) seen += 1;
      }
      return seen;
    }, flat(title));
    assert.equal(seen, 1, 'shown once');
    const unseen = await person.field(id).locator('.unseen').boundingBox();
    assert.ok(unseen.width <= 1 && unseen.height <= 1, JSON.stringify(unseen));

    await page.evaluate(axe.source);
    const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }));
    assert.deepEqual(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target)}`), []);
  });
}
