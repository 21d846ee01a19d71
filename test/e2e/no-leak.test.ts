import { beforeAll, describe, expect, it } from 'vitest';
import { rowsOf, runPair } from '../bench/leak-runs.js';
import { CONTROLS, judgePairs } from '../bench/no-leak.js';

/** Runs of so many hours, half of them with a fault that begins within three. */
const PAIRS = 24;
const HOURS = 6;
const SHUFFLES = 199;

const runs: Awaited<ReturnType<typeof runPair>>[] = [];
beforeAll(async () => {
  for (let n = 1; n <= PAIRS; n++) runs.push(await runPair(n, HOURS));
});

describe('who hears every message but no value', () => {
  it('cannot tell a faulty run from a healthy one', () => {
    // Without wall time the columns follow from the seeds: the verdict is the same each time.
    expect(judgePairs(runs, SHUFFLES).steady.p).toBeGreaterThan(0.05);
  });

  it('hears the same topics and sizes in the same order at the same simulated times', () => {
    const same = /^(topics|order|other messages|connection events|clock bytes|poll bytes|device)/;
    for (const run of runs) {
      const { faulty, healthy } = rowsOf(run);
      for (const [name, value] of Object.entries(healthy)) {
        if (same.test(name)) expect(`${name} ${faulty[name]}`).toBe(`${name} ${value}`);
      }
    }
  });

  // A leak in wall time shows only on a quiet computer: `plant47 bench no-leak` plants that one.
  const seeded = Object.keys(CONTROLS).filter((name) => !name.includes('wall'));
  it.each(seeded)('would tell them by a planted leak: %s', (control) => {
    const { p } = judgePairs(runs, SHUFFLES).controls.find(({ name }) => name === control)!;
    expect(p).toBeLessThanOrEqual(0.05);
  });
});
