import { parseSync } from 'vite';
import { expect, it } from 'vitest';
import { lineOf, type Node, type Source, sourcesIn, walk } from './sources.js';

const PURE = [
  'simulator/contract/src',
  'simulator/src/chaos/bindings',
  ...['physics', 'machines', 'control', 'world', 'sensing', 'devices'].map(
    (r) => `simulator/src/${r}`,
  ),
];
/** ECMA-262 fixes the bits of these; of every other member of Math it does not. */
const EXACT = new Set([
  'PI',
  'E',
  'LN2',
  'LN10',
  'SQRT2',
  'sqrt',
  'abs',
  'min',
  'max',
  'floor',
  'ceil',
  'trunc',
  'round',
  'sign',
  'fround',
  'imul',
  'clz32',
]);
/** Global → what to use in its place. */
const BANNED: Readonly<Record<string, string>> = {
  Date: 'the integer tick',
  performance: 'the integer tick',
  Intl: 'plain formatting',
  process: 'an argument',
  console: 'a returned value',
  setTimeout: 'the tick',
  setInterval: 'the tick',
  setImmediate: 'the tick',
  queueMicrotask: 'the tick',
  globalThis: 'an argument',
  fetch: 'an argument',
  crypto: 'physics/random',
  require: 'an import',
};

function faultsOf(source: Source): string[] {
  const faults: string[] = [];
  const say = (node: Node, what: string): void => {
    faults.push(`${source.path}:${lineOf(source, node.start)} ${what}`);
  };
  const named = (node: unknown): string => ((node as Node | undefined)?.['name'] as string) ?? '';
  walk(source.program, (node, parent) => {
    if (node.type === 'MemberExpression' && named(node['object']) === 'Math') {
      const member = named(node['property']);
      if (node['computed'] || !EXACT.has(member)) say(node, `Math.${member}: use physics/dmath`);
    }
    if (
      (node.type === 'BinaryExpression' || node.type === 'AssignmentExpression') &&
      String(node['operator']).startsWith('**')
    )
      say(node, '**: use pow of physics/dmath');
    if (node.type === 'ForInStatement') say(node, 'for…in: iterate an array');
    if (node['async'] === true || node.type === 'AwaitExpression')
      say(node, 'async: pure rooms wait for nobody');
    if (node.type === 'CallExpression') {
      const callee = node['callee'] as Node;
      const method = callee.type === 'MemberExpression' ? named(callee['property']) : '';
      const args = node['arguments'] as unknown[];
      if (/^(sort|toSorted)$/.test(method) && args.length === 0)
        say(node, 'sort without comparator');
      if (/^toLocale/.test(method) || method === 'localeCompare') say(node, `${method}: no locale`);
    }
    if (node.type === 'Identifier' && Object.hasOwn(BANNED, named(node))) {
      const key =
        parent?.type === 'MemberExpression' && parent['property'] === node && !parent['computed'];
      const label =
        (parent?.type === 'Property' || parent?.type.startsWith('TS')) && parent['key'] === node;
      if (!key && !label) say(node, `${named(node)}: use ${BANNED[named(node)]}`);
    }
  });
  return faults;
}

it('keeps the pure rooms free of clocks, chance, I/O and inexact arithmetic', () => {
  const sources = sourcesIn(...PURE);
  expect(sources.length).toBeGreaterThan(10);
  expect(sources.flatMap(faultsOf)).toEqual([]);
});

it('sees each kind of trespass', () => {
  const text =
    'const a = Math.sin(1) + 2 ** 3; for (const k in {}) [].sort(); Date.now(); async () => 1;';
  const program = parseSync('trespass.ts', text).program as unknown as Node;
  expect(faultsOf({ path: 'trespass.ts', text, program })).toHaveLength(6);
});
