/** The normal distribution's quantile, from exact operations and the room's own log. */
import { log } from './dmath.js';

// Rational approximations of P. J. Acklam (2003): relative error below 1.15e-9.
const A1 = -3.969683028665376e1;
const A2 = 2.209460984245205e2;
const A3 = -2.759285104469687e2;
const A4 = 1.38357751867269e2;
const A5 = -3.066479806614716e1;
const A6 = 2.506628277459239;
const B1 = -5.447609879822406e1;
const B2 = 1.615858368580409e2;
const B3 = -1.556989798598866e2;
const B4 = 6.680131188771972e1;
const B5 = -1.328068155288572e1;
const C1 = -7.784894002430293e-3;
const C2 = -3.223964580411365e-1;
const C3 = -2.400758277161838;
const C4 = -2.549732539343734;
const C5 = 4.374664141464968;
const C6 = 2.938163982698783;
const D1 = 7.784695709041462e-3;
const D2 = 3.224671290700398e-1;
const D3 = 2.445134137142996;
const D4 = 3.754408661907416;
const TAIL = 0.02425;

function tail(p: number): number {
  const q = Math.sqrt(-2 * log(p));
  const top = ((((C1 * q + C2) * q + C3) * q + C4) * q + C5) * q + C6;
  return top / ((((D1 * q + D2) * q + D3) * q + D4) * q + 1);
}

/** z with Φ(z) = p, for 0 < p < 1. */
export function quantile(p: number): number {
  if (p < TAIL) return tail(p);
  if (p > 1 - TAIL) return -tail(1 - p);
  const q = p - 0.5;
  const r = q * q;
  const top = (((((A1 * r + A2) * r + A3) * r + A4) * r + A5) * r + A6) * q;
  return top / (((((B1 * r + B2) * r + B3) * r + B4) * r + B5) * r + 1);
}
