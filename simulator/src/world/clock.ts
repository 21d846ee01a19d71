/** Ticks and the clocks derived from them. */
import { MACRO_GRID_S, TICKS_PER_SECOND } from '@plant47/contract/sealed';

export { TICKS_PER_SECOND };
/** Seconds of one tick. */
export const TICK = 1 / TICKS_PER_SECOND;
/** Ticks between two visits of the 1 Hz verbs and of ageing (1/60 Hz). */
export const WARM_EVERY = 1 * TICKS_PER_SECOND;
export const AGE_EVERY = MACRO_GRID_S * TICKS_PER_SECOND;
/** Ticks between two looks at demand and weather. */
export const DUTY_EVERY = 10 * TICKS_PER_SECOND;

/** Ticks of an hour. */
export const HOUR = 3600 * TICKS_PER_SECOND;

/** The least multiple of `grid` that is not below `tick`. */
export function ceilTo(tick: number, grid: number): number {
  return Math.ceil(tick / grid) * grid;
}
