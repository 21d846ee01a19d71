import { describe, expect, it } from 'vitest';
import { thinned } from './thinning.js';

const trend = (values: (number | null)[]) => ({ simTs: values.map((_, i) => i * 1000), values });

describe('thinned trends', () => {
  it('keep the single highest and lowest scan of a long trend', () => {
    const values = Array.from({ length: 10_000 }, () => 20);
    values[4_321] = 90;
    values[7_654] = -5;
    const points = thinned(trend(values), 150);
    expect(points.length).toBeLessThanOrEqual(2 * 151);
    expect(points.some((point) => point.v === 90 && point.t === 4_321_000)).toBe(true);
    expect(points.some((point) => point.v === -5 && point.t === 7_654_000)).toBe(true);
  });

  it('stay in the order of time and leave missing scans out', () => {
    const points = thinned(trend([1, null, 3, 2, null, Number.NaN, 5]), 3);
    expect(points.map((point) => point.v)).toEqual([1, 3, 2, 5]);
    const times = points.map((point) => point.t);
    expect([...times].sort((a, b) => a - b)).toEqual(times);
  });
});
