import { linearRegression } from 'simple-statistics';
import { describe, expect, it } from 'vitest';
import { gaussian } from '../fake-train.cases.js';
import { addRow, fitRidge, initRidge, predict, solve } from './ridge.js';

describe('ridge regression from running sums', () => {
  it('solves a symmetric system exactly', () => {
    // [4 2; 2 3]·[1; 2] = [8; 8]
    expect(solve([4, 2, 2, 3], [8, 8])).toEqual([1, 2].map((x) => expect.closeTo(x, 12)));
  });

  it('agrees with ordinary least squares where the penalty is nil', () => {
    const g = gaussian(5);
    const state = initRidge(2);
    const pairs: number[][] = [];
    for (let i = 0; i < 200; i++) {
      const x = g();
      const y = 3 + 2 * x + 0.1 * g();
      pairs.push([x, y]);
      addRow(state, [1, x], y);
    }
    const { beta, sigma } = fitRidge(state, [1e-9], 0);
    const { m, b } = linearRegression(pairs);
    expect(beta[0]).toBeCloseTo(b, 9);
    expect(beta[1]).toBeCloseTo(m, 9);
    expect(sigma).toBeCloseTo(0.1, 1);
  });

  it('gives a regressor that stood still while learning no say afterwards', () => {
    const g = gaussian(6);
    const state = initRidge(3);
    for (let i = 0; i < 240; i++) {
      const x = g();
      addRow(state, [1, x, 1], 5 + x + 0.1 * g());
    }
    const { beta } = fitRidge(state, [0.1, 0.01]);
    expect(Math.abs(predict(beta, [1, 0, 1.05]) - predict(beta, [1, 0, 1]))).toBeLessThan(0.05);
  });
});
