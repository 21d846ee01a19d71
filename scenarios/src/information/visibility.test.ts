import type { Input } from '@plant47/contract/sealed';
import { keyOfSeed, scalarPoints, TICKS_PER_SECOND } from '@plant47/simulator';
import { describe, expect, it } from 'vitest';
import { informationNeeded } from '../referee/observable.js';
import { readPlant } from '../runner/plant-file.js';
import { advanceBranch, type BranchedRun, forkOf } from './branches.js';
import { visibilityOf } from './visibility.js';

const HOUR_S = 3600;
const ONSET_S = 72 * HOUR_S;
const plant = readPlant('waterworks').value;
const sampling = {
  scalars_s: 600,
  // No bursts: the Monte Carlo reader looks at scalar points.
  scan: { samples: 256, fs_hz: 25_600, every_s: 36_000_000 },
  line: { samples: 256, fs_hz: 12_800, every_s: 36_000_000 },
};
const needed = informationNeeded(sampling.scalars_s);

function runOf(seed: number, severity: number): BranchedRun {
  const input: Input = {
    tick: ONSET_S * TICKS_PER_SECOND,
    source: 'scenario',
    seq: 0,
    command: {
      type: 'fault',
      id: 'f',
      asset: 'motor-47',
      component: 'bearing-de',
      fault: 'bearing.starvation',
      severity,
      ramp_s: 240 * HOUR_S,
    },
  };
  const only = ['motor-47'];
  const until_s = 168 * HOUR_S;
  return { plant, key: keyOfSeed(seed), sampling, inputs: [input], until_s, only };
}

/**
 * A reader of the published values, noise and all, who knows both means: the first scan at which
 * the log likelihood ratio of faulty to healthy passes the bound. h after the onset.
 */
function monteCarlo(run: BranchedRun): number {
  const fork = forkOf(run, 'f');
  if (fork === undefined) throw new Error('no fault');
  const { healthy, faulty, untilTick } = fork;
  const points = healthy.model.devices.flatMap((device) => scalarPoints(device));
  let tick = 0;
  for (; tick <= fork.onset; tick = healthy.model.nextScanTick(tick)) {
    advanceBranch(healthy, tick);
    healthy.model.scan();
  }
  fork.part();
  let ratio = 0;
  for (; tick <= untilTick; tick = healthy.model.nextScanTick(tick)) {
    advanceBranch(healthy, tick);
    advanceBranch(faulty, tick);
    healthy.model.scan();
    const values = faulty.model.scan().flatMap((scan) => [...scan.values]);
    const [m0, m1] = [healthy.model.means(0), faulty.model.means(0)];
    points.forEach(({ noise, resolution, quantity }, p) => {
      if (['energy', 'status', 'running'].includes(quantity)) return;
      const variance = noise * noise + (resolution * resolution) / 12;
      const [y, a, b] = [values[p], m0[p], m1[p]];
      if (y === undefined || a === undefined || b === undefined || !(variance > 0)) return;
      if (Number.isNaN(y)) return;
      ratio += ((y - a) ** 2 - (y - b) ** 2) / (2 * variance);
    });
    if (ratio >= needed) return (tick / TICKS_PER_SECOND - ONSET_S) / HOUR_S;
  }
  return Number.POSITIVE_INFINITY;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

describe('visibility of a fault', () => {
  it('comes when a reader of the noisy values reaches the bound (Monte Carlo, 9 seeds)', () => {
    for (const severity of [0.3, 1]) {
      const ratios = Array.from({ length: 9 }, (_, seed) => {
        const run = runOf(seed, severity);
        const seen = visibilityOf(run, 'f', { needed, untilObservable: true });
        const bound_h = ((seen?.observable_s ?? Number.NaN) - ONSET_S) / HOUR_S;
        return monteCarlo(run) / bound_h;
      });
      // The ratio has a spread of about sqrt(2/ln γ) in information, a third of that in time.
      expect(median(ratios)).toBeGreaterThan(0.8);
      expect(median(ratios)).toBeLessThan(1.25);
    }
  }, 120_000);

  it('names the bearing that runs dry by its own temperature, and later with more noise', () => {
    const seen = visibilityOf(runOf(1, 1), 'f', { needed });
    expect(seen?.points[0]?.point).toBe('motor-47.bearing-de.temperature');
    const noisy = visibilityOf(runOf(1, 1), 'f', { needed, noise: 5, untilObservable: true });
    expect(noisy?.observable_s).toBeGreaterThan(seen?.observable_s ?? Number.NaN);
  }, 60_000);
});
