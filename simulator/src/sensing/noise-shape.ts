/** Filters that give the floor more at high or low frequencies; each adds to its own input. */
import { cos, exp, sin } from '../physics/dmath.js';

/** Mixed friction and collapsing bubbles are heard above this. Source: physics of both, judgement. */
export const HIGH_CORNER_HZ = 5_000;
/** Pressure noise of a cavitating or recirculating pump lies below this (judgement). */
export const LOW_CORNER_HZ = 200;

/** Coefficients of the second-order Butterworth high pass by the bilinear transform. */
function butterworth(fs: number): { b: number; a1: number; a2: number } {
  const angle = (Math.PI * HIGH_CORNER_HZ) / fs;
  const k = sin(angle) / cos(angle);
  const norm = 1 / (1 + Math.SQRT2 * k + k * k);
  return { b: norm, a1: 2 * (k * k - 1) * norm, a2: (1 - Math.SQRT2 * k + k * k) * norm };
}

/** x ← x + gain · highpass(x). */
export function highPass(x: Float64Array, n: number, fs: number, gain: number): void {
  const { b, a1, a2 } = butterworth(fs);
  let x1 = 0;
  let x2 = 0;
  let y1 = 0;
  let y2 = 0;
  for (let i = 0; i < n; i++) {
    const now = x[i]!;
    const y = b * (now - 2 * x1 + x2) - a1 * y1 - a2 * y2;
    x2 = x1;
    x1 = now;
    y2 = y1;
    y1 = y;
    x[i] = now + gain * y;
  }
}

/** x ← x + gain · lowpass(x), first order. */
export function lowPass(x: Float64Array, n: number, fs: number, gain: number): void {
  const keep = exp((-2 * Math.PI * LOW_CORNER_HZ) / fs);
  // A zero at half the rate: without it the filter leaks into the band of the bearings.
  const take = (1 - keep) / 2;
  let before = 0;
  let y = 0;
  for (let i = 0; i < n; i++) {
    const now = x[i]!;
    y = keep * y + take * (now + before);
    before = now;
    x[i] = now + gain * y;
  }
}

/** Mean over 1–10 kHz of Re H and |H|² of the high pass, as a 25.6 kHz device filters. */
const MEANS = ((): { re: number; square: number } => {
  const fs = 25_600;
  const { b, a1, a2 } = butterworth(fs);
  const steps = 256;
  let re = 0;
  let square = 0;
  for (let i = 0; i < steps; i++) {
    const w = (2 * Math.PI * (1_000 + (9_000 * (i + 0.5)) / steps)) / fs;
    const topRe = b * (1 - 2 * cos(w) + cos(2 * w));
    const topIm = b * (2 * sin(w) - sin(2 * w));
    const lowRe = 1 + a1 * cos(w) + a2 * cos(2 * w);
    const lowIm = -a1 * sin(w) - a2 * sin(2 * w);
    const size = lowRe * lowRe + lowIm * lowIm;
    re += (topRe * lowRe + topIm * lowIm) / size / steps;
    square += (topRe * topRe + topIm * topIm) / size / steps;
  }
  return { re, square };
})();

/** Mean over 1–10 kHz of 1/(1 + (f/f0)²) of the low pass: (arctan 50 − arctan 5)·f0/9 kHz. */
const LEAK = ((1.550798992821746 - 1.373400766945016) * LOW_CORNER_HZ) / 9_000;

/** Power in 1–10 kHz of a shaped floor over that of the white floor alone. */
export function shapedPower(high: number, low: number): number {
  const raised = 1 + 2 * high * MEANS.re + high * high * MEANS.square;
  return raised * (1 + (2 * low + low * low) * LEAK);
}
