// What the app asks the browser for by its name, as text: `Reflect::get(&navigator, &"share".into())`.

import { isKnownMember, newerMember } from './script.mjs';

/** Everything newer that the source of a module names so; comments and tests name nothing. */
export function newerInSource(text) {
  // Only there are names asked for; elsewhere words of that form are the app's own.
  if (!/Reflect::|\bmethod\(/.test(text)) return [];
  const code = text.replaceAll(/^\s*\/\/.*$/gm, '').replaceAll(/ \/\/ .*$/gm, '').split('#[cfg(test)]')[0];
  const names = [...code.matchAll(/(?<!element\(|name\(\) == |: &str = )"([A-Za-z][A-Za-z]+)"/g)].map(([, name]) => name);
  return [...new Set(names)].filter(isKnownMember).map(newerMember).filter(Boolean);
}
