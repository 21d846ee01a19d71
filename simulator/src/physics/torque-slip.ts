/**
 * Steady-state torque of the induction machine from its Thévenin equivalent circuit.
 *
 * All quantities are per phase, star-equivalent: V volt, R and X ohm, slip dimensionless.
 * Multiplied through by the slip, so that synchronous speed (slip 0) needs no special case.
 * Source: Chapman, Electric Machinery Fundamentals 5e, §6.5 (torque-speed characteristic).
 */

import { log } from './dmath.js';

/** Square of the rotor current |I2|² referred to the stator, A². */
export function rotorCurrentSquared(
  slip: number,
  V_th: number,
  R_th: number,
  X_th: number,
  R_2: number,
  X_2: number,
): number {
  const R = R_th * slip + R_2;
  const X = (X_th + X_2) * slip;
  return (V_th * V_th * slip * slip) / (R * R + X * X);
}

/** Power across the air gap P_ag = 3 |I2|² R2/s, W; negative when generating. */
export function airGapPower(
  slip: number,
  V_th: number,
  R_th: number,
  X_th: number,
  R_2: number,
  X_2: number,
): number {
  const R = R_th * slip + R_2;
  const X = (X_th + X_2) * slip;
  return (3 * V_th * V_th * R_2 * slip) / (R * R + X * X);
}

/** dP_ag/ds at constant R2 and X2, W; zero at the breakdown slip. */
export function airGapPowerSlope(
  slip: number,
  V_th: number,
  R_th: number,
  X_th: number,
  R_2: number,
  X_2: number,
): number {
  const R = R_th * slip + R_2;
  const X = (X_th + X_2) * slip;
  const Z2 = R * R + X * X;
  return (3 * V_th * V_th * R_2 * (Z2 - 2 * slip * (R * R_th + X * (X_th + X_2)))) / (Z2 * Z2);
}

/** Square of the air-gap voltage |E|², V². */
export function airGapVoltageSquared(
  slip: number,
  V_th: number,
  R_th: number,
  X_th: number,
  R_2: number,
  X_2: number,
): number {
  const R = R_th * slip + R_2;
  const X = (X_th + X_2) * slip;
  return (V_th * V_th * (R_2 * R_2 + slip * slip * X_2 * X_2)) / (R * R + X * X);
}

/** |I1|²/|E|², S²: rotor branch R2/s + jX2 beside the magnetising branch G_m - jB_m. */
export function statorAdmittanceSquared(
  slip: number,
  R_2: number,
  X_2: number,
  G_m: number,
  B_m: number,
): number {
  const Z2 = R_2 * R_2 + slip * slip * X_2 * X_2;
  const G = G_m + (slip * R_2) / Z2;
  const B = B_m + (slip * slip * X_2) / Z2;
  return G * G + B * B;
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

/** Rated stray load loss, W, assigned to P2 watt of output at P1 watt of input, 1 to 10,000 kW. */
export function assignedStrayLoss(P_1: number, P_2: number): number {
  // IEC 60034-2-1:2014, 6.1.3.2.5: 2.5 % at 1 kW falling by 0.5 % a decade.
  return (0.025 - (0.005 * log(P_2 / 1000)) / Math.LN10) * P_1;
}
