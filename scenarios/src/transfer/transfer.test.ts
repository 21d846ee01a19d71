import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { HOME } from '../runner/library.js';
import { DETECTORS } from './detectors.js';
import { areaUnderCurve, ranksOf, spearman } from './ranking.js';
import { realFamilies } from './real-records.js';
import type { Series } from './series.js';
import { transfer, transferTable } from './transfer.js';

const DATA = join(HOME, '..', '..', 'shared', 'data');
const there = existsSync(join(DATA, 'PROVENANCE.md'));

describe('ranking', () => {
  it('gives the chance that a faulty row scores higher', () => {
    expect(areaUnderCurve([1, 2, 3, 4], [0, 0, 1, 1])).toBe(1);
    expect(areaUnderCurve([4, 3, 2, 1], [0, 0, 1, 1])).toBe(0);
    expect(areaUnderCurve([1, 1, 1, 1], [0, 0, 1, 1])).toBe(0.5);
    // Pairs by hand: 3 > 1, 3 > 2, 1.5 > 1, 1.5 < 2; the unjudged row counts for nothing.
    expect(areaUnderCurve([1, 2, 3, 1.5, 99], [0, 0, 1, 1, -1])).toBe(0.75);
  });

  it('correlates ranks as Spearman does, ties by their mean', () => {
    expect(ranksOf([10, 30, 20, 20])).toEqual([1, 4, 2.5, 2.5]);
    expect(spearman([1, 2, 3, 4, 5], [5, 6, 7, 8, 7])).toBeCloseTo(0.8208, 4);
    expect(spearman([1, 2, 3], [3, 2, 1])).toBe(-1);
  });
});

/** Two channels that move together and, in the last third, apart or away. */
function made(step: (k: number) => readonly [number, number]): Series {
  const rows = Array.from({ length: 600 }, (_, k) => {
    const common = Math.sin(k / 7) + 0.3 * Math.sin(k * 1.7);
    const own = 0.05 * Math.sin(k * 2.3);
    const [a, b] = k < 400 ? [0, 0] : step(k);
    return [common + own + a, 2 * common - own + b];
  });
  const labels = rows.map((_, k) => (k < 200 ? -1 : k < 400 ? 0 : 1) as 0 | 1 | -1);
  return { name: 'made', rows, train: 200, labels, kurtosis: [] };
}

describe('plain detectors', () => {
  const area = (id: string, series: Series): number => {
    const detector = DETECTORS.find((one) => one.id === id);
    return areaUnderCurve(detector?.score(series) ?? [], series.labels);
  };

  it('are the eight', () => {
    expect(DETECTORS.map(({ id }) => id)).toEqual([
      'threshold',
      'ewma',
      'cusum',
      't2-q',
      'kurtosis',
      'comb',
      'isolation-forest',
      'random',
    ]);
  });

  it('see a large shift, all but kurtosis, comb and chance', () => {
    const shifted = made(() => [6, 0]);
    for (const id of ['threshold', 'ewma', 'cusum', 't2-q', 'isolation-forest']) {
      expect(area(id, shifted), id).toBeGreaterThan(0.95);
    }
    expect(area('comb', shifted)).toBe(0.5);
    expect(Math.abs(area('random', shifted) - 0.5)).toBeLessThan(0.1);
  });

  it('see a broken relation by T² + Q, where a threshold sees nothing', () => {
    const parted = made((k) => [0.5 * Math.sin(k), -0.5 * Math.sin(k)]);
    expect(area('t2-q', parted)).toBeGreaterThan(0.85);
    expect(area('threshold', parted)).toBeLessThan(0.7);
  });

  it('see a small lasting shift by CUSUM sooner than by a threshold', () => {
    const small = made(() => [0.8, 0.8]);
    expect(area('cusum', small)).toBeGreaterThan(area('threshold', small) + 0.1);
  });

  it('give the same scores twice', () => {
    const series = made(() => [1, 0]);
    for (const { score } of DETECTORS) expect(score(series)).toEqual(score(series));
  });
});

describe('transfer', () => {
  it('gives 1 for the same records on both sides, and prints all eight', () => {
    const family = { id: 'made', label: 'made', series: [made((k) => [k / 100 - 4, 0])] };
    const found = transfer([family], [family]);
    expect(found.overall.rho).toBeCloseTo(1, 12);
    const table = transferTable(found);
    for (const { label } of DETECTORS) expect(table).toContain(`| ${label} |`);
  });

  it('says which file of the recorded series is missing', () => {
    expect(() => realFamilies('/nowhere')).toThrow(/E_NO_DATA .*PROVENANCE|E_NO_DATA \/nowhere/);
  });
});

describe('recorded machines', () => {
  // Recorded series lie beside the project and are not part of it.
  it.runIf(there || process.env['CI'])(
    'are told from healthy ones as is known of them',
    {
      timeout: 120_000,
    },
    () => {
      const families = realFamilies(DATA);
      expect(families.map(({ series }) => series.length)).toEqual([12, 8, 15, 1]);
      for (const { rows, labels, train } of families.flatMap(({ series }) => series)) {
        expect(rows.flat().every(Number.isFinite)).toBe(true);
        expect(labels.filter((label) => label === 1).length).toBeGreaterThan(10);
        expect(labels.slice(0, train)).toEqual(labels.slice(0, train).map(() => -1));
      }
      const [cwru] = families;
      const kurtosis = DETECTORS.find(({ id }) => id === 'kurtosis');
      const areas = cwru?.series.map((one) => ({
        name: one.name,
        area: areaUnderCurve(kurtosis?.score(one) ?? [], one.labels),
      }));
      // Race defects are impulsive; of a ball only the amplitude tells.
      for (const { name, area } of areas ?? []) {
        if (!name.includes('ball')) expect(area, name).toBeGreaterThan(0.95);
      }
    },
  );
});
