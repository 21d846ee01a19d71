/** Lines to look for in an envelope spectrum, and how high it is there. */
import type { BearingEntry, Burst } from '@plant47/contract';
import { bearingOrders } from './bearing-kinematics.js';
import type { Spectrum } from './envelope.js';
import { frames } from './frame-store.js';

export interface Line {
  readonly name: string;
  readonly hz: number;
  readonly colour: string;
}

/** Below this a shaft is taken to stand, Hz. */
const SLOWEST_HZ = 1;

/** Lines to look for at a shaft speed: once a turn, cage, balls over the races, ball spin. */
export function expectedLines(bearing: BearingEntry, shaft_hz: number): Line[] {
  if (!(shaft_hz > SLOWEST_HZ)) return [];
  const orders = bearingOrders(bearing);
  return [
    { name: '1×', hz: shaft_hz, colour: '#46525c' },
    { name: 'FTF', hz: orders.ftf * shaft_hz, colour: '#6d28d9' },
    { name: 'BPFO', hz: orders.bpfo * shaft_hz, colour: '#c2410c' },
    { name: 'BPFI', hz: orders.bpfi * shaft_hz, colour: '#1d4ed8' },
    { name: '2×BSF', hz: 2 * orders.bsf * shaft_hz, colour: '#0f766e' },
  ];
}

/** Greatest amplitude within a bin's width or 1.5 % of a frequency; bearings slip. */
export function amplitudeNear(spectrum: Spectrum, hz: number): number {
  const reach = Math.max(spectrum.df, 0.015 * hz);
  let most = 0;
  const last = Math.min(spectrum.amplitude.length - 1, Math.ceil((hz + reach) / spectrum.df));
  for (let k = Math.max(1, Math.floor((hz - reach) / spectrum.df)); k <= last; k++) {
    most = Math.max(most, spectrum.amplitude[k]);
  }
  return most;
}

/** A line stands out where it is this many times the middle of the spectrum; judgement, the
 *  highest of some ten bins of noise is at about three. */
const STANDS_OUT = 5;

/** The defect line that stands out most, below `most_hz`; undefined where none does. */
export function standingLine(
  spectrum: Spectrum,
  lines: readonly Line[],
  most_hz: number,
): Line | undefined {
  const bins = spectrum.amplitude.slice(1, Math.ceil(most_hz / spectrum.df)).sort();
  const middle = bins[Math.floor(bins.length / 2)] ?? 0;
  return lines
    .filter((line) => line.name !== '1×' && line.name !== 'FTF')
    .filter((line) => amplitudeNear(spectrum, line.hz) > STANDS_OUT * middle)
    .sort((a, b) => amplitudeNear(spectrum, b.hz) - amplitudeNear(spectrum, a.hz))[0];
}

/** Shaft speed of a burst: as its device knew it, else the last that was scanned. */
export function shaftSpeed(burst: Burst, asset: string): number {
  return Number.isFinite(burst.speed_hz) && burst.speed_hz > 0
    ? burst.speed_hz
    : frames.turns.speed_hz(asset);
}
