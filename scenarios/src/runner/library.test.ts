import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PlantError } from '@plant47/contract';
import { expect, it } from 'vitest';
import { define } from './definition.js';
import { HOME, namesOf, readScenario, readSuite } from './library.js';
import { readPlant } from './plant-file.js';
import { suiteIssues } from './scenario-check.js';

it('reads every shipped scenario, with a plant that has what it names', { timeout: 60_000 }, () => {
  for (const name of namesOf('library')) {
    const { scenario, inputs } = define({ scenario: name, seed: 3 });
    expect(scenario.id).toBe(name);
    expect(inputs.every((input, k) => k === 0 || input.tick >= inputs[k - 1]!.tick)).toBe(true);
  }
});

it('names the scenarios there are where one is unknown', () => {
  expect(() => readScenario('nothing')).toThrow(PlantError);
  expect(() => readScenario('nothing')).toThrow(/E_NOT_ON_BOARD .*motor-47-starvation/);
});

it('draws the same run from the same seed, and another from another', { timeout: 60_000 }, () => {
  const drawn = (seed: number): string =>
    JSON.stringify(define({ scenario: 'any-bearing', seed }).inputs);
  expect(drawn(11)).toBe(drawn(11));
  expect(new Set([1, 2, 3, 4, 5].map(drawn)).size).toBeGreaterThan(1);
});

it('finds what a file names beside that file, wherever it is read from', () => {
  const folder = mkdtempSync(join(tmpdir(), 'plant47-library-'));
  mkdirSync(join(folder, 'plants'));
  const write = (name: string, text: string): void => writeFileSync(join(folder, name), text);
  const shipped = (path: string): string => readFileSync(join(HOME, path), 'utf8');
  write('plants/mine.yaml', shipped('plants/waterworks.yaml'));
  const quiet = shipped('library/healthy-30d.yaml');
  write('mine.yaml', quiet.replace('plant: waterworks', 'plant: plants/mine.yaml'));
  const head = 'schema: plant47/suite/1\nid: mine\nlabel: Mine\n';
  const text = `${head}runs:\n  - { scenario: ./mine.yaml, seeds: [1, 1], assets: [motor-47] }\n`;
  write('suite.yaml', text);
  const [run] = readSuite(join(folder, 'suite.yaml')).value.runs;
  const { plant } = readScenario(run?.scenario ?? '').value;
  expect(readPlant(plant).value.id).toBe('waterworks');
  expect(suiteIssues(text, join(folder, 'suite.yaml'))).toEqual([]);
  rmSync(folder, { recursive: true });
});
