import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { garwood, poissonUpper, quantile, wilson } from './statistics.js';

describe('upper bound of a Poisson mean', () => {
  // Garwood 1936: χ²(0.95, 2k + 2)/2 = 2.996, 4.744, 7.754 for k = 0, 1, 3.
  it.each([
    [0, 2.9957],
    [1, 4.7439],
    [3, 7.7537],
  ])('after %i events is %f', (count, bound) => {
    expect(poissonUpper(count)).toBeCloseTo(bound, 3);
  });
});

describe('interval of a Poisson rate', () => {
  // 95 % limits for n = 0, 1, 2, 5, 10, 30, 100 as epidemiology tables print them
  // (Ulm 1990; Breslow & Day 1987, table 2.10).
  it.each([
    [0, 0, 3.689],
    [1, 0.0253, 5.572],
    [2, 0.242, 7.225],
    [5, 1.623, 11.668],
    [10, 4.795, 18.39],
    [30, 20.241, 42.827],
    [100, 81.364, 121.627],
  ])('of %i events is %f to %f', (count, low, high) => {
    const interval = garwood(count, 1);
    expect(interval.low).toBeCloseTo(low, 3);
    expect(Math.abs((interval.high ?? 0) - high)).toBeLessThan(1e-3);
  });

  it('holds for thousands of events, near the normal limits', () => {
    const { low, high } = garwood(10_000, 1);
    expect(low).toBeCloseTo(9804.96, 1);
    expect(high).toBeCloseTo(10_197.97, 1);
  });

  it('scales with the exposure, and says nothing where there is none', () => {
    expect(garwood(3, 2).high).toBeCloseTo((garwood(3, 1).high ?? 0) / 2, 12);
    expect(garwood(3, 0)).toEqual({ value: null, low: null, high: null });
  });
});

describe("Wilson's interval of a share", () => {
  // Newcombe 1998, table I: 81/263, 15/148, 0/20, 1/29.
  it.each([
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ])('of %i in %i is %f to %f', (count, of, low, high) => {
    const interval = wilson(count, of);
    expect(interval.low).toBeCloseTo(low, 4);
    expect(interval.high).toBeCloseTo(high, 4);
  });

  it('always holds the share', () => {
    fc.assert(
      fc.property(fc.nat(500), fc.integer({ min: 1, max: 500 }), (part, of) => {
        const { value, low, high } = wilson(Math.min(part, of), of);
        expect(low).toBeLessThanOrEqual((value ?? 2) + 1e-12);
        expect(high).toBeGreaterThanOrEqual((value ?? -1) - 1e-12);
      }),
    );
  });
});

it('reads quantiles straight between the values', () => {
  expect(quantile([4, 1, 3, 2], 0.5)).toBe(2.5);
  expect(quantile([10], 0.9)).toBe(10);
  expect(quantile([], 0.5)).toBeNull();
});
