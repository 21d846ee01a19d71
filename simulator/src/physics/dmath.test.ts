import { describe, expect, it } from 'vitest';
import { cbrt, cos, exp, log, pow, sin } from './dmath.js';
import { uniform } from './random.js';

/** Distance in units in the last place. */
function ulps(a: number, b: number): number {
  if (a === b) return 0;
  const scale = Math.max(Math.abs(b), 2.2250738585072014e-308);
  const ulp = 2 ** (Math.floor(Math.log2(scale)) - 52);
  return Math.abs(a - b) / ulp;
}

function worst(f: (x: number) => number, g: (x: number) => number, xs: number[]): number {
  return Math.max(...xs.map((x) => ulps(f(x), g(x))));
}

/** 20,000 reproducible points of (a, b). */
function points(a: number, b: number): number[] {
  return Array.from(
    { length: 20_000 },
    (_, k) => a + (b - a) * uniform({ k0: 7, k1: 9, c2: 0, c3: 0 }, k),
  );
}

describe('elementary functions', () => {
  it('lie within 2 ulp of the built-in ones', () => {
    expect(worst(exp, Math.exp, points(-700, 700))).toBeLessThanOrEqual(2);
    expect(worst(log, Math.log, points(1e-9, 1e6))).toBeLessThanOrEqual(2);
    expect(worst(log, Math.log, points(0.5, 2))).toBeLessThanOrEqual(2);
    expect(worst(sin, Math.sin, points(-30, 30))).toBeLessThanOrEqual(2);
    expect(worst(cos, Math.cos, points(-1e6, 1e6))).toBeLessThanOrEqual(2);
    expect(worst(cbrt, Math.cbrt, points(-1e9, 1e9))).toBeLessThanOrEqual(2);
    for (const y of [-9.3, -0.83, 0.33, 0.6, 1.28, 1.96, 5 / 3, 37.7]) {
      const power = (x: number): number => x ** y;
      expect(worst((x) => pow(x, y), power, points(1e-6, 900))).toBeLessThanOrEqual(2);
    }
  });

  it('are finite where the true value is not', () => {
    expect(log(0)).toBe(-708);
    expect(pow(0, 2)).toBe(0);
    expect(Number.isFinite(exp(1e9))).toBe(true);
    expect(Number.isFinite(pow(1e300, 9))).toBe(true);
    expect(pow(0, -1)).toBeLessThan(Infinity);
    expect(cbrt(0)).toBe(0);
  });

  it('give the same bits on every engine', () => {
    const bits = new Uint32Array(2);
    const value = new Float64Array(bits.buffer);
    let hash = 0x811c9dc5;
    for (const x of points(0.01, 90)) {
      for (const y of [exp(x), log(x), sin(x), cos(x), cbrt(x), pow(x, 1.37)]) {
        value[0] = y;
        for (const word of bits) hash = Math.imul(hash ^ word, 0x01000193);
      }
    }
    expect((hash >>> 0).toString(16)).toBe('8406d2f2');
  });
});
