// Where the app cannot start, or stops: a sentence that is true, and the number to call; where it is the network, another
// try by itself.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { until } from './patience.mjs';
import { Road } from './road.mjs';
import { exactly, flat, site } from './words.mjs';

const limit = { timeout: 60_000 };
const WASM = /^\/app-[0-9a-f]{16}\.wasm$/;
const SCRIPT = /^\/app-[0-9a-f]{16}\.js$/;
const CONTENT = /^\/content\/fr-[0-9a-f]{16}\.bin$/;
/** The script’s address, for the browser’s own way to answer. */
const SCRIPT_URL = /\/app-[0-9a-f]{16}\.js$/;

/** What the app says in that case, in the words of the page; reading ends where the number and the hours are seen too. */
async function isTold(person, why) {
  const { page, words } = person;
  const beside = page.locator('.error-summary:visible');
  const sentence = flat(words.text(`no_start.${why}`));
  await until(sentence, async () => (await beside.count()) === 1 && flat(await beside.innerText()).includes(sentence));
  assert.equal(await beside.locator('p:visible').count(), 2, 'one sentence, and whom to call');
  const { y } = await beside.boundingBox();
  assert.ok(y >= 0 && y < 100, `it is seen first: ${y}`);
  const call = beside.locator('a');
  assert.ok(await call.isVisible());
  assert.equal(await call.getAttribute('href'), `tel:${site.phone_e164}`);
  const text = flat(await beside.innerText());
  for (const fact of [site.phone, site.name, ...site.address, 'Du lundi au mercredi de 9 h à 17 h 30']) {
    assert.ok(text.includes(flat(fact)), `${fact} in ${text}`);
  }
}

/** The app is there, and says nothing of a failure any more. */
async function starts(person) {
  await person.languages().waitFor({ timeout: 20_000 });
  assert.equal(await person.page.locator('#failure').isVisible(), false);
  await person.starts();
}

/** What a browser rightly says of an app that does not start: the test ends without it. */
function forgives(person) {
  person.phone.complaints.length = 0;
}

test('without scripts the page says so, with the number', limit, async (t) => {
  const road = await Road.lay(t);
  const person = await road.youngPerson({ javaScript: false });
  await person.page.goto('/');
  await isTold(person, 'script');
});

test('the first screen has the number before the app is there', limit, async (t) => {
  const road = await Road.lay(t);
  const line = await road.line();
  const person = await road.youngPerson({ through: line });
  const wasmMayCome = line.holds(WASM);
  await person.page.goto('/', { waitUntil: 'commit' });
  const call = person.page.locator(`footer a[href="tel:${site.phone_e164}"]`);
  await call.waitFor();
  assert.equal(await person.page.locator('#failure').isVisible(), false, 'nothing has failed yet');
  wasmMayCome();
  await starts(person);
});

for (const [what, take] of [
  ['no WebAssembly', () => delete window.WebAssembly],
  ['an engine that cannot compile the module', () => (WebAssembly.compile = WebAssembly.compileStreaming = async () => { throw new WebAssembly.CompileError('too new'); })],
  ['no module scripts', () => delete HTMLScriptElement.prototype.noModule],
]) {
  test(`with ${what} the page says that it is this browser, with the number`, limit, async (t) => {
    const road = await Road.lay(t);
    const person = await road.youngPerson();
    // A browser without module scripts would not run the app's.
    if (what === 'no module scripts') await person.page.route(SCRIPT_URL, (route) => route.fulfill({ contentType: 'text/javascript', body: '' }));
    await person.page.addInitScript(take);
    await person.page.goto('/');
    await isTold(person, 'browser');
    forgives(person);
  });
}

test('a script in words that the browser does not know yet is told to be the browser', limit, async (t) => {
  const road = await Road.lay(t);
  const person = await road.youngPerson();
  await person.page.route(SCRIPT_URL, (route) => route.fulfill({ contentType: 'text/javascript', body: 'let a = of the future;' }));
  await person.page.goto('/');
  await isTold(person, 'browser');
  forgives(person);
});

for (const [what, take] of [
  ['no compileStreaming', () => delete WebAssembly.compileStreaming],
  ['no streaming at all', () => { delete WebAssembly.compileStreaming; delete WebAssembly.instantiateStreaming; }],
]) {
  test(`with ${what} the app starts, and all of it comes`, limit, async (t) => {
    const road = await Road.lay(t);
    const person = await road.youngPerson();
    await person.page.addInitScript(take);
    await person.page.goto('/');
    await starts(person);
    await person.staysUntilAllIsKept();
  });
}

for (const type of ['text/html', 'application/octet-stream', 'text/plain; charset=utf-8']) {
  test(`a proxy that calls wasm and content ${type} stops nothing`, limit, async (t) => {
    const road = await Road.lay(t);
    const line = await road.line();
    const person = await road.youngPerson({ through: line });
    line.renames(/\.wasm$/, type);
    line.renames(/\.bin$/, type);
    await person.page.goto('/');
    await starts(person);
    await person.staysUntilAllIsKept();
  });
}

for (const [what, path] of [
  ['the module', WASM],
  ['the sentences', CONTENT],
  ['the script', SCRIPT],
]) {
  for (const as of ['busy', 'cut', 'gone', 'portal']) {
    test(`when ${what} cannot be had (${as}), the page says network, tries again, and starts by itself`, limit, async (t) => {
      const road = await Road.lay(t);
      const line = await road.line();
      const person = await road.youngPerson({ through: line });
      line.withholds(path, { as });
      const asked = () => line.asked.filter((request) => path.test(request.replace('GET ', ''))).length;
      await person.page.goto('/');
      await isTold(person, 'network');
      const first = asked();
      await until('it is asked for again', () => asked() > first);
      await isTold(person, 'network');
      line.works();
      await starts(person);
      forgives(person);
    });
  }
}

test('when the network says that it is back, nobody waits any longer', limit, async (t) => {
  const road = await Road.lay(t);
  const line = await road.line();
  const person = await road.youngPerson({ through: line });
  line.withholds(CONTENT, { as: 'busy' });
  await person.page.goto('/');
  await isTold(person, 'network');
  const asked = () => line.asked.filter((request) => CONTENT.test(request.replace('GET ', ''))).length;
  // The fourth comes 14 seconds after the first.
  await until('several tries, each after a longer wait', () => asked() >= 4, { within: 30_000 });
  line.works();
  // The next try by itself is 16 seconds away. While the last response is under way, `online` has no listener.
  const isThere = async () => {
    await person.page.evaluate(() => dispatchEvent(new Event('online')));
    return person.languages().isVisible();
  };
  await until('the app is there', isThere, { within: 8_000, every: 250 });
  forgives(person);
});

for (const [what, trap] of [
  ['while an event is handled', () => setTimeout(() => { throw new WebAssembly.RuntimeError('unreachable'); })],
  ['in a promise', () => void Promise.reject(new WebAssembly.RuntimeError('unreachable'))],
]) {
  test(`a trap after the start, ${what}, is told with the number, and the way back is a link`, limit, async (t) => {
    const road = await Road.lay(t);
    const person = await road.youngPerson();
    await person.arrives();
    await person.starts();
    await person.page.evaluate(trap);
    await isTold(person, 'stopped');
    assert.equal(await person.page.locator('.action:visible').count(), 0, 'no button of what has stopped');
    await person.page.locator('header .who').click();
    await starts(person);
    forgives(person);
  });
}

test('a trap of the app’s own code is told', limit, async (t) => {
  const road = await Road.lay(t);
  const person = await road.youngPerson();
  // Whatever the app asks of the browser once it has started: what stands on the stack is the app’s own module.
  await person.arrives();
  await person.page.evaluate(() => {
    history.pushState = () => { throw new WebAssembly.RuntimeError('unreachable'); };
    Document.prototype.createElement = () => { throw new Error('no more elements'); };
  });
  await person.page.getByRole('link', { name: exactly(person.words.text('welcome.start')) }).click();
  await isTold(person, 'stopped');
  forgives(person);
});
