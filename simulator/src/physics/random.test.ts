import { describe, expect, it } from 'vitest';
import { quantile } from './normal.js';
import { fillWords, normal, philoxFill, splitmix64, streamOf, uniform, wordsAt } from './random.js';

const hex = (words: Iterable<number>): string[] =>
  [...words].map((word) => (word >>> 0).toString(16).padStart(8, '0'));

describe('Philox4x32-10', () => {
  it('gives the known answers of Random123 (R02, R03 and the digits of pi)', () => {
    const out = new Int32Array(4);
    philoxFill(out, 0, 0, 0, 0, 0, 0);
    expect(hex(out)).toEqual(['6627e8d5', 'e169c58d', 'bc57ac4c', '9b00dbd8']);
    philoxFill(out, -1, -1, -1, -1, -1, -1);
    expect(hex(out)).toEqual(['408f276d', '41c83b0e', 'a20bc7c6', '6d5451fd']);
    philoxFill(out, 0xa4093822, 0x299f31d0, 0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344);
    expect(hex(out)).toEqual(['d16cfe09', '94fdcceb', '5001e420', '24126ea1']);
  });

  it('gives the same block alone and within a run of blocks', () => {
    const stream = streamOf([1, 2, 3, 4], 'noise');
    const run = new Int32Array(64);
    fillWords(run, stream, 1000);
    expect(hex(run.subarray(20, 24))).toEqual(hex(wordsAt(stream, 1005)));
  });

  it('carries indices beyond 2^32 into the second counter word', () => {
    const stream = streamOf([1, 2, 3, 4], 'noise');
    expect(uniform(stream, 7)).not.toBe(uniform(stream, 7 + 2 ** 32));
  });
});

describe('splitmix64', () => {
  it('gives the published sequence of seed 1234567 (R01)', () => {
    expect(splitmix64(1234567n, 3).map(String)).toEqual([
      '6457827717110365317',
      '3203168211198807973',
      '9817491932198370423',
    ]);
  });
});

describe('streams', () => {
  it('differ when any word of the key or any name differs, or when names change places', () => {
    const lists: [number[], (string | number)[]][] = [
      [
        [1, 2, 3, 4],
        ['a', 'b'],
      ],
      [
        [1, 2, 3, 5],
        ['a', 'b'],
      ],
      [
        [2, 1, 3, 4],
        ['a', 'b'],
      ],
      [
        [1, 2, 3, 4],
        ['b', 'a'],
      ],
      [[1, 2, 3, 4], ['a']],
      [
        [1, 2, 3, 4],
        ['a', 'b', 0],
      ],
      [
        [1, 2, 3, 4],
        [1, 2],
      ],
      [
        [1, 2, 3, 4],
        [2, 1],
      ],
    ];
    const firsts = lists.map(([key, names]) => uniform(streamOf(key, ...names), 0));
    expect(new Set(firsts).size).toBe(lists.length);
  });

  it('of neighbouring trains are uncorrelated within 4/√N', () => {
    const n = 20_000;
    const a = streamOf([9, 9, 9, 9], 46, 'noise');
    const b = streamOf([9, 9, 9, 9], 47, 'noise');
    let sum = 0;
    for (let i = 0; i < n; i++) sum += normal(a, i) * normal(b, i);
    expect(Math.abs(sum / n)).toBeLessThan(4 / Math.sqrt(n));
  });
});

describe('normal draws', () => {
  it('have mean 0, variance 1 and kurtosis 3 at N = 1e5', () => {
    const n = 100_000;
    const stream = streamOf([5, 6, 7, 8], 'gauss');
    let m1 = 0;
    let m2 = 0;
    let m4 = 0;
    for (let i = 0; i < n / 2; i++) {
      for (const g of [normal(stream, i, 0), normal(stream, i, 1)]) {
        m1 += g / n;
        m2 += (g * g) / n;
        m4 += (g * g * g * g) / n;
      }
    }
    expect(Math.abs(m1)).toBeLessThan(4 / Math.sqrt(n));
    expect(Math.abs(m2 - 1)).toBeLessThan(4 * Math.sqrt(2 / n));
    expect(Math.abs(m4 / (m2 * m2) - 3)).toBeLessThan(0.1);
  });

  it('invert the normal distribution at tabulated probabilities', () => {
    // Abramowitz & Stegun table 26.1 and 26.2.
    for (const [p, z] of [
      [0.5, 0],
      [0.841344746068543, 1],
      [0.977249868051821, 2],
      [0.99865010196837, 3],
      [0.999968328758167, 4],
      [0.975, 1.959963984540054],
      [2.866515718791939e-7, -5],
    ] as const) {
      expect(quantile(p)).toBeCloseTo(z, 7);
    }
  });
});
