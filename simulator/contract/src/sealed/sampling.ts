/** When points are scanned and bursts taken, and the steps of the world between. */
import type { Issue } from '../errors.js';

/** 20 Hz for torque, speed and flow: the plant's clock, and that of recorded inputs. */
export const TICKS_PER_SECOND = 20;
/** Macro-steps are multiples of a minute, s: damage is charged each minute. */
export const MACRO_GRID_S = 60;

interface BurstSampling {
  readonly samples: number;
  readonly fs_hz: number;
  readonly every_s: number;
}

/** Of a whole plant, by the definition alone. */
export interface Sampling {
  /** Period of every scalar point, s. */
  readonly scalars_s: number;
  readonly scan: BurstSampling;
  readonly line: BurstSampling;
}

/** Mistakes in the longest macro-step, s; 0 = ticks only. */
export function checkMacro(macro_s: number): Issue[] {
  if (macro_s % MACRO_GRID_S === 0) return [];
  const message = `macro-step is no multiple of ${MACRO_GRID_S} s (${macro_s} s)`;
  return [{ code: 'E_MACRO_GRID', path: 'macro', message, remedy: 'use 60s, 10min, …' }];
}

/** Mistakes in a sampling plan of a plant with this longest macro-step, s; 0 = ticks only. */
export function checkSampling(sampling: Sampling, macro_s: number, path: string): Issue[] {
  const { scalars_s } = sampling;
  const issues: Issue[] = [];
  const ticks = scalars_s * TICKS_PER_SECOND;
  if (!Number.isInteger(ticks) || ticks <= 0) {
    issues.push({
      code: 'E_SCAN_PERIOD',
      path: `${path}.scalars`,
      message: `not a whole number of 50 ms ticks (${scalars_s} s)`,
      remedy: 'use a multiple of 50 ms',
    });
  } else if (macro_s > 0 && ticks % (macro_s * TICKS_PER_SECOND) !== 0) {
    // A macro-step is never clipped by a look.
    issues.push({
      code: 'E_SCAN_OFF_GRID',
      path: `${path}.scalars`,
      message: `scan period is off the grid of ${macro_s} s (${scalars_s} s)`,
      remedy: 'use a multiple of the macro-step, or state a shorter macro-step',
    });
  }
  for (const name of ['scan', 'line'] as const) {
    const { every_s } = sampling[name];
    const ratio = every_s / scalars_s;
    if (Number.isInteger(ratio) && ratio > 0) continue;
    issues.push({
      code: 'E_BURST_OFF_SCAN',
      path: `${path}.${name}.every`,
      message: `bursts lie on scan instants, each ${scalars_s} s (${every_s} s)`,
      remedy: 'use a multiple of the scalars’ period',
    });
  }
  return issues;
}
