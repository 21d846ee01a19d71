/** What one run of the acceptance leaves behind: a line of a results file. */
import type { Grade } from '../referee/grade.js';

/** Engines: the built-in one whole, crippled ones, and the plain detectors of old. */
export const CRIPPLED = ['off', 'always-on', 'shuffled', 'rul-constant'] as const;
export const PLAIN = ['rms-6sigma', 'kurtosis-4', 'iso-zones', 'temperature-threshold'] as const;
export type Variant = 'full' | (typeof CRIPPLED)[number] | (typeof PLAIN)[number];

/** One run that is to be made, for all its variants at once: the plant is the same for each. */
export interface Job {
  readonly scenario: string;
  readonly seed: number;
  readonly variants: readonly Variant[];
}

export interface RunRecord {
  readonly scenario: string;
  readonly seed: number;
  readonly variant: Variant;
  readonly transport: 'memory' | 'sockets';
  readonly wall_s: number;
  readonly grade: Grade;
}
