/** Rating life of radial ball bearings. Source: ISO 281:2007. */
import { exp, log, pow } from './dmath.js';

/** Basic rating life, million revolutions, of load rating C and equivalent load P (eq. 4). */
export function basicRatingLife(C: number, P: number): number {
  const ratio = C / P;
  return ratio * ratio * ratio;
}

/** Life modification factor a_ISO of a radial ball bearing (eq. 27 to 29), at most 50. */
export function lifeFactor(kappa: number, e_C: number, C_u: number, P: number): number {
  const k = Math.min(Math.max(kappa, 0.1), 4);
  const a = k < 0.4 ? 2.2649 : 1.9987;
  const b = k < 0.4 ? 0.054381 : k < 1 ? 0.19087 : 0.071739;
  // Powers by logarithm: the standard's own coefficients carry five digits.
  const grease = 0.83 * log(2.5671 - a * exp(-b * log(k)));
  const film = exp(grease + log((e_C * C_u) / P) / 3);
  return film >= 1 ? 50 : Math.min(0.1 * exp(-9.3 * log(1 - film)), 50);
}

/** Factor f_c of table 2 for single-row deep-groove ball bearings, at γ = D_w/D_pw. */
const GAMMA = [0.05, 0.1, 0.12, 0.14, 0.16, 0.18, 0.2, 0.22, 0.24, 0.26, 0.28, 0.3, 0.32, 0.34];
const F_C = [46.7, 55.5, 57.5, 58.8, 59.6, 59.9, 59.9, 59.6, 59, 58.2, 57.1, 56, 54.6, 53.2];

/** f_c at γ, between the lines of the table. */
function geometryFactor(gamma: number): number {
  let k = 1;
  while (k < GAMMA.length - 1 && gamma > GAMMA[k]) k++;
  const x = (gamma - GAMMA[k - 1]) / (GAMMA[k] - GAMMA[k - 1]);
  return F_C[k - 1] + x * (F_C[k] - F_C[k - 1]);
}

/** Dynamic load rating from geometry, N: Z balls of D_w mm on a pitch of D_pw mm (eq. 1, 2). */
export function ratingFromGeometry(Z: number, D_w: number, D_pw: number): number {
  const size = D_w <= 25.4 ? pow(D_w, 1.8) : 3.647 * pow(D_w, 1.4);
  return 1.3 * geometryFactor(D_w / D_pw) * pow(Z, 2 / 3) * size;
}

/** Lives L10 to the first spall at survival draw u: Weibull with slope beta, 1 at u = 0.1. */
export function weibullLife(u: number, beta: number): number {
  return pow(log(1 - u) / log(0.9), 1 / beta);
}
