/** What one run of the acceptance leaves behind: a line of a results file. */
import type { Grade } from '../referee/grade.js';
import type { EngineVariant } from '../runner/memory.js';

/** Engines: the built-in one whole, crippled ones, and the plain detectors of old. */
export const CRIPPLED = ['off', 'always-on', 'shuffled', 'rul-constant'] as const;
export const PLAIN = ['rms-6sigma', 'kurtosis-4', 'iso-zones'] as const;
/** Limits of the temperature threshold, °C: the best of them in hindsight is the one to beat. */
export const THRESHOLDS: readonly Variant[] = Array.from(
  { length: 17 },
  (_, i) => `temperature-threshold:${60 + 2.5 * i}` as const,
);
export type Variant = EngineVariant;

/** One run that is to be made, for all its variants at once: the plant is the same for each. */
export interface Job {
  readonly scenario: string;
  readonly seed: number;
  readonly variants: readonly Variant[];
  /** Machines that are run; all where absent. */
  readonly only?: readonly string[];
}

export interface RunRecord {
  readonly scenario: string;
  readonly seed: number;
  readonly variant: Variant;
  readonly transport: 'memory' | 'sockets';
  readonly wall_s: number;
  readonly grade: Grade;
}
