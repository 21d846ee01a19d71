/**
 * Steady-state torque of the induction machine from its Thévenin equivalent circuit.
 *
 * All quantities are per phase, star-equivalent: V volt, R and X ohm, slip dimensionless.
 * Multiplied through by the slip, so that synchronous speed (slip 0) needs no special case.
 * Source: Chapman, Electric Machinery Fundamentals 5e, §6.5 (torque-speed characteristic).
 */

/**
 * Rotor circuit at a slip, written to `out`: power across the air gap 3 |I2|² R2/s, W (negative
 * when generating), its slope over slip at constant R2 and X2, W (zero at breakdown), the square
 * of the rotor current, A², and of the air-gap voltage, V².
 */
export function solveRotor(
  slip: number,
  V_th: number,
  R_th: number,
  X_th: number,
  R_2: number,
  X_2: number,
  out: Float64Array,
): void {
  const R = R_th * slip + R_2;
  const X = (X_th + X_2) * slip;
  const Z2 = R * R + X * X;
  const V2 = V_th * V_th;
  out[0] = (3 * V2 * R_2 * slip) / Z2;
  out[1] = (3 * V2 * R_2 * (Z2 - 2 * slip * (R * R_th + X * (X_th + X_2)))) / (Z2 * Z2);
  out[2] = (V2 * slip * slip) / Z2;
  out[3] = (V2 * (R_2 * R_2 + slip * slip * X_2 * X_2)) / Z2;
}

const scratch = new Float64Array(4);

/** The first of those: power across the air gap, W. */
export function airGapPower(s: number, V: number, R: number, X: number, R_2: number, X_2: number) {
  solveRotor(s, V, R, X, R_2, X_2, scratch);
  return scratch[0];
}

/** Share g of the deep-bar effect in force: rotor frequency over rated frequency, at most 1. */
export function deepBarShare(slip: number, f: number, f_N: number): number {
  return Math.min((Math.abs(slip) * f) / f_N, 1);
}

/**
 * Share of the stray load loss in force: all of it up to half the breakdown slip, none beyond it.
 * The loss is assigned for running only; extended to a start it would out-brake the motor.
 */
export function strayShare(slip: number, slip_b: number): number {
  return Math.max(0, Math.min(2 - (2 * Math.abs(slip)) / slip_b, 1));
}

/** Resistance at θ kelvin, given at 95 °C, of a metal whose resistance vanishes at `zero` kelvin. */
export function hotResistance(R_95: number, theta: number, zero: number): number {
  return (R_95 * (theta - zero)) / (368.15 - zero);
}

/** Slip of the breakdown torque: R2 / |Z_th + jX2| (Chapman §6.5). */
export function breakdownSlip(R_th: number, X_th: number, R_2: number, X_2: number): number {
  const X = X_th + X_2;
  return R_2 / Math.sqrt(R_th * R_th + X * X);
}
