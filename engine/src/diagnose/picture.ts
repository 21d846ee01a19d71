/** What stands on each component of a train now, as symptoms with strengths and evidence. */
import type { Evidence } from '../alarms/alarm.js';
import type { Watch } from '../asset.js';
import type { ChannelKind } from '../detect/channels.js';
import type { ResidualState } from '../detect/residual.js';
import { scanRatio } from '../detect/scan-detector.js';
import type { Symptoms } from './matrix.js';

/** Symptoms of one component; `stands` says whether they justify an alarm by themselves. */
export interface Picture {
  readonly component: string;
  readonly symptoms: Symptoms;
  readonly evidence: Evidence[];
  readonly parts: string[];
  stands: boolean;
  health: number;
  /** Kelvins above the model, EWMA; 0 where nothing is measured. */
  heat_K: number;
}

export const emptyPicture = (component: string): Picture => ({
  component,
  symptoms: {},
  evidence: [],
  parts: [],
  stands: false,
  health: 1,
  heat_K: 0,
});

export const thousandths = (x: number): number => Math.round(1000 * x) / 1000;

/** The residual of a kind on a component, or undefined where the train has none. */
export function channelState(
  watch: Watch,
  kind: ChannelKind,
  component: string,
): ResidualState | undefined {
  const i = watch.channels.findIndex((c) => c.kind === kind && c.component === component);
  return i < 0 ? undefined : watch.state.channels[i];
}

/**
 * High-frequency growth of a station; 1 = none. The transmitter's level over its model and the
 * short bursts over theirs must agree: the smaller of the two counts.
 */
export function highFrequency(watch: Watch, station: number): number {
  const component = watch.layout.stations[station]?.component;
  const state = component ? channelState(watch, 'acceleration', component) : undefined;
  const scans = watch.state.stations[station]?.scans;
  const heard = scans && scanRatio(scans);
  const level = state?.beta ? Math.exp(state.ewma) : undefined;
  return Math.min(level ?? heard ?? 1, heard ?? level ?? 1);
}

/** A rise of a quarter counts fully as a witness (hero study). */
export const WITNESS = 1.25;

/** Strength of the high-frequency witness, 0–1. */
export const witnessOf = (ratio: number): number =>
  Math.max(0, Math.min(1, (ratio - 1.1) / (WITNESS - 1.1)));
