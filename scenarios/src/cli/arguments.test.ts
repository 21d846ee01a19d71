import type { PlantError } from '@plant47/contract';
import { expect, it } from 'vitest';
import { FlagReader, seedsOf } from './arguments.js';

function codes(read: (reader: FlagReader) => void): string[] {
  const reader = new FlagReader();
  read(reader);
  try {
    reader.check();
    return [];
  } catch (error) {
    return (error as PlantError).issues.map(({ code, path }) => `${code} ${path}`);
  }
}

it('reads durations, whole numbers and ranges of seeds', () => {
  const reader = new FlagReader();
  expect(reader.duration('--for', '10min')).toBe(600);
  expect(reader.integer('--seed', '47', 0, 100)).toBe(47);
  expect(reader.number('--severity', '0.5', 0, 1)).toBe(0.5);
  expect(seedsOf(reader, undefined, '3..5')).toEqual([3, 4, 5]);
  reader.check();
});

it('tells everything that is wrong at once', () => {
  const found = codes((reader) => {
    reader.duration('--for', '10');
    reader.integer('--seed', '-1', 0, 100);
    reader.number('--severity', '', 0, 1);
    seedsOf(reader, undefined, '5..3');
  });
  expect(found).toEqual([
    'E_DURATION --for',
    'E_NUMBER --seed',
    'E_NUMBER --severity',
    'E_SEEDS --seeds',
  ]);
});
