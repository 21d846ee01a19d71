/** What was said of a failing fault's remaining life, instant by instant, and how good it was. */
import type { RulClaim } from '@plant47/contract';
import type { FaultTruth } from '@plant47/contract/sealed';
import {
  ALPHA,
  alphaLambda,
  BETA,
  concerns,
  forecastAt,
  type LifeQuantile,
  massBetween,
  quantileOf,
} from './forecast.js';
import type { Dated } from './intake.js';
import { HOUR_S } from './metrics.js';

/** A forecast at an instant beside the life that was left. Hours. */
export interface LifePoint {
  readonly at_h: number;
  readonly left_h: number;
  readonly p10_h: number | null;
  readonly p50_h: number | null;
  readonly p90_h: number | null;
}

/** A point of the even grid with its scores. */
interface LifeRead extends LifePoint {
  /** Continuous ranked probability score from the quantiles: twice their mean pinball loss, h. */
  readonly crps_h: number | null;
}

export interface LifeCourse {
  readonly fault: string;
  readonly asset: string;
  readonly component: string;
  readonly onset_h: number;
  readonly failure_h: number;
  /** First forecast after the onset; null where there was none. */
  readonly first_h: number | null;
  readonly alphaLambda: readonly {
    readonly lambda: number;
    readonly at_h: number;
    /** Probability within ±20 % of the life left. */
    readonly mass: number;
    readonly passed: boolean;
  }[];
  /** Hours before failure from which each forecast stays inside; null = never. */
  readonly horizon_h: number | null;
  /** 19 instants evenly between the first forecast and failure. */
  readonly reads: readonly LifeRead[];
  /** The forecasts as made, thinned for drawing. */
  readonly points: readonly LifePoint[];
}

/** A forecast is inside the horizon's band within this share of the life from onset (judgement). */
const HORIZON_ALPHA = 0.1;
const READS = 19;
const POINTS_MAX = 160;

/** The course of each fault that fails; `foundAt` = when it was detected, s. */
export function lifeCourses(
  faults: readonly FaultTruth[],
  ruls: readonly Dated<RulClaim>[],
  foundAt: (truth: FaultTruth) => number | null,
): readonly LifeCourse[] {
  return faults.flatMap((truth) => {
    const { failure_s } = truth;
    return failure_s === null ? [] : [courseOf(truth, failure_s, ruls, foundAt(truth))];
  });
}

function courseOf(
  truth: FaultTruth,
  failure_s: number,
  ruls: readonly Dated<RulClaim>[],
  found_s: number | null,
): LifeCourse {
  const own = ruls.filter(
    ({ claim, at_s }) =>
      concerns(truth, claim.asset, claim.component) && at_s >= truth.onset_s && at_s < failure_s,
  );
  const first = own.find(({ claim }) => claim.status === 'ok');
  const every = Math.max(1, Math.ceil(own.length / POINTS_MAX));
  const shown = own.filter((_, i) => i % every === 0 || i === own.length - 1);
  return {
    fault: truth.id,
    asset: truth.asset,
    component: truth.component,
    onset_h: truth.onset_s / HOUR_S,
    failure_h: failure_s / HOUR_S,
    first_h: first === undefined ? null : first.at_s / HOUR_S,
    alphaLambda:
      found_s === null
        ? []
        : alphaLambda(truth, own, found_s).map(({ lambda, at_s, mass }) => ({
            lambda,
            at_h: at_s / HOUR_S,
            mass,
            passed: mass >= BETA,
          })),
    horizon_h: horizonOf(truth, failure_s, own),
    reads: first === undefined ? [] : readsOf(truth, failure_s, own, first.at_s),
    points: shown.map(({ at_s }) => pointAt(truth, failure_s, own, at_s)),
  };
}

/** The error of a forecast does not change until the next one, so each is looked at once. */
function horizonOf(
  truth: FaultTruth,
  failure_s: number,
  own: readonly Dated<RulClaim>[],
): number | null {
  const band_s = HORIZON_ALPHA * (failure_s - truth.onset_s);
  let from_s: number | null = null;
  for (const { at_s } of own) {
    const left_s = failure_s - at_s;
    const quantiles = forecastAt(truth, own, at_s)?.quantiles ?? [];
    const inside = massBetween(quantiles, left_s - band_s, left_s + band_s) >= BETA;
    if (!inside) from_s = null;
    else from_s ??= at_s;
  }
  return from_s === null ? null : (failure_s - from_s) / HOUR_S;
}

function readsOf(
  truth: FaultTruth,
  failure_s: number,
  own: readonly Dated<RulClaim>[],
  from_s: number,
): readonly LifeRead[] {
  return Array.from({ length: READS }, (_, i) => {
    const at_s = from_s + ((i + 1) / (READS + 1)) * (failure_s - from_s);
    const quantiles = forecastAt(truth, own, at_s)?.quantiles ?? [];
    const crps_s = crpsOf(quantiles, failure_s - at_s);
    return {
      ...pointAt(truth, failure_s, own, at_s),
      crps_h: crps_s === null ? null : crps_s / HOUR_S,
    };
  });
}

function crpsOf(quantiles: readonly LifeQuantile[], left_s: number): number | null {
  if (quantiles.length === 0) return null;
  let sum = 0;
  for (const { q, s } of quantiles) sum += left_s >= s ? q * (left_s - s) : (1 - q) * (s - left_s);
  return (2 * sum) / quantiles.length;
}

function pointAt(
  truth: FaultTruth,
  failure_s: number,
  own: readonly Dated<RulClaim>[],
  at_s: number,
): LifePoint {
  const forecast = forecastAt(truth, own, at_s);
  const hours = (q: number): number | null => {
    const s = quantileOf(forecast, q);
    return s === null ? null : s / HOUR_S;
  };
  return {
    at_h: at_s / HOUR_S,
    left_h: (failure_s - at_s) / HOUR_S,
    p10_h: hours(0.1),
    p50_h: hours(0.5),
    p90_h: hours(0.9),
  };
}

/** The α bounds at `left_h` of life, for drawing. */
export const alphaBounds = (left_h: number): readonly [number, number] => [
  (1 - ALPHA) * left_h,
  (1 + ALPHA) * left_h,
];
