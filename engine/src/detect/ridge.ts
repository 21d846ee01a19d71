/** Ridge regression from running sums: nothing but normal equations is kept. */

export interface RidgeState {
  n: number;
  /** p × p, row by row; regressor 0 is the constant 1. */
  readonly xx: number[];
  readonly xy: number[];
  yy: number;
}

export interface RidgeModel {
  readonly beta: number[];
  /** Standard deviation of the residual over the learning window. */
  readonly sigma: number;
}

export function initRidge(size: number): RidgeState {
  return {
    n: 0,
    xx: new Array<number>(size * size).fill(0),
    xy: new Array<number>(size).fill(0),
    yy: 0,
  };
}

export function addRow(state: RidgeState, x: readonly number[], y: number): void {
  const p = x.length;
  state.n += 1;
  state.yy += y * y;
  for (let i = 0; i < p; i++) {
    state.xy[i]! += x[i]! * y;
    for (let j = 0; j < p; j++) state.xx[i * p + j]! += x[i]! * x[j]!;
  }
}

/** Cholesky solution of A·b = c, A symmetric positive definite, row by row. */
export function solve(a: readonly number[], c: readonly number[]): number[] {
  const p = c.length;
  const l = new Array<number>(p * p).fill(0);
  for (let i = 0; i < p; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = a[i * p + j]!;
      for (let k = 0; k < j; k++) sum -= l[i * p + k]! * l[j * p + k]!;
      l[i * p + j] = i === j ? Math.sqrt(Math.max(sum, 1e-12)) : sum / l[j * p + j]!;
    }
  }
  const b = [...c];
  for (let i = 0; i < p; i++) {
    for (let k = 0; k < i; k++) b[i]! -= l[i * p + k]! * b[k]!;
    b[i]! /= l[i * p + i]!;
  }
  for (let i = p - 1; i >= 0; i--) {
    for (let k = i + 1; k < p; k++) b[i]! -= l[k * p + i]! * b[k]!;
    b[i]! /= l[i * p + i]!;
  }
  return b;
}

/**
 * Ridge fit on centred and scaled regressors; `penalty` is a share of n. `spread` is the least
 * standard deviation that a regressor is credited with, so that one that hardly moved while
 * learning gets no wild coefficient.
 */
export function fitRidge(
  state: RidgeState,
  spread: readonly number[],
  penalty = 0.003,
): RidgeModel {
  const p = state.xy.length;
  const n = Math.max(1, state.n);
  const mean = (i: number): number => state.xx[i]! / n; // row 0 holds the sums
  const q = p - 1;
  const scale: number[] = [];
  for (let i = 1; i < p; i++) {
    const variance = state.xx[i * p + i]! / n - mean(i) * mean(i);
    scale.push(Math.max(Math.sqrt(Math.max(variance, 0)), spread[i - 1] ?? 1e-9));
  }
  const meanY = state.xy[0]! / n;
  const a = new Array<number>(q * q).fill(0);
  const c = new Array<number>(q).fill(0);
  for (let i = 0; i < q; i++) {
    c[i] = (state.xy[i + 1]! / n - mean(i + 1) * meanY) / scale[i]!;
    for (let j = 0; j < q; j++) {
      const cov = state.xx[(i + 1) * p + j + 1]! / n - mean(i + 1) * mean(j + 1);
      a[i * q + j] = cov / (scale[i]! * scale[j]!) + (i === j ? penalty : 0);
    }
  }
  const slopes = q > 0 ? solve(a, c).map((b, i) => b / scale[i]!) : [];
  const intercept = slopes.reduce((sum, b, i) => sum - b * mean(i + 1), meanY);
  const beta = [intercept, ...slopes];
  return { beta, sigma: Math.sqrt(Math.max(0, squareError(state, beta)) / n) };
}

/** Sum of squared residuals of `beta` over all rows, from the sums. */
function squareError(state: RidgeState, beta: readonly number[]): number {
  const p = beta.length;
  let sum = state.yy;
  for (let i = 0; i < p; i++) {
    sum -= 2 * beta[i]! * state.xy[i]!;
    for (let j = 0; j < p; j++) sum += beta[i]! * beta[j]! * state.xx[i * p + j]!;
  }
  return sum;
}

export function predict(beta: readonly number[], x: readonly number[]): number {
  let sum = 0;
  for (let i = 0; i < beta.length; i++) sum += beta[i]! * x[i]!;
  return sum;
}
