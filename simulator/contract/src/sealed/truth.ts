/** Truth of a run: sealed, read by the instructor and the referee alone. Times in simulated s. */

export interface FaultTruth {
  readonly id: string;
  readonly asset: string;
  readonly component: string;
  readonly mode: string;
  readonly iso14224: string;
  readonly profile: 'incipient' | 'abrupt' | 'intermittent';
  readonly onset_s: number;
  /** First instant from which the published points suffice to tell; null = never within the run. */
  readonly observable_s: number | null;
  readonly failure_s: number | null;
  readonly repair_s: number | null;
  readonly severity: readonly { readonly s: number; readonly x: number }[];
  readonly acceptedDiagnoses: readonly { readonly fault: string; readonly credit: number }[];
  readonly affectedAssets: readonly string[];
}

export interface Truth {
  readonly faults: readonly FaultTruth[];
  /** Events of the world: failures, trips, starts, stops, repairs. */
  readonly events: readonly {
    readonly s: number;
    readonly asset: string;
    readonly component: string;
    readonly event: string;
  }[];
  readonly duration_s: number;
}
