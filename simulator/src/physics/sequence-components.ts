/**
 * Symmetrical components of a three-phase machine: per-phase impedance and phase magnitudes.
 * Source: Fortescue 1918; Chapman, Electric Machinery Fundamentals 5e, appendix A.
 */

/** T-circuit seen from the terminals, per phase: R1 + jX1 in series with the air gap. */
export interface Impedance {
  R: number;
  X: number;
}

/** Input impedance at a slip, Ω: stator in series with magnetising branch ∥ rotor. */
export function inputImpedance(
  slip: number,
  R_1: number,
  X_1: number,
  G_m: number,
  B_m: number,
  R_2: number,
  X_2: number,
  out: Impedance,
): void {
  // Rotor admittance multiplied through by the slip: synchronous speed needs no special case.
  const Z2 = R_2 * R_2 + slip * slip * X_2 * X_2;
  const G = G_m + (slip * R_2) / Z2;
  const B = B_m + (slip * slip * X_2) / Z2;
  const Y2 = G * G + B * B;
  out.R = R_1 + G / Y2;
  out.X = X_1 + B / Y2;
}

/**
 * Magnitude of phase 1, 2 or 3 where the positive sequence has the value a + jb and the negative
 * sequence c + jd; same unit as given.
 */
export function phaseMagnitude(phase: number, a: number, b: number, c: number, d: number): number {
  // Phase k turns the positive sequence by -120°·(k-1) and the negative one the other way: only
  // their difference of 240°·(k-1) counts.
  const cos = phase === 1 ? 1 : -0.5;
  const sin = phase === 1 ? 0 : (phase === 2 ? -1 : 1) * 0.8660254037844386;
  const re = a + c * cos - d * sin;
  const im = b + c * sin + d * cos;
  return Math.sqrt(re * re + im * im);
}
