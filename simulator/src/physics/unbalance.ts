/** Unbalance of rigid rotors. Source: ISO 21940-11:2016. */

/** Residual unbalance, kg·m, of balance grade grade_mm_s for a rotor of m kg at ω rad/s. */
export function residualUnbalance(grade_mm_s: number, m: number, omega: number): number {
  return (1e-3 * grade_mm_s * m) / omega;
}

/** Rotating force of an unbalance U kg·m at ω rad/s, N. */
export function unbalanceForce(U: number, omega: number): number {
  return U * omega * omega;
}
