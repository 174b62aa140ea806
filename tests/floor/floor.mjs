// The floor of browsers, `browserslist` of package.json, and what is newer than it by @mdn/browser-compat-data.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));
export const known = createRequire(import.meta.url)('@mdn/browser-compat-data');

/** Names in package.json, and those of the data for the same engine. */
const NAMES = {
  chrome: ['chrome', 'chrome_android'],
  android: ['webview_android'],
  firefox: ['firefox', 'firefox_android'],
  safari: ['safari'],
  ios_saf: ['safari_ios'],
  samsung: ['samsunginternet_android'],
};

/** Each browser of the data with its oldest version. */
export const floor = new Map(
  JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')).browserslist.flatMap((oldest) => {
    const [name, version] = oldest.split(' >= ');
    return NAMES[name].map((browser) => [browser, version]);
  }),
);

function isAtMost(version, oldest) {
  const numbers = (text) => text.replace('≤', '').split('.').map(Number);
  const [one, other] = [numbers(version), numbers(oldest)];
  const place = [0, 1].find((place) => (one[place] ?? 0) !== (other[place] ?? 0));
  return place === undefined || (one[place] ?? 0) < (other[place] ?? 0);
}

/** Browsers of the floor that have it later, or not at all, as sentences; empty where all have it. */
export function lacking({ __compat: { support } }) {
  const browsers = [...floor].filter(([browser, oldest]) => {
    const statements = [support[browser] ?? []].flat();
    return !statements.some(
      ({ version_added: added, version_removed: removed, flags, prefix, alternative_name: alternative }) =>
        typeof added === 'string' && added !== 'preview' && isAtMost(added, oldest) && !(removed && isAtMost(removed, oldest)) && !flags && !prefix && !alternative,
    );
  });
  return browsers.map(([browser]) => `${browser} ${[support[browser] ?? []].flat()[0]?.version_added || 'never'}`);
}

/** What of the data has one of these names; nothing for a part that only groups others. */
export function entries(of, ...names) {
  return names.map((name) => of?.[name]).filter((entry) => entry?.__compat);
}

/**
 * A finding: something that is used, by its name, and by whom it is not known. `undefined` where one of the entries is
 * known to every browser of the floor: a name can mean several things.
 */
export function newer(name, found, guarded) {
  const lacks = found.map(lacking);
  if (lacks.some((browsers) => browsers.length === 0)) return undefined;
  return { name, guarded, lacks: lacks[0] ?? ['the data does not know it'] };
}
