/** What is measured on a graded run: remaining-life samples, false alarms, machine-months. */
import type { RulClaim } from '@plant47/contract';
import type { FaultTruth } from '@plant47/contract/sealed';
import { forecastAt, quantileOf } from './forecast.js';
import type { Dated } from './intake.js';

export const HOUR_S = 3600;
/** A twelfth of a Julian year, s. */
export const MONTH_S = (365.25 * 86_400) / 12;
/** Hours before failure at which remaining life is read. */
const RUL_AT_H = [168, 120, 72] as const;

/** The last claim of remaining life before an instant, as it stands at that instant. */
export interface RulSample {
  readonly asset: string;
  readonly component: string;
  readonly at_h: number;
  readonly hoursLeft: number;
  readonly status: 'ok' | 'unavailable';
  readonly p10_h: number | null;
  readonly p50_h: number | null;
  readonly p90_h: number | null;
  /** When the claim was made; null where there is none. */
  readonly claim_h: number | null;
}

/** One sample per failed fault and hour of RUL_AT_H that lies after its onset. */
export function rulSamples(
  faults: readonly FaultTruth[],
  ruls: readonly Dated<RulClaim>[],
): readonly RulSample[] {
  const samples: RulSample[] = [];
  for (const truth of faults) {
    for (const hoursLeft of RUL_AT_H) {
      if (truth.failure_s === null) continue;
      const at_s = truth.failure_s - hoursLeft * HOUR_S;
      if (at_s >= truth.onset_s) samples.push(sampleAt(truth, ruls, at_s));
    }
  }
  return samples;
}

function sampleAt(truth: FaultTruth, ruls: readonly Dated<RulClaim>[], at_s: number): RulSample {
  const last = forecastAt(truth, ruls, at_s);
  const quantile = (q: number): number | null => {
    const s = quantileOf(last, q);
    return s === null ? null : s / HOUR_S;
  };
  const [p10_h, p50_h, p90_h] = [quantile(0.1), quantile(0.5), quantile(0.9)];
  const whole = p10_h !== null && p50_h !== null && p90_h !== null;
  return {
    asset: truth.asset,
    component: last?.claim.component ?? truth.component,
    at_h: at_s / HOUR_S,
    hoursLeft: ((truth.failure_s ?? at_s) - at_s) / HOUR_S,
    status: whole ? 'ok' : 'unavailable',
    p10_h,
    p50_h,
    p90_h,
    claim_h: last === undefined ? null : last.made_s / HOUR_S,
  };
}

/** |P50 error| relative to the hours left; null where no remaining life was claimed. */
export function rulError(sample: RulSample): number | null {
  return sample.p50_h === null
    ? null
    : Math.abs(sample.p50_h - sample.hoursLeft) / sample.hoursLeft;
}

/** True where P10–P90 covers the truth; null where no remaining life was claimed. */
export function rulCovers(sample: RulSample): boolean | null {
  const { p10_h, p90_h, hoursLeft } = sample;
  return p10_h === null || p90_h === null ? null : p10_h <= hoursLeft && hoursLeft <= p90_h;
}

/** Machine-months of healthy trains after learning: a faulty train counts until its onset. */
export function machineMonths(
  assets: readonly string[],
  faults: readonly FaultTruth[],
  window: { readonly learning_s: number; readonly until_s: number },
): number {
  let healthy_s = 0;
  for (const asset of assets) {
    let healthy = Math.max(0, window.until_s - window.learning_s);
    for (const truth of faults) {
      if (truth.asset !== asset) continue;
      const from = Math.max(window.learning_s, truth.onset_s);
      healthy -= Math.max(0, Math.min(window.until_s, truth.repair_s ?? window.until_s) - from);
    }
    healthy_s += Math.max(0, healthy);
  }
  return healthy_s / MONTH_S;
}
