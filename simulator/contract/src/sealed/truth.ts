/** Truth of a run: sealed, read by the instructor and the referee alone. Times in simulated s. */
import type { ToxicLabel, ToxicLayer, ToxicTarget } from './toxics.js';

/** A diagnosis that counts as right for a fault. */
export interface AcceptedDiagnosis {
  readonly fault: string;
  /** 1 = right, 0.5 = half right. */
  readonly credit: number;
  /** Credited from this instant, s; 0 = always. */
  readonly from_s: number;
  /** Components that may be named with it; empty = any of the asset. */
  readonly components: readonly string[];
}

export interface FaultTruth {
  readonly id: string;
  readonly asset: string;
  readonly component: string;
  readonly mode: string;
  /** Failure-mechanism code in the style of ISO 14224:2016 table B.2. */
  readonly iso14224: string;
  readonly profile: 'incipient' | 'abrupt' | 'intermittent';
  readonly onset_s: number;
  /** First instant from which the published points suffice to tell; null = never within the run. */
  readonly observable_s: number | null;
  /** First instant from which they suffice to tell it from every rival; null = not reckoned. */
  readonly isolable_s: number | null;
  readonly failure_s: number | null;
  readonly repair_s: number | null;
  readonly severity: readonly { readonly s: number; readonly x: number }[];
  readonly acceptedDiagnoses: readonly AcceptedDiagnosis[];
  readonly affectedAssets: readonly string[];
  /** True where silence is as right as a call: it passes by itself and does no harm. */
  readonly harmless?: boolean | undefined;
}

/** Something harmless that an analytics may take for a fault. */
export interface Distractor {
  /** load, speed, ambient, sensor-glitch, comms-loss, restart, maintenance. */
  readonly kind: string;
  /** Null = the whole plant. */
  readonly asset: string | null;
  readonly from_s: number;
  readonly to_s: number;
}

/** A fault of a binding or a wire, apart from those of machines and sensors. */
export interface WireTruth {
  readonly id: string;
  /** Id in the table of toxics. */
  readonly toxic: string;
  readonly layer: ToxicLayer;
  readonly label: ToxicLabel;
  readonly target: ToxicTarget;
  readonly from_s: number;
  /** Null = to the end. */
  readonly to_s: number | null;
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
  readonly distractors?: readonly Distractor[] | undefined;
  /** Absent where there was none. */
  readonly wire?: readonly WireTruth[] | undefined;
}
