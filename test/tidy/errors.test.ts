import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { ROOT, sourcesIn } from './sources.js';

const FOLDERS = [
  'simulator/contract/src',
  'simulator/src',
  'engine/src',
  'scenarios/src',
  'test/testkit',
];

it('documents every error code, and no code that does not exist', () => {
  const raised = new Set(
    sourcesIn(...FOLDERS).flatMap((s) =>
      [...s.text.matchAll(/['"`](E_[A-Z0-9_]+)\b/g)].map((hit) => hit[1]!),
    ),
  );
  for (const code of ['E_NOT_BUILT', 'E_BUILD', 'E_TEST_TOOLS']) raised.add(code);
  const text = readFileSync(join(ROOT, 'docs/errors.md'), 'utf8');
  const documented = new Set([...text.matchAll(/`(E_[A-Z0-9_]+)`/g)].map((hit) => hit[1]!));
  const byName = (a: string, b: string): number => (a < b ? -1 : 1);
  expect([...raised].sort(byName)).toEqual([...documented].sort(byName));
});
