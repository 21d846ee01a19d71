/** High-frequency floor of the short bursts: a second opinion on the transmitter's own level. */
import { median } from 'simple-statistics';
import type { ScanFeatures } from '../features/burst-features.js';
import { type Baseline, baselineOf } from './baseline.js';

export interface ScanState {
  /** ln of the band's rms while learning, then of the newest bursts. */
  readonly learn: number[];
  base: Baseline | null;
  readonly recent: number[];
}

/** A day of short bursts at one point: half of them are lost to the other. */
const RECENT = 6;
const LEAST_LEARNT = 20;

export const initScans = (): ScanState => ({ learn: [], base: null, recent: [] });

/** ln of the rms above 5 kHz, or of the band below where the device hears no more. */
const levelOf = ({ high, mid }: ScanFeatures): number => Math.log(Math.max(high || mid, 1e-6));

export function learnScan(state: ScanState, features: ScanFeatures): void {
  state.learn.push(levelOf(features));
}

export function armScans(state: ScanState): void {
  if (state.learn.length >= LEAST_LEARNT) state.base = baselineOf(state.learn, 0.02);
  state.learn.length = 0;
}

export function stepScan(state: ScanState, features: ScanFeatures): void {
  state.recent.push(levelOf(features));
  if (state.recent.length > RECENT) state.recent.shift();
}

/** Median of the newest bursts over the learnt level; undefined where there is none. */
export function scanRatio(state: ScanState): number | undefined {
  if (!state.base || state.recent.length < RECENT) return undefined;
  return Math.exp(median([...state.recent]) - state.base.median);
}
