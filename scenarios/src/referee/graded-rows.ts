/** The rows of a grade: faults, detections and episodes, in hours since the start of the run. */
import type { FaultTruth } from '@plant47/contract/sealed';
import { leading } from './diagnosis.js';
import type { Episode } from './episodes.js';
import type { Detection, Judged, Reason } from './matching.js';
import { HOUR_S } from './metrics.js';

export interface GradedFault {
  readonly id: string;
  readonly asset: string;
  readonly component: string;
  readonly mode: string;
  readonly onset_h: number;
  readonly observable_h: number | null;
  readonly isolable_h: number | null;
  readonly failure_h: number | null;
  readonly repair_h: number | null;
}

export interface GradedDetection {
  readonly asset: string;
  readonly component: string;
  /** Leading hypothesis of the first message that names one. */
  readonly mode: string;
  readonly at_h: number;
  readonly cleared_h: number | null;
  readonly lead_h: number | null;
  readonly p: number;
  readonly correct: boolean;
  /** When the mode was first named. */
  readonly named_h: number;
  /** Delay from observable-from; null where the fault is never observable. */
  readonly delay_h: number | null;
}

export interface GradedEpisode {
  readonly asset: string;
  readonly component: string;
  readonly from_h: number;
  readonly to_h: number | null;
  readonly fault: string;
  readonly reason: Reason;
  /** Present where it stood more than half an hour after the repair. */
  readonly stale?: true;
}

const hours = (seconds: number | null): number | null =>
  seconds === null ? null : seconds / HOUR_S;

export function gradedFault(fault: FaultTruth): GradedFault {
  return {
    id: fault.id,
    asset: fault.asset,
    component: fault.component,
    mode: fault.mode,
    onset_h: fault.onset_s / HOUR_S,
    observable_h: hours(fault.observable_s),
    isolable_h: hours(fault.isolable_s),
    failure_h: hours(fault.failure_s),
    repair_h: hours(fault.repair_s),
  };
}

export function gradedDetection({
  truth,
  episode,
  at_s,
  reading,
  credit,
}: Detection): GradedDetection {
  const { fault, p } = leading(reading.claim);
  const { observable_s, failure_s } = truth;
  return {
    asset: episode.asset,
    component: reading.claim.component ?? episode.component,
    mode: fault,
    at_h: at_s / HOUR_S,
    cleared_h: hours(episode.to_s),
    lead_h: failure_s === null ? null : (failure_s - at_s) / HOUR_S,
    p,
    correct: credit === 1,
    named_h: reading.at_s / HOUR_S,
    delay_h: observable_s === null ? null : (at_s - observable_s) / HOUR_S,
  };
}

export function gradedEpisode(
  { episode, reason, stale }: Judged,
  learning_s: number,
): GradedEpisode {
  const first: Episode['messages'][number] | undefined = episode.messages[0];
  return {
    asset: episode.asset,
    component: episode.component,
    from_h:
      (reason === 'LEARNING' ? episode.from_s : Math.max(episode.from_s, learning_s)) / HOUR_S,
    to_h: hours(episode.to_s),
    fault: first ? leading(first.claim).fault : 'unknown',
    reason,
    ...(stale && { stale }),
  };
}
