import { describe, expect, it } from 'vitest';
import { poissonUpper } from './metrics.js';

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
