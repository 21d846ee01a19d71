/** Viscosity of the lubricant and friction of a grease-lubricated deep-groove ball bearing. */
import { exp, log, pow } from './dmath.js';

/** Kinematic viscosity ν at θ kelvin, mm²/s, ISO VG 110 base oil (Walther, ASTM D341). */
export function viscosity(theta: number): number {
  const loglog = 9.31053 - (3.60613 * log(theta)) / Math.LN10;
  return exp(Math.LN10 * exp(Math.LN10 * loglog)) - 0.7;
}

/** Rated viscosity ν1 for n rpm and pitch diameter Dpw mm, mm²/s (ISO 281:2007, eq. 32, 33). */
export function ratedViscosity(n: number, Dpw: number): number {
  const speed = n < 1000 ? 45000 * exp(-0.83 * log(n)) : 4500 / Math.sqrt(n);
  return speed / Math.sqrt(Dpw);
}

/**
 * Frictional moment, N·m, at n rpm, viscosity nu mm²/s and radial load F_r newton; d, D in mm.
 * R1 and S1 are the constants of the series. Source: SKF, Rolling bearings (2018), p. 105 ff.
 */
export function frictionMoment(
  n: number,
  nu: number,
  F_r: number,
  R1: number,
  S1: number,
  d: number,
  D: number,
): number {
  const d_m = (d + D) / 2;
  const ln_n = log(n);
  const ln_nu = log(nu);
  const ln_d = log(d_m);
  const ln_F = log(F_r);
  const shear = 1 / (1 + 1.84e-9 * exp(1.28 * (ln_n + ln_d) + 0.64 * ln_nu));
  const starved = 6e-8 * nu * n * (d + D) * Math.sqrt(3.1 / (2 * (D - d)));
  const rolling = R1 * exp(1.96 * ln_d + 0.54 * ln_F + 0.6 * (ln_nu + ln_n) - starved);
  const boundary = exp(-2.6e-8 * exp(1.4 * (ln_n + ln_nu)) * d_m);
  const sliding = S1 * exp((5 / 3) * ln_F - 0.26 * ln_d);
  return 1e-3 * (shear * rolling + sliding * (boundary * 0.15 + (1 - boundary) * 0.05));
}

/** Life of grease at θ kelvin over that at 70 °C: halves each 15 K above it (SKF). */
export function greaseLife(theta: number): number {
  return exp((-Math.LN2 / 15) * (theta - 343.15));
}

/** Friction multiplier of a drying bearing at lubrication state ℓ: 1 down to 0.4, 3.2 at 0. */
export function starvationFriction(lube: number): number {
  const dry = Math.max(0.4 - lube, 0) / 0.4;
  return dry > 0 ? 1 + 2.2 * pow(dry, 1.2) : 1;
}
