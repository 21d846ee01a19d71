import { describe, expect, it } from 'vitest';
import { gaussian } from '../fake-train.cases.js';
import { hoursAt, quantilesOf } from './life.js';
import { type AmplitudePoint, lifeDistribution } from './power-law.js';

const PRIOR = { K: 5.2, K_sigma: 0.7, hours: 200, spread: 0.8, pole_h: 27 };

/** Amplitudes of a spall that fails `left_h` hours after time 0, one each 12 h. */
function history(left_h: number, K: number, scatter: number, seed: number): AmplitudePoint[] {
  const g = gaussian(seed);
  const points: AmplitudePoint[] = [];
  for (let t = -200; t <= 0; t += 12) {
    const amplitude = Math.exp(K - 1.2 * Math.log(left_h + PRIOR.pole_h - t) + scatter * g());
    points.push({ t_h: t, amplitude, sigma: Math.max(0.03, scatter) });
  }
  return points;
}

describe('remaining life from a power law', () => {
  it('finds the hours left of a clean history whatever the size of the machine', () => {
    for (const K of [4.4, 5.2, 6]) {
      for (const left of [48, 72, 120, 168]) {
        const life = lifeDistribution(history(left, K, 0, 1), 0, PRIOR);
        expect(Math.abs(hoursAt(life, 0.5) / left - 1)).toBeLessThan(0.15);
      }
    }
  });

  it('covers the truth with P10 to P90 about four times in five', () => {
    let covered = 0;
    const runs = 60;
    for (let seed = 1; seed <= runs; seed++) {
      const g = gaussian(1000 + seed);
      const K = PRIOR.K + PRIOR.K_sigma * g();
      const life = lifeDistribution(history(90, K, 0.12, seed), 0, PRIOR);
      if (hoursAt(life, 0.1) <= 90 && 90 <= hoursAt(life, 0.9)) covered++;
    }
    expect(covered / runs).toBeGreaterThan(0.6);
    expect(covered / runs).toBeLessThanOrEqual(0.97);
  });

  it('says its prior where nothing has been seen', () => {
    const life = lifeDistribution([], 0, PRIOR);
    expect(hoursAt(life, 0.5) / PRIOR.hours).toBeCloseTo(1, 1);
    const list = quantilesOf(life).map(({ s }) => s);
    for (let i = 1; i < list.length; i++) expect(list[i]).toBeGreaterThan(list[i - 1]!);
  });

  it('is not thrown by a dip of a third for half a day: the edges of a spall round off', () => {
    const points = history(100, 5.2, 0.05, 3).map((p, i) =>
      i === 12 ? { ...p, amplitude: 0.65 * p.amplitude } : p,
    );
    const life = lifeDistribution(points, 0, PRIOR);
    expect(Math.abs(hoursAt(life, 0.5) / 100 - 1)).toBeLessThan(0.3);
  });
});
