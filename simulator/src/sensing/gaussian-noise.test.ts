import { describe, expect, it } from 'vitest';
import { streamOf } from '../physics/random.js';
import { fillNormal } from './gaussian-noise.js';

const n = 131_072;
const noise = (name: string): Float64Array => {
  const out = new Float64Array(n);
  fillNormal(out, n, streamOf([1, 2, 3, 4], name));
  return out;
};

describe('waveform noise', () => {
  const g = noise('a');

  it('is standard normal: mean, variance, skewness and kurtosis', () => {
    const m = [1, 2, 3, 4].map((k) => g.reduce((sum, z) => sum + z ** k, 0) / n);
    const within = 4 / Math.sqrt(n);
    expect(Math.abs(m[0]!)).toBeLessThan(within);
    expect(Math.abs(m[1]! - 1)).toBeLessThan(within * Math.sqrt(2));
    expect(Math.abs(m[2]!)).toBeLessThan(within * Math.sqrt(15));
    expect(Math.abs(m[3]! / m[1]! ** 2 - 3)).toBeLessThan(0.1);
  });

  it('has the tails of a normal: shares beyond 1, 2, 3 and 4 σ', () => {
    for (const [z, p] of [
      [1, 0.3173105],
      [2, 0.0455003],
      [3, 0.0026998],
      [4, 6.3342e-5],
    ] as const) {
      const share = g.reduce((sum, value) => sum + (Math.abs(value) > z ? 1 : 0), 0) / n;
      expect(Math.abs(share - p)).toBeLessThan(4 * Math.sqrt(p / n));
    }
    expect(g.reduce((most, z) => Math.max(most, Math.abs(z)), 0)).toBeGreaterThan(4.2);
  });

  it('is white: no correlation at any of the first 64 lags', () => {
    for (let lag = 1; lag <= 64; lag++) {
      let sum = 0;
      for (let i = lag; i < n; i++) sum += g[i]! * g[i - lag]!;
      expect(Math.abs(sum / n)).toBeLessThan(4.5 / Math.sqrt(n));
    }
  });

  it('of two streams is uncorrelated, of one stream equal', () => {
    const other = noise('b');
    const sum = g.reduce((total, z, i) => total + z * other[i]!, 0);
    expect(Math.abs(sum / n)).toBeLessThan(4 / Math.sqrt(n));
    expect(noise('a').every((z, i) => z === g[i])).toBe(true);
  });

  it('begins alike whatever its length', () => {
    const few = new Float64Array(1001);
    fillNormal(few, 1001, streamOf([1, 2, 3, 4], 'a'));
    expect(few).toEqual(g.slice(0, 1001));
  });
});
