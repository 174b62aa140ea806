// The built app with some of its files changed, listed anew as a build lists them.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { app } from './place.mjs';

/** For `changedApp`: the same change of every static page. */
export function ofEveryPage(change) {
  const names = readdirSync(app, { recursive: true }).filter((name) => name.endsWith('.html'));
  return Object.fromEntries(names.map((name) => [name, change]));
}

/** A folder with the app in which `changes` has rewritten each file of that name; it goes when the test ends. */
export async function changedApp(t, changes) {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'premier-accueil-changed-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  await cp(app, folder, { recursive: true });
  // What the build wrote is all that the endpoint serves: a file that changes is listed anew, without its twins.
  const list = path.join(folder, 'files.json');
  const listed = JSON.parse(await readFile(list, 'utf8'));
  for (const [name, change] of Object.entries(changes)) {
    const file = path.join(folder, name);
    const before = await readFile(file, 'utf8');
    const after = change(before);
    assert.notEqual(after, before, name);
    await writeFile(file, after);
    for (const twin of ['.br', '.gz']) await rm(file + twin, { force: true });
    const asked = `/${name}`.replace(/\/index\.html$/, '') || '/';
    const sha256 = createHash('sha256').update(after).digest('hex');
    const { media_type } = listed.files[asked];
    listed.files[asked] = { sha256, bytes: Buffer.byteLength(after), media_type };
  }
  await writeFile(list, JSON.stringify(listed));
  return folder;
}
