import { PlantError } from '@plant47/contract';
import { expect, it } from 'vitest';
import { define } from './definition.js';
import { namesOf, readScenario } from './library.js';

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
