// What a script uses that is newer than the floor: globals, interfaces and their members, events, syntax.

import { parse } from 'acorn';
import { fullAncestor } from 'acorn-walk';
import { entries, known, newer } from './floor.mjs';

const { api, javascript, webassembly } = known;
const globals = [api, api.Window, javascript.builtins, javascript.functions, { WebAssembly: webassembly.api }];
const interfaces = { ...api, ...javascript.builtins, ...Object.fromEntries(Object.entries(webassembly.api).map(([name, entry]) => [`WebAssembly.${name}`, entry])), WebAssembly: webassembly.api };
const singletons = { navigator: 'Navigator', document: 'Document', location: 'Location', history: 'History', performance: 'Performance', crypto: 'Crypto', caches: 'CacheStorage' };
const HERE = ['window', 'self', 'globalThis'];

/** Every entry of a member of that name, whatever it belongs to. */
function members(name) {
  return Object.values(interfaces).flatMap((one) => entries(one, name, `${name}_static`));
}

export function isKnownMember(name) {
  return members(name).length > 0 || entries(api, name).length > 0;
}

export const newerMember = (name) => newer(name, members(name).concat(entries(api, name)));

/** Everything newer in it; `guarded` where the script asks first, or calls only what is there. */
export function newerInScript(text) {
  // esbuild lowers newer syntax; what it left would fail here.
  const tree = parse(text, { ecmaVersion: 2021, sourceType: 'module', allowAwaitOutsideFunction: true });
  const { declared, exported } = names(tree);
  const found = [];
  fullAncestor(tree, (node, _, ancestors) => {
    const parent = ancestors.at(-2);
    const add = (name, plain, kinds) => {
      const finding = newer(name, kinds, isGuarded(plain, ancestors));
      if (finding) found.push(finding);
    };
    if (node.type === 'Identifier' && !declared.has(node.name) && !isName(node, parent)) {
      const kinds = globals.flatMap((one) => entries(one, node.name));
      if (kinds.length > 0) add(node.name, node.name, kinds);
    }
    if (node.type === 'MemberExpression' && !node.computed) {
      const { name } = node.property;
      const of = node.object.name ?? '';
      if (exported.has(of)) return;
      if (HERE.includes(of)) {
        const kinds = globals.flatMap((one) => entries(one, name));
        if (kinds.length > 0) add(name, name, kinds);
        return;
      }
      const one = of && !declared.has(of) && interfaces[singletons[of] ?? of];
      const kinds = one ? entries(one, name, `${name}_static`) : members(name).concat(entries(api, name), entries(javascript.builtins, name));
      if (kinds.length > 0) add(one ? `${of}.${name}` : name, name, kinds);
    }
    if (node.type === 'CallExpression' && (node.callee.property?.name ?? node.callee.name) === 'addEventListener') {
      const event = node.arguments[0]?.value;
      const kinds = Object.values(api).flatMap((one) => entries(one, `${event}_event`));
      if (kinds.length > 0) add(`event ${event}`, event, kinds);
    }
    if (node.type === 'Literal' && node.regex) {
      if (/\(\?<[=!]/.test(node.regex.pattern)) add('lookbehind', 'lookbehind', entries(javascript.regular_expressions, 'lookbehind_assertion'));
    }
  });
  return found;
}

/** A name of a property, not of a value. */
function isName(node, parent) {
  if (parent.type === 'MemberExpression') return parent.property === node && !parent.computed;
  return parent.type === 'Property' && parent.key === node && !parent.shorthand;
}

/** What the script declares itself, and its names for what a module exports: letters that mean nothing. */
function names(tree) {
  const declared = new Set();
  const exported = new Set();
  const bind = (pattern) => {
    if (!pattern) return;
    if (pattern.type === 'Identifier') declared.add(pattern.name);
    for (const inside of [pattern.left, pattern.argument, pattern.value, ...(pattern.elements ?? []), ...(pattern.properties ?? [])]) bind(inside);
  };
  fullAncestor(tree, (node) => {
    if (node.type === 'VariableDeclarator') bind(node.id);
    if (node.type === 'CatchClause') bind(node.param);
    if (/Function/.test(node.type)) for (const pattern of node.params) bind(pattern);
    if (/^(Function|Class)/.test(node.type)) bind(node.id);
    const [to, from] = node.type === 'AssignmentExpression' ? [node.left, node.right] : [node.id, node.init];
    if (from?.type === 'MemberExpression' && from.property.name === 'exports' && to?.name) exported.add(to.name);
  });
  return { declared, exported };
}

function mentions(node, name) {
  let found = false;
  const isIt = (one) => one.name === name || one.value === name;
  fullAncestor(node, (one) => {
    found ||= isIt(one) || (one.type === 'MemberExpression' && isIt(one.property));
  });
  return found;
}

/** Called only where it is there (`?.`), or in what a test of the same name leads to, or that test itself. */
function isGuarded(name, ancestors) {
  return ancestors.some((node, place) => {
    const inside = ancestors[place + 1];
    if (node.type === 'CallExpression' && node.optional && node.callee === inside && ancestors.length === place + 2) return true;
    if (node.type === 'UnaryExpression' && node.operator === 'typeof') return true;
    if (node.type === 'BinaryExpression' && node.operator === 'in') return true;
    if (['IfStatement', 'ConditionalExpression'].includes(node.type)) return node.test === inside ? isTested(ancestors, place) : mentions(node.test, name);
    if (node.type === 'LogicalExpression') return node.left === inside ? isTested(ancestors, place) : mentions(node.left, name);
    return false;
  });
}

/** The test reads it, and calls nothing of it. */
function isTested(ancestors, place) {
  const between = ancestors.slice(place + 1, -1);
  return between.every(({ type }) => ['UnaryExpression', 'LogicalExpression', 'BinaryExpression', 'AssignmentExpression'].includes(type));
}
