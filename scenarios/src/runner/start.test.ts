import { describe, expect, it } from 'vitest';
import { readScenario } from './library.js';
import { runInMemory } from './memory.js';
import { readPlant } from './plant-file.js';

const scenario = readScenario('rotor-unbalance').value;
const run = { scenario, plant: readPlant('two-pumps').value, seed: 1 };

describe('a graded run', () => {
  it('is refused on a typed seed where the scenario is sealed', () => {
    const sealed = { ...scenario, keys: 'sealed' as const };
    expect(() => runInMemory({ ...run, scenario: sealed })).toThrow(/E_SCENARIO_SEALED/);
  });

  it('is refused in memory where it is to begin from a snapshot', () => {
    const later = { ...scenario, start: { snapshot: 'noon' } };
    expect(() => runInMemory({ ...run, scenario: later })).toThrow(/E_SCENARIO_START.*noon/);
  });
});
