// A release after the one that was built: for what must hold when one follows another.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { until } from './patience.mjs';
import { app } from './place.mjs';

/**
 * The built app as its next release would be: another page, so another build, kept by another name; `script` changes the
 * path of the script that the page asks for.
 */
export async function nextRelease(t, { script = (path) => path } = {}) {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'premier-accueil-next-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  await cp(app, folder, { recursive: true });
  // What the build wrote is all that the endpoint serves: a file that changes is listed anew, without its twins.
  const list = path.join(folder, 'files.json');
  const listed = JSON.parse(await readFile(list, 'utf8'));
  const rewrite = async (name, change) => {
    const file = path.join(folder, name);
    const before = await readFile(file, 'utf8');
    const after = change(before);
    assert.notEqual(after, before, name);
    await writeFile(file, after);
    for (const twin of ['.br', '.gz']) await rm(file + twin, { force: true });
    const asked = name === 'index.html' ? '/' : `/${name}`;
    const sha256 = createHash('sha256').update(after).digest('hex');
    const { media_type } = listed.files[asked];
    listed.files[asked] = { sha256, bytes: Buffer.byteLength(after), media_type };
  };
  const newer = (page) => page.replace('<html ', '<html data-release="next" ').replaceAll(/\/app-\w+\.js/g, script);
  await rewrite('index.html', newer);
  await rewrite('sw.js', (worker) => worker.replace(/ml-shell-[0-9a-f]{16}/, `ml-shell-${'0'.repeat(16)}`));
  await writeFile(list, JSON.stringify(listed));
  return folder;
}

/**
 * Somebody on the first screen comes to the next release: mostly at once. Where the page requested something in the very
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
