// What must hold on every page and in every state: no axe violation, and nothing that has to be scrolled sideways.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import axe from 'axe-core';
import { Road } from './road.mjs';
import { walkPast } from './screens.mjs';

const limit = { timeout: 300_000 };

/** Violations of the page as it is, one line each. */
async function violations(page, options = {}) {
  // Handed to the page by the debugger, which the security policy does not stop.
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source);
  const { violations } = await page.evaluate((given) => window.axe.run(document, given), { ...options, resultTypes: ['violations'] });
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${id} at ${target}: ${failureSummary}`));
}

for (const language of ['fr', 'en']) {
  test(`axe finds nothing on any page, in any state, light and dark (${language})`, limit, async (t) => {
    const road = await Road.lay(t);
    const line = await road.line();
    const person = await road.youngPerson({ through: line });
    // A colour on its way to another would be measured half-way.
    await person.page.emulateMedia({ reducedMotion: 'reduce', colorScheme: 'light' });
    if (language === 'en') {
      await person.arrives();
      await person.switchesLanguage();
    }

    const found = [];
    let seen = 0;
    await walkPast(person, line, async (name) => {
      seen += 1;
      const light = await violations(person.page);
      await person.page.emulateMedia({ colorScheme: 'dark' });
      // Only colours differ.
      const dark = await violations(person.page, { runOnly: ['color-contrast', 'link-in-text-block'] });
      await person.page.emulateMedia({ colorScheme: 'light' });
      found.push(...light.map((line) => `${name}: ${line}`), ...dark.map((line) => `${name}, dark: ${line}`));
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

// Text at 200 % is the root's font size doubled, as Android's and Firefox's text size do it, on a phone of 360 px:
// the page is zoomed to 200 % the other way, by a window half as wide, only on screens that are wider than that.
for (const [how, width, zoom] of [['on a screen of 320 px', 320, '100%'], ['with text at 200 %', 360, '200%']]) {
  test(`nothing has to be scrolled sideways ${how}`, limit, async (t) => {
    const road = await Road.lay(t);
    const line = await road.line();
    const person = await road.youngPerson({ through: line, width, touch: false });
    await person.phone.page.addInitScript((size) => {
      document.addEventListener('DOMContentLoaded', () => document.documentElement.style.setProperty('font-size', size));
    }, zoom);

    const found = [];
    await walkPast(person, line, async (name) => {
      for (const out of await sticksOut(person.page, width)) found.push(`${name}: ${out}`);
    });
    assert.deepEqual(found, []);
  });
}
