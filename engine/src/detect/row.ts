/** Hourly rows: what the residual channels read, from bins of ten minutes. */
import type { AssetLayout } from '../acquire/layout.js';
import {
  initOperating,
  type OperatingState,
  SETTLED_H,
  stepOperating,
  THERMAL_SETTLED_H,
} from './operating-state.js';

export const BIN_S = 600;
const BIN_H = BIN_S / 3600;
const BINS_A_ROW = 6;
/** An hour with fewer good bins is left out. */
const LEAST_BINS = 4;
/** Time constants of the low-passes on load and ambient, h: bearing node and frame (judgement). */
const FAST_H = 0.75;
const SLOW_H = 3;

export interface RowState {
  readonly operating: OperatingState;
  /** Low-passed ambient (fast, slow), squared current (fast, slow), winding (fast). */
  readonly lag: number[];
  lagReady: boolean;
  readonly sum: number[];
  readonly count: number[];
  bins: number;
  steady: number;
  thermal: number;
}

/** One hour of a train. Means over the hour; NaN where nothing good came. */
export interface Row {
  /** Hourly means by slot. */
  readonly values: readonly number[];
  /** True where the hour was run and settled hydraulically, thermally. */
  readonly steady: boolean;
  readonly thermal: boolean;
  readonly ambient: number;
  readonly ambientSlow: number;
  /** Low-passed (I/I_N)², fast and slow. */
  readonly loss: number;
  readonly lossSlow: number;
  readonly windingFast: number;
  /** Current ÷ nameplate, speed ÷ nameplate. */
  readonly load: number;
  readonly speed: number;
}

const EXTRAS = 7;

export function initRow(layout: AssetLayout): RowState {
  const size = layout.points.length + EXTRAS;
  return {
    operating: initOperating(),
    lag: [0, 0, 0, 0, 0],
    lagReady: false,
    sum: new Array<number>(size).fill(0),
    count: new Array<number>(size).fill(0),
    bins: 0,
    steady: 0,
    thermal: 0,
  };
}

const at = (values: readonly number[], slot: number): number =>
  slot >= 0 ? values[slot]! : Number.NaN;

/** Mean of the phases that are known. */
export function meanOf(values: readonly number[], slots: readonly number[]): number {
  let sum = 0;
  for (const slot of slots) sum += values[slot]!;
  return slots.length > 0 ? sum / slots.length : Number.NaN;
}

/** True where the train runs, from its status point or else its speed. */
function isRunning(layout: AssetLayout, values: readonly number[]): boolean {
  const status = at(values, layout.slots.running);
  if (Number.isFinite(status)) return status >= 0.5;
  return at(values, layout.slots.speed) > 0.2 * layout.entry.nameplate.speed_rpm;
}

function lowPass(state: RowState, i: number, input: number, tau_h: number): void {
  if (!Number.isFinite(input)) return;
  const share = state.lagReady ? 1 - Math.exp(-BIN_H / tau_h) : 1;
  state.lag[i]! += share * (input - state.lag[i]!);
}

/** One bin of ten minutes; a row when the hour is full, else undefined. */
export function stepRow(
  state: RowState,
  layout: AssetLayout,
  values: readonly number[],
): Row | undefined {
  const { slots, entry } = layout;
  stepOperating(state.operating, isRunning(layout, values), BIN_H);
  const current = meanOf(values, slots.currents);
  const load = state.operating.running ? current / entry.nameplate.current_A : 0;
  lowPass(state, 0, at(values, slots.ambient), FAST_H);
  lowPass(state, 1, at(values, slots.ambient), SLOW_H);
  lowPass(state, 2, load * load, FAST_H);
  lowPass(state, 3, load * load, SLOW_H);
  lowPass(state, 4, at(values, slots.winding), FAST_H);
  state.lagReady = state.lagReady || Number.isFinite(at(values, slots.ambient));
  if (state.operating.running) {
    const extras = [...state.lag, load, at(values, slots.speed) / entry.nameplate.speed_rpm];
    const all = [...values, ...extras];
    for (let i = 0; i < all.length; i++) {
      if (!Number.isFinite(all[i]!)) continue;
      state.sum[i]! += all[i]!;
      state.count[i]! += 1;
    }
    if (state.operating.hours > SETTLED_H) state.steady += 1;
    if (state.operating.hours > THERMAL_SETTLED_H) state.thermal += 1;
  }
  state.bins += 1;
  return state.bins < BINS_A_ROW ? undefined : closeRow(state, layout);
}

function closeRow(state: RowState, layout: AssetLayout): Row {
  const mean = state.sum.map((sum, i) => (state.count[i]! > 0 ? sum / state.count[i]! : NaN));
  const n = layout.points.length;
  const row: Row = {
    values: mean.slice(0, n),
    steady: state.steady >= LEAST_BINS,
    thermal: state.thermal >= LEAST_BINS,
    ambient: mean[n]!,
    ambientSlow: mean[n + 1]!,
    loss: mean[n + 2]!,
    lossSlow: mean[n + 3]!,
    windingFast: mean[n + 4]!,
    load: mean[n + 5]!,
    speed: mean[n + 6]!,
  };
  state.sum.fill(0);
  state.count.fill(0);
  state.bins = 0;
  state.steady = 0;
  state.thermal = 0;
  return row;
}
