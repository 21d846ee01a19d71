/** Comb scores: how much a family of lines stands out of the envelope spectrum. */
import type { EnvelopeSpectrum } from './envelope.js';
import { SLIP } from './kinematics.js';

const HARMONICS = 5;

export interface Comb {
  /** Σ ln(1 + line/floor) over the harmonics. */
  readonly score: number;
  /** Fundamental of the best comb, Hz. */
  readonly pitch_hz: number;
  /** pitch ÷ kinematic value − 1. */
  readonly slip: number;
  /** Amplitude of the envelope's first three lines above the floor, SI²; ∝ squared impulse. */
  readonly level: number;
  /** How many of the harmonics stand out by more than ×8. */
  readonly lines: number;
}

/** Largest power near `frequency`, and the floor there; random slip widens line h as h². */
function peakNear(spectrum: EnvelopeSpectrum, frequency: number, reach: number): number {
  const at = Math.round(frequency / spectrum.df_hz);
  let best = 0;
  const last = Math.min(spectrum.size - 1, at + reach);
  for (let k = Math.max(1, at - reach); k <= last; k++) {
    const p = spectrum.power[k]!;
    if (p > best) best = p;
  }
  return best;
}

/** Bins on each side within which harmonic `h` is looked for. */
function reachOf(spectrum: EnvelopeSpectrum, h: number): number {
  const spread_hz = 0.02 * h * h;
  return Math.min(6, Math.round(spread_hz / spectrum.df_hz)) + (h > 1 ? 1 : 0);
}

/** Power with the lines k·`shaft_hz` (and halves) struck out by their floor. */
export function withoutShaft(spectrum: EnvelopeSpectrum, shaft_hz: number): EnvelopeSpectrum {
  const power = spectrum.power.slice();
  const half = shaft_hz / 2;
  const count = Math.floor((spectrum.size * spectrum.df_hz) / half);
  for (let i = 1; i <= count; i++) {
    const at = (i * half) / spectrum.df_hz;
    // Hann's main lobe is two bins to each side of the line; speed is known to about 0.02 %.
    const reach = 1.6 + 0.0002 * at;
    const last = Math.min(spectrum.size - 1, Math.floor(at + reach));
    for (let k = Math.max(0, Math.ceil(at - reach)); k <= last; k++) power[k] = spectrum.floor[k]!;
  }
  return { ...spectrum, power };
}

function combAt(spectrum: EnvelopeSpectrum, pitch: number, harmonics: number): number {
  let score = 0;
  for (let h = 1; h <= harmonics; h++) {
    const f = h * pitch;
    const at = Math.round(f / spectrum.df_hz);
    if (at >= spectrum.size - 2) break;
    score += Math.log(1 + peakNear(spectrum, f, reachOf(spectrum, h)) / spectrum.floor[at]!);
  }
  return score;
}

/** Score of the fixed comb k·`pitch` (a rival: shaft lines), Hz. */
export function fixedComb(spectrum: EnvelopeSpectrum, pitch_hz: number): number {
  return combAt(spectrum, pitch_hz, HARMONICS);
}

/** Best comb of a family whose kinematic frequency is `theory_hz`, searched over slip. */
export function searchComb(
  spectrum: EnvelopeSpectrum,
  theory_hz: number,
  range: { low: number; high: number } = SLIP,
): Comb {
  const harmonics = Math.max(
    2,
    Math.min(HARMONICS, Math.floor(((spectrum.size - 3) * spectrum.df_hz) / theory_hz)),
  );
  const step = Math.max(2e-4, (0.5 * spectrum.df_hz) / (harmonics * theory_hz));
  let best = -1;
  let slip = 0;
  for (let s = range.low; s <= range.high + 1e-9; s += step) {
    const score = combAt(spectrum, theory_hz * (1 + s), harmonics);
    if (score > best) {
      best = score;
      slip = s;
    }
  }
  const pitch = theory_hz * (1 + slip);
  let level = 0;
  let lines = 0;
  for (let h = 1; h <= harmonics; h++) {
    const at = Math.round((h * pitch) / spectrum.df_hz);
    const power = peakNear(spectrum, h * pitch, reachOf(spectrum, h));
    const floor = spectrum.floor[Math.min(at, spectrum.size - 1)]!;
    if (h <= 3) level += Math.max(0, power - 3 * floor);
    if (power > 8 * floor) lines++;
  }
  return { score: best, pitch_hz: pitch, slip, level: Math.sqrt(level), lines };
}
