/** Curves of a centrifugal pump, by affinity at r = n/n0. Source: Gülich, Centrifugal Pumps 4e. */
import { exp, log } from './dmath.js';

/** Acceleration of free fall, m/s² (CGPM 1901). */
export const G = 9.80665;

/** Head H = H0 r² - k_H Q², m. */
export function head(Q: number, r: number, H_0: number, k_H: number): number {
  return H_0 * r * r - k_H * Q * Q;
}

/**
 * Relative flow over relative efficiency, x / (1 - |1 - x|^m), with x = Q/(Q_b r).
 * Finite at shut-off, where it is 1/m; held constant beyond runout x = 1.8.
 */
export function powerNumber(x: number, m: number): number {
  const y = Math.min(x, 1.8);
  return y < 1e-3 ? 1 / m : y / (1 - exp(m * log(Math.abs(1 - y))));
}

/** Slope of the power number over x, where the number itself is phi. */
export function powerNumberSlope(x: number, m: number, phi: number): number {
  if (x < 1e-3 || x > 1.8 || x === 1) return x === 1 ? 1 : 0;
  // With d = 1 - |1 - x|^m = x/phi, the quotient rule gives (d - x·d')/d².
  const d = x / phi;
  const fall = (m * (1 - d)) / (1 - x);
  return (d - x * fall) / (d * d);
}
