// A release after the one that was built: for what must hold when one follows another.

import assert from 'node:assert/strict';
import { changedApp, ofEveryPage } from './changed_app.mjs';
import { until } from './patience.mjs';

/**
 * The built app as its next release would be: another page, so another build, kept by another name; `script` changes the
 * path of the script that the page asks for.
 */
export async function nextRelease(t, { script = (path) => path } = {}) {
  return changedApp(t, {
    ...ofEveryPage((page) => page.replace('<html ', '<html data-release="next" ').replaceAll(/\/app-\w+\.js/g, script)),
    'sw.js': (worker) => worker.replace(/ml-shell-[0-9a-f]{16}/, `ml-shell-${'0'.repeat(16)}`),
  });
}

/**
 * A page on the first screen comes to the next release: mostly at once. Where the page requested something in the very
 * moment in which the worker in charge stopped, Chromium takes that for busy as long as the page is there: then by one
 * of the next visits.
 */
export async function comesToTheNextRelease(person, isShown) {
  for (let visit = 1; visit <= 4; visit += 1) {
    if (await until('the next release is shown', isShown, { within: 8000 }).catch(() => false)) return;
    // Leaving frees the worker: then the page may load itself anew before the visit has begun.
    await person.arrives().catch(() => {});
  }
  assert.fail('four visits, and still the release before');
}
