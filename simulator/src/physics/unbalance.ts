/** Unbalance of rigid rotors. Source: ISO 21940-11:2016. */

/** Rotating force of an unbalance U kg·m at ω rad/s, N. */
export function unbalanceForce(U: number, omega: number): number {
  return U * omega * omega;
}
