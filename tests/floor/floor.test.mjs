// The built files against the floor of browsers: whatever is newer is guarded where it stands, or is allowed with its reason.

import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import * as allowed from './allowed.mjs';
import { floor, root } from './floor.mjs';
import { newerInMarkup } from './markup.mjs';
import { newerInScript } from './script.mjs';
import { newerInSource } from './source.mjs';
import { newerInStyle } from './style.mjs';

const app = path.resolve(root, process.env.PREMIER_ACCUEIL_APP ?? 'dist');
const page = readFileSync(path.join(app, 'index.html'), 'utf8');

/** What stands in the page between those tags. */
function inline(tag) {
  return [...page.matchAll(new RegExp(`<${tag}>(.*?)</${tag}>`, 'gs'))].map(([, inside]) => inside);
}

function files(folder, end) {
  const names = readdirSync(folder, { recursive: true }).filter((name) => name.endsWith(end));
  assert.ok(names.length > 0, `${folder} has no ${end}`);
  return names.map((name) => readFileSync(path.join(folder, name), 'utf8'));
}

const unguarded = (found) => found.filter(({ guarded }) => !guarded);

/** Nothing newer but what is allowed, and nothing allowed that is not used. */
function holds(found, list) {
  const strangers = unguarded(found).filter(({ name }) => !(name in list));
  const said = strangers.map(({ name, lacks }) => `${name}: ${lacks.join(', ')}`);
  assert.deepEqual([...new Set(said)], []);
  const used = new Set(unguarded(found).map(({ name }) => name));
  assert.deepEqual(Object.keys(list).filter((name) => !used.has(name)), [], 'allowed, and not used');
}

test('the floor is that of package.json, for every engine', () => {
  assert.equal(floor.get('safari_ios'), '15.4');
  assert.equal(floor.get('webview_android'), '90');
  assert.equal(floor.size, 8);
});

test('the stylesheet of the page uses nothing newer', () => {
  holds(inline('style').flatMap(newerInStyle), allowed.style);
});

test('the scripts use nothing newer', () => {
  const scripts = [...files(app, '.js'), ...inline('script')];
  assert.ok(scripts.length >= 3, 'the app, its worker, the page');
  holds(scripts.flatMap(newerInScript), allowed.script);
});

test('what the app asks for by its name is nothing newer', () => {
  holds(files(path.join(root, 'src/browser'), '.rs').flatMap(newerInSource), allowed.source);
});

test('the elements and attributes of the page and the app are nothing newer', () => {
  holds([page, ...files(path.join(root, 'src'), '.rs')].flatMap(newerInMarkup), allowed.markup);
});

for (const [css, name] of [
  ['.a { translate: 1px; }', 'translate'],
  [':root { --ink: light-dark(#000, #fff); }', 'light-dark()'],
  ['a { color: color-mix(in srgb, red, blue); }', 'color-mix()'],
  ['a { color: oklch(40% 0.2 0); }', 'oklch()'],
  ['a { block-size: 100dvh; }', 'dvh'],
  ['a:has(b) { color: red; }', ':has'],
  ['@container (width > 1px) { a { color: red; } }', '@container'],
  ['@layer a { a { color: red; } }', '@layer'],
  ['@media (width > 1px) { a { color: red; } }', '@media <'],
  ['a { &:focus { color: red; } }', 'nesting'],
  ['a { no-such-property: 1; }', 'no-such-property'],
]) {
  test(`newer in a stylesheet: ${name}`, () => {
    assert.ok(unguarded(newerInStyle(css)).some((one) => one.name === name), css);
  });
}

test('older in a stylesheet, or guarded there', () => {
  for (const css of [
    'a { display: grid; gap: 1rem; inset-inline: 0; color: var(--a, #fff); inline-size: min(1px, 2vw); }',
    '@supports (translate: 1px) { a { translate: 1px; } }',
    'a { color: red; color: color-mix(in srgb, red, blue); }',
    'a::before { content: "light-dark("; }',
  ]) {
    assert.deepEqual(unguarded(newerInStyle(css)), [], css);
  }
});

for (const [js, name] of [
  ['structuredClone(a)', 'structuredClone'],
  ['window.structuredClone(a)', 'structuredClone'],
  ['[1].at(-1)', 'at'],
  ['const list = [1]; list.findLast(Boolean)', 'findLast'],
  ['Object.hasOwn(a, "b")', 'Object.hasOwn'],
  ['AbortSignal.timeout(1)', 'AbortSignal.timeout'],
  ['const { signal } = a; signal.throwIfAborted()', 'throwIfAborted'],
  ['navigator.userActivation.isActive', 'navigator.userActivation'],
  ['new CompressionStream("gzip")', 'CompressionStream'],
  ['/(?<=a)b/.test(c)', 'lookbehind'],
  ['if (AbortSignal.any) f(); AbortSignal.timeout(1)', 'AbortSignal.timeout'],
  ['if (AbortSignal.timeout(1)) f()', 'AbortSignal.timeout'],
]) {
  test(`newer in a script: ${js}`, () => {
    assert.ok(unguarded(newerInScript(js)).some((one) => one.name === name), js);
  });
}

test('older in a script, or guarded there', () => {
  for (const js of [
    'fetch("/a").then((answer) => answer.json())',
    'AbortSignal.timeout?.(1)',
    'if ("userActivation" in navigator) f(navigator.userActivation)',
    'navigator.userActivation ? f(navigator.userActivation) : f()',
    'typeof structuredClone === "function" && structuredClone(a)',
    'const at = 1; const own = { at }; own["at"]',
    'let s; s = i.exports; s.at(1)',
  ]) {
    assert.deepEqual(unguarded(newerInScript(js)), [], js);
  }
});

test('syntax that is newer does not pass', () => {
  assert.throws(() => newerInScript('class A { static { f(); } }'));
});

test('newer by its name in a source, and in markup', () => {
  assert.deepEqual(newerInSource('Reflect::get(&navigator, &"share".into())').map(({ name }) => name), ['share']);
  assert.deepEqual(newerInSource('Reflect::get(&window, &"fetch".into()); "Some words." // "share"'), []);
  assert.deepEqual(newerInMarkup('element("div").attr("inert", "")').map(({ name }) => name), ['inert']);
  assert.deepEqual(newerInMarkup('<div popover hidden></div>').map(({ name }) => name), ['popover']);
  assert.deepEqual(newerInMarkup('<details><summary class="a" lang="fr">a < b</summary></details>'), []);
});
