/** When points are scanned and bursts taken: a function of the definition alone. */
import type { BurstPlan, Issue } from '@plant47/contract';
import { TICKS_PER_SECOND } from '../world/clock.js';

export interface Sampling {
  /** Period of every scalar point, s. */
  readonly scalars_s: number;
  readonly scan: { readonly samples: number; readonly fs_hz: number; readonly every_s: number };
  readonly line: { readonly samples: number; readonly fs_hz: number; readonly every_s: number };
}

/** Share of scheduled bursts that a transmitter loses: one or two a day. Judgement. */
export const LOST_SHARE = 0.05;

/** Mistakes in a sampling plan. */
export function checkSampling(sampling: Sampling, path: string): Issue[] {
  const issues: Issue[] = [];
  const ticks = sampling.scalars_s * TICKS_PER_SECOND;
  if (!Number.isInteger(ticks) || ticks <= 0) {
    issues.push({
      code: 'E_SCAN_PERIOD',
      path: `${path}.scalars`,
      message: `not a whole number of 50 ms ticks (${sampling.scalars_s} s)`,
      remedy: 'use a multiple of 50 ms',
    });
  }
  for (const name of ['scan', 'line'] as const) {
    const { every_s } = sampling[name];
    const ratio = every_s / sampling.scalars_s;
    if (Number.isInteger(ratio) && ratio > 0) continue;
    issues.push({
      code: 'E_BURST_OFF_SCAN',
      path: `${path}.${name}.every`,
      message: `bursts lie on scan instants, each ${sampling.scalars_s} s (${every_s} s)`,
      remedy: 'use a multiple of the scalars’ period',
    });
  }
  return issues;
}

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
