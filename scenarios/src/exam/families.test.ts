import { settingsOf } from '@plant47/contract/sealed';
import { createPlantModel, hash, keyOfSeed } from '@plant47/simulator';
import { expect, it } from 'vitest';
import { readPlant } from '../runner/plant-file.js';
import { examPlant } from './families.js';

const plant = readPlant('two-pumps').value;
const burst = { samples: 1024, fs_hz: 25_600, every_s: 3600 };
const sampling = { scalars_s: 600, scan: burst, line: burst };

it('draws another plant from another key, the same from the same', () => {
  const drawn = [1, 2, 3, 4, 5, 6].map((seed) => JSON.stringify(examPlant(plant, keyOfSeed(seed))));
  expect(new Set(drawn).size).toBe(drawn.length);
  expect(JSON.stringify(examPlant(plant, keyOfSeed(3)))).toBe(drawn[2]);
});

it('never draws the growth law of public runs, and keeps its nominal life', () => {
  const hours = (p: number, C: number): number =>
    p === 1 ? Math.log(500) / C : (0.2 ** (1 - p) - 100 ** (1 - p)) / ((p - 1) * C);
  const exponents = new Set<number>();
  for (let seed = 0; seed < 40; seed++) {
    const set = examPlant(plant, keyOfSeed(seed)).types['medium']?.components?.['bearing-de']?.set;
    const p = Number(set?.['p_s']);
    exponents.add(p);
    expect(hours(p, Number(set?.['C_ref']))).toBeCloseTo(hours(1.5, 5.9335e-3), 6);
  }
  expect([...exponents].sort((a, b) => a - b)).toEqual([1, 1.25, 1.75, 2]);
});

it('varies path, slip and floor within what a plant file may state', () => {
  for (let seed = 0; seed < 20; seed++) {
    const varied = examPlant(plant, keyOfSeed(seed));
    const model = createPlantModel(varied, keyOfSeed(seed), sampling);
    expect(model.world.trains).toHaveLength(2);
    for (const { vibration } of settingsOf(varied)) {
      expect(vibration.modes?.length).toBeGreaterThan(0);
      expect(vibration.slip?.mean).toBeLessThanOrEqual(0.012);
      expect(vibration.colour?.low).toBeGreaterThanOrEqual(0);
    }
  }
});

it('leaves the plant it is given as it was', () => {
  const before = JSON.stringify(plant);
  examPlant(plant, keyOfSeed(1));
  expect(JSON.stringify(plant)).toBe(before);
  const state = () => hash(createPlantModel(plant, keyOfSeed(1), sampling).state);
  expect(state()).toBe(state());
});
