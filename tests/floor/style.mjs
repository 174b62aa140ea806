// What a stylesheet uses that is newer than the floor: properties, values, functions, units, selectors, at-rules.

import * as csstree from 'css-tree';
import { entries, known, newer } from './floor.mjs';

const { css } = known;
const isVendors = (name) => name.startsWith('-') && !name.startsWith('--');

/** Every entry of that name under CSS types, however deep. */
function types(name, within = css.types) {
  return Object.entries(within).flatMap(([key, entry]) => {
    if (key === '__compat') return [];
    const own = (key === name || key === `${name}_function`) && entry.__compat ? [entry] : [];
    return own.concat(types(name, entry));
  });
}

function unit(name) {
  const sizes = { s: 'small', l: 'large', d: 'dynamic' };
  if (/^[sld]v(w|h|i|b|min|max)$/.test(name)) return entries(css.types.length, `viewport_percentage_units_${sizes[name[0]]}`);
  if (/^cq/.test(name)) return entries(css.types.length, 'container_query_length_units');
  return entries(css.types.length, name);
}

/** Everything newer in it; `guarded` where it stands in @supports, or after a declaration that every browser knows. */
export function newerInStyle(text) {
  const found = [];
  const tree = csstree.parse(text, { parseCustomProperty: true, onParseError: (problem) => found.push({ name: problem.message, lacks: ['css-tree'] }) });
  const add = (name, kinds, guarded) => {
    const finding = newer(name, kinds, guarded);
    if (finding) found.push(finding);
    return finding;
  };
  csstree.walk(tree, {
    enter(node) {
      const isGuarded = this.atrule?.name === 'supports';
      if (node.type === 'Declaration') {
        const plain = plainBefore(this.block, node);
        declaration(node, (name, kinds) => add(name, kinds, isGuarded || plain), (name, kinds) => add(name, kinds, isGuarded));
      }
      if (node.type === 'PseudoClassSelector' || node.type === 'PseudoElementSelector') {
        if (!isVendors(node.name)) add(`:${node.name}`, entries(css.selectors, node.name), isGuarded);
      }
      if (node.type === 'NestingSelector' || (node.type === 'Rule' && this.rule && this.rule !== node)) add('nesting', entries(css.selectors, 'nesting'), isGuarded);
      if (node.type === 'Atrule' && !isVendors(node.name)) add(`@${node.name}`, entries(css['at-rules'], node.name), isGuarded);
      if (node.type === 'Feature' && node.kind === 'media') add(`@media ${node.name}`, entries(css['at-rules'].media, node.name.replace(/^(min|max)-/, '')), isGuarded);
      if (node.type === 'FeatureRange') add('@media <', entries(css['at-rules'].media, 'range_syntax'), isGuarded);
    },
  });
  return found;
}

/** Whether the block says the same property before, in words that every browser knows. */
function plainBefore(block, node) {
  if (node.property.startsWith('--')) return false;
  for (const other of block?.children ?? []) {
    if (other === node) return false;
    let isPlain = other.type === 'Declaration' && other.property === node.property;
    if (isPlain) declaration(other, (name, kinds) => (isPlain &&= !newer(name, kinds)), () => {});
    if (isPlain) return true;
  }
  return false;
}

function declaration({ property, value }, addValue, addProperty) {
  const own = css.properties[property];
  if (!property.startsWith('--') && !isVendors(property)) addProperty(property, entries(css.properties, property));
  csstree.walk(value, (node) => {
    if (node.type === 'Function' && !isVendors(node.name)) addValue(`${node.name}()`, [...entries(own, node.name, `${node.name}_function`), ...types(node.name)]);
    if (node.type === 'Dimension' && !['s', 'ms', 'deg', 'turn', 'fr', 'px', 'pt', 'cm', 'mm', 'in', 'dppx'].includes(node.unit)) addValue(node.unit, unit(node.unit));
    // Of words only those that the data tells of: the others are as old as their property.
    if (node.type === 'Identifier' && entries(own, node.name).length > 0) addValue(`${property}: ${node.name}`, entries(own, node.name));
  });
}
