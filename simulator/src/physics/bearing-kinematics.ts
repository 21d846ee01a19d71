/**
 * Defect frequencies of a rolling bearing over shaft frequency, outer ring at rest.
 * Source: Harris & Kotzalas, Rolling Bearing Analysis 5e, ch. 10.
 */

/** γ = (D_w/D_pw)·cos α; diameters in one unit. */
function gammaOf(D_w: number, D_pw: number, cosAngle: number): number {
  return (D_w / D_pw) * cosAngle;
}

/** Cage: FTF/f_r. */
export function cageOrder(D_w: number, D_pw: number, cosAngle = 1): number {
  return (1 - gammaOf(D_w, D_pw, cosAngle)) / 2;
}

/** Ball pass of the outer race: BPFO/f_r. */
export function outerRaceOrder(Z: number, D_w: number, D_pw: number, cosAngle = 1): number {
  return Z * cageOrder(D_w, D_pw, cosAngle);
}

/** Ball pass of the inner race: BPFI/f_r. */
export function innerRaceOrder(Z: number, D_w: number, D_pw: number, cosAngle = 1): number {
  return (Z * (1 + gammaOf(D_w, D_pw, cosAngle))) / 2;
}
