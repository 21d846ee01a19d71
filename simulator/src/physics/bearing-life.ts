/** Rating life of radial ball bearings. Source: ISO 281:2007. */
import { exp, log, pow } from './dmath.js';

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

/** Lives L10 to the first spall at survival draw u: Weibull with slope beta, 1 at u = 0.1. */
export function weibullLife(u: number, beta: number): number {
  return pow(log(1 - u) / log(0.9), 1 / beta);
}
