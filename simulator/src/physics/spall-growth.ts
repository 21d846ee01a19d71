import { exp, pow } from './dmath.js';

/** Exponent of the law where a plant states no other. */
const EXPONENT = 1.5;

/**
 * Spall area D after dt hours of growth dD/dt = C·D^1.5, mm²: D⁺ = (D^-½ - ½·C·dt)^-2, exact.
 * Returns D_f once the spall reaches it. Form: Li et al. 1999; exponent: judgement.
 */
export function grownSpall(D: number, C: number, dt: number, D_f: number, p = EXPONENT): number {
  if (D <= 0) return D;
  if (p !== EXPONENT) return grownBy(D, C, dt, D_f, p);
  const root = 1 / Math.sqrt(D) - 0.5 * C * dt;
  return root * root * D_f <= 1 || root <= 0 ? D_f : 1 / (root * root);
}

/** The same for any exponent p ≥ 1: exponential at 1, with a pole at a finite time above. */
function grownBy(D: number, C: number, dt: number, D_f: number, p: number): number {
  if (p === 1) return Math.min(D_f, D * exp(C * dt));
  const root = pow(D, 1 - p) - (p - 1) * C * dt;
  return root <= 0 ? D_f : Math.min(D_f, pow(root, 1 / (1 - p)));
}
