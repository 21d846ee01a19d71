/** When points are scanned and bursts taken: a function of the definition alone. */
import type { BurstPlan } from '@plant47/contract';
import { TICKS_PER_SECOND } from '../world/clock.js';

/** Share of scheduled bursts that a transmitter loses: one or two a day. Judgement. */
export const LOST_SHARE = 0.05;

/**
 * The measuring point (0 motor, 1 pump) whose burst of this plan is due at a tick, or −1.
 * Trains are staggered over the scan instants of a period, and alternate between their points.
 */
export function pointDue(
  plan: BurstPlan,
  scalars_s: number,
  unitBase: number,
  tick: number,
): 0 | 1 | -1 {
  const period = plan.every_s * TICKS_PER_SECOND;
  const scan = scalars_s * TICKS_PER_SECOND;
  const slots = period / scan;
  const offset = (unitBase % slots) * scan;
  const since = tick - offset;
  if (since < 0 || since % period !== 0) return -1;
  return ((since / period + unitBase) % 2) as 0 | 1;
}
