/** Shaft speed from the vibration itself, checked against the tag. */
import { hannPower, type LineSpectrum, strongestLine } from './spectrum.js';

export interface ShaftSpeed {
  readonly speed_hz: number;
  readonly source: 'signal' | 'tag';
  /** signal ÷ tag − 1; 0 where the signal shows no shaft line. */
  readonly mismatch: number;
}

/** A shaft line must stand this far above its surroundings to be believed (judgement). */
const TRUST = 20;

/** Median of Hann powers within `half_hz` of a frequency. */
function surroundings(spectrum: LineSpectrum, at_hz: number, half_hz: number): number {
  const first = Math.max(2, Math.floor((at_hz - half_hz) / spectrum.df_hz));
  const last = Math.min(spectrum.n / 2 - 2, Math.ceil((at_hz + half_hz) / spectrum.df_hz));
  const values: number[] = [];
  for (let k = first; k <= last; k++) values.push(hannPower(spectrum, k));
  values.sort((a, b) => a - b);
  return values[values.length >> 1] ?? 0;
}

/**
 * Looks for the 1× line within ±`span` of the tag; its double must agree to 0.2 % or be silent.
 * Without a clear line the tag stands.
 */
export function shaftSpeed(spectrum: LineSpectrum, tag_hz: number, span = 0.03): ShaftSpeed {
  const line = strongestLine(spectrum, tag_hz * (1 - span), tag_hz * (1 + span));
  const floor = surroundings(spectrum, tag_hz, Math.max(3, 8 * spectrum.df_hz));
  const clear = line.amplitude * line.amplitude > TRUST * floor;
  // Four bins must lie within the search, else the burst is too short to correct a tag.
  if (!clear || span * tag_hz < 2 * spectrum.df_hz) {
    return { speed_hz: tag_hz, source: 'tag', mismatch: 0 };
  }
  return {
    speed_hz: line.frequency_hz,
    source: 'signal',
    mismatch: line.frequency_hz / tag_hz - 1,
  };
}
