/**
 * Spall area D after dt hours of growth dD/dt = C·D^1.5, mm²: D⁺ = (D^-½ - ½·C·dt)^-2, exact.
 * Returns D_f once the spall reaches it. Form: Li et al. 1999; exponent: judgement.
 */
export function grownSpall(D: number, C: number, dt: number, D_f: number): number {
  if (D <= 0) return D;
  const root = 1 / Math.sqrt(D) - 0.5 * C * dt;
  return root * root * D_f <= 1 || root <= 0 ? D_f : 1 / (root * root);
}

/** Hours from D to D_f at constant C. */
export function hoursToSpall(D: number, C: number, D_f: number): number {
  return (2 / C) * (1 / Math.sqrt(D) - 1 / Math.sqrt(D_f));
}
