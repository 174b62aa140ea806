// What HTML uses that is newer than the floor, and the elements and attributes that the app makes.

import { entries, known, newer } from './floor.mjs';

const { elements, global_attributes: everywhere } = known.html;

function attribute(name) {
  return entries(everywhere, name).concat(Object.values(elements).flatMap((element) => entries(element, name)));
}

/** Everything newer in a page, or in the source of a module that makes elements. */
export function newerInMarkup(text) {
  const found = [];
  const add = (name, kinds) => kinds.length > 0 && found.push(newer(name, kinds));
  for (const [, tag, attributes] of text.matchAll(/<([a-z][a-z0-9]*)((?:\s+[a-z-]+(?:="[^"]*")?)*)\s*\/?>/g)) {
    add(`<${tag}>`, entries(elements, tag));
    for (const [, name] of attributes.matchAll(/\s([a-z-]+)(?:="[^"]*")?/g)) add(name, attribute(name));
  }
  for (const [, tag] of text.matchAll(/element\("([a-z0-9]+)"\)/g)) add(`<${tag}>`, entries(elements, tag));
  for (const [, name] of text.matchAll(/(?:attr|set|set_attribute|toggle)\(\s*"([a-z-]+)"/g)) add(name, attribute(name));
  return found.filter(Boolean);
}
