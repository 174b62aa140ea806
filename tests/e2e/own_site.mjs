// A Mission Locale of one's own: the demo's file with a part of it changed.

import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { root } from './place.mjs';

/** The path of the demo's file as `change` rewrites it, beside what it refers to; it goes when the test ends. */
export async function siteOf(t, change) {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'premier-accueil-site-'));
  t.after(() => rm(folder, { recursive: true }));
  await mkdir(path.join(folder, 'sites'));
  for (const beside of ['notices', 'mails']) {
    await symlink(path.join(root, 'content', beside), path.join(folder, beside));
  }
  const file = path.join(folder, 'sites/own.toml');
  await writeFile(file, change(await readFile(path.join(root, 'content/sites/demo.toml'), 'utf8')));
  return file;
}
