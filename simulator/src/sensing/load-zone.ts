/** How a defect that travels with the shaft is loaded on its way round. */

import { cos } from '../physics/dmath.js';

/** Extent of the load zone, ε: clearance below ½, preload above 1. Judgement: warm, light fit. */
const EPSILON = 0.7;

/** Relative size of an impact at angle φ from the middle of the zone, 0–1 (Stribeck). */
export function zoneFactor(cosine: number): number {
  const share = 1 - (1 - cosine) / (2 * EPSILON);
  return share <= 0 ? 0 : share * Math.sqrt(share);
}

/** Mean over a turn of the share's k-th power. */
function mean(k: number): number {
  const steps = 720;
  let sum = 0;
  for (let i = 0; i < steps; i++) {
    const share = Math.max(0, 1 - (1 - cos((2 * Math.PI * i) / steps)) / (2 * EPSILON));
    let term = 1;
    for (let j = 0; j < k; j++) term *= share;
    sum += term;
  }
  return sum / steps;
}

/** Means of the second and fourth power of `zoneFactor` over a turn. */
export const ZONE_SQUARE = mean(3);
export const ZONE_FOURTH = mean(6);
