/** Shaft orders at one measuring point: growth of 1× and of the loose pattern (½×, 3× …). */
import { type LineFeatures, ORDERS } from '../features/burst-features.js';
import { type Baseline, baselineOf } from './baseline.js';

/** Measures of a burst, as logarithms: 1×, 2×, half and higher orders, twice line. */
const MEASURES = ['once', 'twice', 'multiples', 'twice-line'] as const;
type Measure = (typeof MEASURES)[number];

export interface OrderState {
  readonly learn: Record<Measure, number[]>;
  base: Record<Measure, Baseline | null> | null;
  /** Ratio to the learnt level in the newest burst. */
  readonly ratio: Record<Measure, number>;
  /** Hits in a row. */
  readonly run: Record<Measure, number>;
}

/** Growth that counts, with 5 σ, three bursts in a row. */
const RATIO = 1.5;
const Z = 5;
const RUN = 3;
/** Clears below this ratio. */
const CLEAR = 1.3;

const each = <T>(make: () => T): Record<Measure, T> => ({
  once: make(),
  twice: make(),
  multiples: make(),
  'twice-line': make(),
});

export function initOrders(): OrderState {
  return {
    learn: each(() => [] as number[]),
    base: null,
    ratio: each(() => 1 as number),
    run: each(() => 0 as number),
  };
}

function measuresOf(features: LineFeatures): Record<Measure, number> {
  const log = (x: number): number => Math.log(Math.max(x, 1e-4));
  let sum = 0;
  ORDERS.forEach((order, i) => {
    if (order === 0.5 || order >= 3) sum += features.orders[i]! ** 2;
  });
  // 1× goes with the square of speed: take that out for drives.
  const speed = 2 * Math.log(features.speed.speed_hz / 25);
  return {
    once: log(features.orders[ORDERS.indexOf(1)]!) - speed,
    twice: log(features.orders[ORDERS.indexOf(2)]!),
    multiples: log(Math.sqrt(sum)),
    'twice-line': log(features.twiceLine),
  };
}

export function learnOrders(state: OrderState, features: LineFeatures): void {
  const measured = measuresOf(features);
  for (const m of MEASURES) state.learn[m].push(measured[m]);
}

export function armOrders(state: OrderState): void {
  const base = each<Baseline | null>(() => null);
  for (const m of MEASURES) {
    base[m] = baselineOf(state.learn[m], 0.05);
    state.learn[m].length = 0;
  }
  state.base = base;
}

export function stepOrders(state: OrderState, features: LineFeatures): void {
  const measured = measuresOf(features);
  for (const m of MEASURES) {
    const base = state.base?.[m];
    if (!base) continue;
    const rise = measured[m] - base.median;
    state.ratio[m] = Math.exp(rise);
    const stands = state.run[m] >= RUN;
    const hit = rise > Math.log(RATIO) && rise / base.sigma > Z;
    if (hit) state.run[m] += 1;
    else if (!stands || state.ratio[m] < CLEAR) state.run[m] = 0;
  }
}

export const orderStands = (state: OrderState, measure: Measure): boolean =>
  state.run[measure] >= RUN;

/** After work on the shaft: what had grown must show itself anew. */
export function resetOrders(state: OrderState): void {
  for (const m of MEASURES) {
    state.run[m] = 0;
    state.ratio[m] = 1;
  }
}
