/** Textbook laws beside those that the plant runs on: tests compare the plant with them. */
import { log, pow } from './dmath.js';

/** Ball spin BSF/f_r (Harris & Kotzalas, ch. 10); a defect on a ball strikes both races, at twice this. */
export function ballSpinOrder(D_w: number, D_pw: number, cosAngle = 1): number {
  const gamma = (D_w / D_pw) * cosAngle;
  return (D_pw * (1 - gamma * gamma)) / (2 * D_w);
}

/** Basic rating life, million revolutions, of load rating C and equivalent load P (ISO 281, eq. 4). */
export function basicRatingLife(C: number, P: number): number {
  const ratio = C / P;
  return ratio * ratio * ratio;
}

/** Factor f_c of ISO 281, table 2, for single-row deep-groove ball bearings, at γ = D_w/D_pw. */
const GAMMA = [0.05, 0.1, 0.12, 0.14, 0.16, 0.18, 0.2, 0.22, 0.24, 0.26, 0.28, 0.3, 0.32, 0.34];
const F_C = [46.7, 55.5, 57.5, 58.8, 59.6, 59.9, 59.9, 59.6, 59, 58.2, 57.1, 56, 54.6, 53.2];

/** f_c at γ, between the lines of the table. */
function geometryFactor(gamma: number): number {
  let k = 1;
  while (k < GAMMA.length - 1 && gamma > GAMMA[k]) k++;
  const x = (gamma - GAMMA[k - 1]) / (GAMMA[k] - GAMMA[k - 1]);
  return F_C[k - 1] + x * (F_C[k] - F_C[k - 1]);
}

/** Dynamic load rating from geometry, N: Z balls of D_w mm on a pitch of D_pw mm (ISO 281, eq. 1, 2). */
export function ratingFromGeometry(Z: number, D_w: number, D_pw: number): number {
  const size = D_w <= 25.4 ? pow(D_w, 1.8) : 3.647 * pow(D_w, 1.4);
  return 1.3 * geometryFactor(D_w / D_pw) * pow(Z, 2 / 3) * size;
}

/** Time constants of winding and frame as `twoNode` has them, s, fast one first. */
export function timeConstants(
  R_wh: number,
  R_ha: number,
  C_w: number,
  C_h: number,
): readonly [number, number] {
  const a = 1 / (R_wh * C_w);
  const b = 1 / (R_wh * C_h);
  const c = b + 1 / (R_ha * C_h);
  const mean = (a + c) / 2;
  const split = Math.sqrt(mean * mean - a * (c - b));
  return [1 / (mean + split), 1 / (mean - split)];
}

/** Insulation life at dT kelvin above the reference over that at it, halving each `halving` K. */
export function montsingerLife(dT: number, halving: number): number {
  return pow(2, -dT / halving);
}

/** Steady flow, m³/s, against a static head H_s and friction K Q²; 0 where the pump cannot lift. */
export function steadyFlow(H_0r2: number, k_H: number, H_s: number, K: number): number {
  return H_0r2 > H_s ? Math.sqrt((H_0r2 - H_s) / (k_H + K)) : 0;
}

/** Flow of a valve, m³/h: K_v at Δp bar and specific gravity SG (IEC 60534-2-1). */
export function valveFlow(K_v: number, dp: number, SG: number): number {
  return K_v * Math.sqrt(dp / SG);
}

/** Hours from D to D_f at constant C. */
export function hoursToSpall(D: number, C: number, D_f: number): number {
  return (2 / C) * (1 / Math.sqrt(D) - 1 / Math.sqrt(D_f));
}

/** Rated stray load loss, W, assigned to P2 watt of output at P1 watt of input, 1 to 10,000 kW. */
export function assignedStrayLoss(P_1: number, P_2: number): number {
  // IEC 60034-2-1:2014, 6.1.3.2.5: 2.5 % at 1 kW falling by 0.5 % a decade.
  return (0.025 - (0.005 * log(P_2 / 1000)) / Math.LN10) * P_1;
}

/** Residual unbalance, kg·m, of grade grade_mm_s (ISO 21940-11:2016) for a rotor of m kg at ω rad/s. */
export function residualUnbalance(grade_mm_s: number, m: number, omega: number): number {
  return (1e-3 * grade_mm_s * m) / omega;
}
