import { describe, expect, it } from 'vitest';
import { decimalsOf, fixed } from './payload.js';

describe('decimals', () => {
  it.each([
    [1, 0],
    [10, 0],
    [0.1, 1],
    [0.5, 1],
    [0.25, 2],
    [0.001, 3],
    [0.0125, 4],
    [1 / 3, 6],
  ])('of steps of %d are %d', (resolution, decimals) => {
    expect(decimalsOf(resolution)).toBe(decimals);
  });
});

describe('a number in a payload', () => {
  it.each([
    [42.1, 1, 6, '  42.1'],
    [-0.04, 1, 5, '  0.0'],
    [-7.05, 2, 6, ' -7.05'],
    [0, 3, 5, '0.000'],
    [1e12, 1, 5, '1000000000000.0'],
    [0.0125, 4, 8, '  0.0125'],
    [Number.NaN, 2, 7, '   null'],
  ])('%d with %d decimals in %d places is "%s"', (value, decimals, width, text) => {
    expect(fixed(value, decimals, width)).toBe(text);
  });

  it('reads back as the quantised value, for every step of a range', () => {
    const wrong: number[] = [];
    for (let i = -20_000; i <= 20_000; i += 7) {
      for (const decimals of [0, 1, 2, 3]) {
        const value = i / [1, 10, 100, 1000][decimals]!;
        if (Number(fixed(value, decimals, 9)) !== value) wrong.push(value);
      }
    }
    expect(wrong).toEqual([]);
  });
});
