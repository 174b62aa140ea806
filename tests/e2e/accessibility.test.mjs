// What must hold on every page and in every state: no axe violation, and nothing that has to be scrolled sideways.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import axe from 'axe-core';
import { Road } from './road.mjs';
import { walkPast } from './screens.mjs';
import { LANGUAGES } from './words.mjs';

const limit = { timeout: 300_000 };

/** Violations of the page as it is, one line each. */
async function violations(page, options = {}) {
  // Handed to the page by the debugger, which the security policy does not stop.
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source);
  const { violations } = await page.evaluate((given) => window.axe.run(document, given), { ...options, resultTypes: ['violations'] });
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${id} at ${target}: ${failureSummary}`));
}

/** Buttons that nothing listens to, and that send no form: what shows them was made anew without its listeners. */
async function deaf(debuggerOf) {
  const { result } = await debuggerOf.send('Runtime.evaluate', {
    expression: "[...document.querySelectorAll('main button:not([type=submit])')].filter((button) => button.checkVisibility())",
  });
  const { result: members } = await debuggerOf.send('Runtime.getProperties', { objectId: result.objectId, ownProperties: true });
  const found = [];
  for (const { name, value } of members) {
    if (!/^\d+$/.test(name)) continue;
    const { listeners } = await debuggerOf.send('DOMDebugger.getEventListeners', { objectId: value.objectId });
    if (!listeners.some(({ type }) => type === 'click')) found.push(value.description);
  }
  return found;
}

for (const language of LANGUAGES) {
  test(`axe finds nothing on any page, in any state (${language})`, limit, async (t) => {
    const road = await Road.lay(t);
    const line = await road.line();
    const person = await road.youngPerson({ through: line });
    // A colour on its way to another would be measured half-way.
    await person.page.emulateMedia({ reducedMotion: 'reduce', colorScheme: 'light' });
    if (language !== 'fr') {
      await person.arrives();
      await person.switchesLanguage(language);
    }

    const debuggerOf = await person.page.context().newCDPSession(person.page);
    const found = [];
    let seen = 0;
    await walkPast(person, line, async (name) => {
      seen += 1;
      for (const button of await deaf(debuggerOf)) found.push(`${name}: ${button} does nothing`);
      const light = await violations(person.page);
      found.push(...light.map((line) => `${name}: ${line}`));
      // Only colours differ, and they are the same in every language.
      if (language !== 'fr') return;
      await person.page.emulateMedia({ colorScheme: 'dark' });
      const dark = await violations(person.page, { runOnly: ['color-contrast', 'link-in-text-block'] });
      await person.page.emulateMedia({ colorScheme: 'light' });
      found.push(...dark.map((line) => `${name}, dark: ${line}`));
    });
    assert.ok(seen > 40, `the walk saw ${seen} places`);
    assert.deepEqual(found, []);
  });
}

/** What sticks out to the side of a page that is `width` wide. */
function sticksOut(page, width) {
  return page.evaluate((width) => {
    const { scrollWidth } = document.documentElement;
    if (scrollWidth <= width) return [];
    const wide = [...document.querySelectorAll('body *')].filter((element) => element.getBoundingClientRect().right > width + 0.5);
    return [`${scrollWidth} px`, ...wide.map((element) => `${element.localName}.${element.className} “${element.textContent.slice(0, 40)}”`)];
  }, width);
}

/** What is cut: the words of a list that shows one answer, and a bar under the thumb that takes more than a fifth of the screen. */
function cutOff(page) {
  return page.evaluate(() => {
    window.scrollTo(0, 0);
    const shown = (selector) => [...document.querySelectorAll(selector)].filter((element) => element.checkVisibility());
    const lists = shown('select').filter((list) => list.scrollWidth > list.clientWidth || list.scrollHeight > list.clientHeight + 1);
    const stuck = shown('main .action').filter((bar) => {
      const { bottom, height } = bar.getBoundingClientRect();
      return Math.abs(bottom - innerHeight) < 1 && document.documentElement.scrollHeight > innerHeight && height > innerHeight / 5;
    });
    return [...lists, ...stuck].map((element) => `${element.localName}#${element.id}.${element.className} ${element.getBoundingClientRect().height}`);
  });
}

// Text at 200 % is the root's font size doubled, as Android's and Firefox's text size do it, on a phone of 360 px:
// the page is zoomed to 200 % the other way, by a window half as wide, only on screens that are wider than that.
for (const [how, width, zoom] of [['on a screen of 320 px', 320, '100%'], ['with text at 200 %', 360, '200%']]) {
  test(`nothing has to be scrolled sideways or is cut ${how}`, limit, async (t) => {
    const road = await Road.lay(t);
    const line = await road.line();
    const person = await road.youngPerson({ through: line, width, touch: false });
    await person.phone.page.addInitScript((size) => {
      document.addEventListener('DOMContentLoaded', () => document.documentElement.style.setProperty('font-size', size));
    }, zoom);

    const found = [];
    await walkPast(person, line, async (name) => {
      for (const out of await sticksOut(person.page, width)) found.push(`${name}: ${out}`);
      for (const cut of await cutOff(person.page)) found.push(`${name}, cut: ${cut}`);
    });
    assert.deepEqual(found, []);
  });
}

/** Runs in the page: what is told by a colour alone, now that the person's own colours are in force. */
function toldByColourAlone() {
  const seen = (selector) => [...document.querySelectorAll(selector)].filter((element) => element.checkVisibility());
  const named = (element, what) => `${element.localName}#${element.id}.${element.className} “${element.textContent.slice(0, 30)}”: ${what}`;
  const hasEdge = (style) => parseFloat(style.borderTopWidth) >= 1 && style.borderTopStyle !== 'none' && style.borderTopColor !== style.backgroundColor;
  const found = [];
  for (const element of seen('button, .button, input:not([type=radio], [type=checkbox]), select')) {
    if (!hasEdge(getComputedStyle(element))) found.push(named(element, 'no edge'));
  }
  for (const element of seen('input[type=radio], input[type=checkbox]')) {
    if (getComputedStyle(element).appearance === 'none') found.push(named(element, 'drawn by the page'));
  }
  for (const element of seen('main a[href]:not(.button), footer a[href]')) {
    const { textDecorationLine, color } = getComputedStyle(element);
    if (textDecorationLine === 'none' && color === getComputedStyle(document.body).color) found.push(named(element, 'like any other words'));
  }
  for (const element of seen('[aria-invalid=true]')) {
    const refusal = document.getElementById(element.getAttribute('aria-describedby').split(' ')[0]);
    if (!refusal?.checkVisibility() || !refusal.textContent.trim()) found.push(named(element, 'refused without words'));
  }
  for (const element of seen('.status')) if (!element.textContent.trim()) found.push(named(element, 'a state without words'));
  for (const element of seen('button, .button, a[href], input, select').slice(0, 20)) {
    element.focus({ focusVisible: true });
    const { outlineStyle, outlineWidth, outlineColor, backgroundColor } = getComputedStyle(element);
    if (outlineStyle === 'none' || parseFloat(outlineWidth) < 1 || outlineColor === backgroundColor) found.push(named(element, 'focus not seen'));
  }
  document.activeElement?.blur();
  return found;
}

test('nothing is told by colour alone when the colours are the person’s own', limit, async (t) => {
  const road = await Road.lay(t);
  const line = await road.line();
  const person = await road.youngPerson({ through: line });
  await person.page.emulateMedia({ forcedColors: 'active', reducedMotion: 'reduce' });

  const found = [];
  await walkPast(person, line, async (name) => {
    for (const told of await person.page.evaluate(toldByColourAlone)) found.push(`${name}: ${told}`);
  });
  assert.deepEqual([...new Set(found)], []);
});

/** Runs in the page: what leaves it to a side. */
function leavesThePage() {
  const { scrollWidth, clientWidth } = document.documentElement;
  const found = scrollWidth > clientWidth ? [`${scrollWidth} px wide`] : [];
  for (const element of document.querySelectorAll('main *, footer *, header *')) {
    const { left, right, width } = element.getBoundingClientRect();
    const isOut = width > 0 && (left < -0.5 || right > clientWidth + 0.5);
    if (isOut) found.push(`${element.localName}.${element.className} “${element.textContent.slice(0, 30)}”`);
  }
  return found;
}

/** Runs in the page: numbers whose first sign stands right of their last one. */
function turnedRound() {
  const NUMBER = /\b\d\d(?:\s\d\d){4}\b|\b[A-Z]{2}\d-[A-Z]{2}\d-[A-Z]{2}\b/g;
  const found = [];
  const words = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = words.nextNode(); node; node = words.nextNode()) {
    if (!node.parentElement.checkVisibility()) continue;
    for (const { index, 0: number } of node.data.matchAll(NUMBER)) {
      const [first, last] = [index, index + number.length - 1].map((at) => {
        const sign = document.createRange();
        sign.setStart(node, at);
        sign.setEnd(node, at + 1);
        return sign.getBoundingClientRect();
      });
      if (first.top === last.top && first.left > last.left) found.push(number);
    }
  }
  return found;
}

// No language of the app is written from right to left yet.
for (const [name, lost, settings] of [
  ['nothing leaves the page', leavesThePage, limit],
  ['no number is turned round', turnedRound, limit],
]) {
  test(`written from right to left, ${name}`, settings, async (t) => {
    const road = await Road.lay(t);
    const line = await road.line();
    const person = await road.youngPerson({ through: line });
    await person.page.addInitScript(() => {
      document.addEventListener('DOMContentLoaded', () => document.documentElement.setAttribute('dir', 'rtl'));
    });

    const found = [];
    await walkPast(person, line, async (place) => {
      for (const one of await person.page.evaluate(lost)) found.push(`${place}: ${one}`);
    });
    assert.deepEqual(found, []);
  });
}
