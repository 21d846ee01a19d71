/** Suction side of a centrifugal pump. Source: Gülich, Centrifugal Pumps 4e, ch. 6. */
import { exp } from './dmath.js';

/** Vapour pressure of water at θ kelvin, Pa (Antoine, 1 to 100 °C). */
export function vapourPressure(theta: number): number {
  const celsius = theta - 273.15;
  return 133.322 * exp(Math.LN10 * (8.07131 - 1730.63 / (233.426 + celsius)));
}

/** Margin above which cavitation takes no head, to 1e-6. */
export const FREE_MARGIN = 1.85;

/**
 * Share of head that cavitation leaves at margin M = NPSHa/NPSHr: 0.97 at 1, by definition of
 * NPSH3; the fall on either side is judgement.
 */
export function headFactor(M: number): number {
  if (M >= FREE_MARGIN) return 1;
  return M >= 1 ? 1 - 0.03 * exp(-12 * (M - 1)) : Math.max(0, 0.97 - 1.9 * (1 - M));
}

/** Slope of that share over the margin. */
export function headFactorSlope(M: number): number {
  if (M >= FREE_MARGIN) return 0;
  return M >= 1 ? 0.36 * exp(-12 * (M - 1)) : M > 1 - 0.97 / 1.9 ? 1.9 : 0;
}

/**
 * Intensity of cavitation noise, 0 to 1: it sets in at M = 2.2 (judgement after Gülich: inception
 * lies far above NPSH3), is full at 1 and loses 40 % in full breakdown, where gas cushions it.
 */
export function cavitationIntensity(M: number): number {
  const full = Math.max(0, Math.min((2.2 - M) / 1.2, 1));
  return M < 1 ? full * (1 - 0.4 * Math.min((1 - M) / 0.5, 1)) : full;
}
