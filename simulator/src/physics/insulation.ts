/** Thermal ageing of winding insulation. Source: IEC 60216-1 (Arrhenius), Montsinger 1930. */
import { exp } from './dmath.js';

/** Boltzmann constant, eV/K (CODATA 2018). */
const K_B = 8.617333262e-5;

/** Insulation life at T kelvin over that at T_0, for an activation energy E_a in eV. */
export function arrheniusLife(T: number, T_0: number, E_a: number): number {
  return exp((E_a / K_B) * (1 / T - 1 / T_0));
}
