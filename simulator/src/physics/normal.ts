/** The normal distribution's quantile, from exact operations and the room's own log. */
import { log } from './dmath.js';

// Rational approximations of P. J. Acklam (2003): relative error below 1.15e-9. Highest power first.
const MIDDLE_TOP = [
  -3.969683028665376e1, 2.209460984245205e2, -2.759285104469687e2, 1.38357751867269e2,
  -3.066479806614716e1, 2.506628277459239,
];
const MIDDLE_BASE = [
  -5.447609879822406e1, 1.615858368580409e2, -1.556989798598866e2, 6.680131188771972e1,
  -1.328068155288572e1, 1,
];
const TAIL_TOP = [
  -7.784894002430293e-3, -3.223964580411365e-1, -2.400758277161838, -2.549732539343734,
  4.374664141464968, 2.938163982698783,
];
const TAIL_BASE = [
  7.784695709041462e-3, 3.224671290700398e-1, 2.445134137142996, 3.754408661907416, 1,
];
/** Probability below which the tail's approximation serves. */
const TAIL = 0.02425;

function polynomial(coefficients: readonly number[], x: number): number {
  let y = 0;
  for (let k = 0; k < coefficients.length; k++) y = y * x + coefficients[k];
  return y;
}

function tail(p: number): number {
  const q = Math.sqrt(-2 * log(p));
  return polynomial(TAIL_TOP, q) / polynomial(TAIL_BASE, q);
}

/** z with Φ(z) = p, for 0 < p < 1. */
export function quantile(p: number): number {
  if (p < TAIL) return tail(p);
  if (p > 1 - TAIL) return -tail(1 - p);
  const q = p - 0.5;
  const r = q * q;
  return (polynomial(MIDDLE_TOP, r) * q) / polynomial(MIDDLE_BASE, r);
}
