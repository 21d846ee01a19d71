/** What the composite needs of one run: each fault with its credits, and the false alarms. */
import type { AlarmClaim, RulClaim } from '@plant47/contract';
import type { FaultTruth, Requirement } from '@plant47/contract/sealed';
import { isOf } from './diagnosis.js';
import { alphaLambda, BETA } from './forecast.js';
import type { Dated } from './intake.js';
import { type Detection, GRACE_S, type Judged, materialChange } from './matching.js';
import { HOUR_S } from './metrics.js';
import { limitHours } from './requirements.js';
import { type Said, saidOf } from './said.js';

/** What one fault is worth. Shares lie within 0 and 1. */
export interface FaultScore {
  readonly id: string;
  readonly asset: string;
  readonly component: string;
  readonly mode: string;
  /** False where nobody could have found it in time, or where silence is right too. */
  readonly counts: boolean;
  readonly found: boolean;
  /** True where even an ideal reader of the points had no time to act. */
  readonly undetectable: boolean;
  /** First message that counts until failure, repair or the end; null where it was not found. */
  readonly lead_h: number | null;
  /** From observable-from; negative where it was called before. */
  readonly delay_h: number | null;
  /** From onset to failure, repair or the end. */
  readonly life_h: number;
  /** Lead that gives full marks: the scenario's, or all there is from observable-from. */
  readonly required_h: number;
  /** Length of the credit window. */
  readonly window_h: number;
  /** Probability that the contestant's unmatched calls alone would have hit the window. */
  readonly chance: number;
  readonly timeliness: number;
  /** Mean of the diagnosis at the first match and at half the lead. */
  readonly diagnosis: number;
  /** Null where the fault does not fail within the run. */
  readonly rul: number | null;
  /** What the matching alarm said; null where the fault was not found. */
  readonly said: { readonly first: Said; readonly halfway: Said } | null;
}

export interface Scoring {
  readonly faults: readonly FaultScore[];
  readonly falseAlarms: number;
  /** False alarms that the limit allows in the run's healthy machine-time. */
  readonly falseAlarmsAllowed: number;
  /** Unmatched calls: false episodes and each new thing that a standing one says. */
  readonly unmatched: number;
  readonly machineHours: number;
}

export interface ScoredRun {
  readonly faults: readonly FaultTruth[];
  readonly detections: readonly Detection[];
  readonly judged: readonly Judged[];
  readonly ruls: readonly Dated<RulClaim>[];
  readonly requirements: readonly Requirement[];
  readonly falseAlarms: number;
  readonly machineMonths: number;
  readonly machineHours: number;
  readonly learning_s: number;
  readonly until_s: number;
}

/** Lead asked where the scenario asks none, h: three days to plan a repair (judgement). */
const LEAD_H = 72;
/** False alarms a machine-month where the scenario states no limit: the acceptance's. */
const LIMIT_A_MONTH = 0.1;

export function scoringOf(run: ScoredRun): Scoring {
  const unmatched = callsOf(run);
  const rate = unmatched === 0 ? 0 : run.machineHours > 0 ? unmatched / run.machineHours : 1;
  return {
    faults: run.faults.map((truth) => faultScore(run, truth, rate)),
    falseAlarms: run.falseAlarms,
    falseAlarmsAllowed: run.machineMonths * limitOf(run.requirements),
    unmatched,
    machineHours: run.machineHours,
  };
}

function faultScore(run: ScoredRun, truth: FaultTruth, rate: number): FaultScore {
  const { id, asset, component, mode } = truth;
  const found = run.detections.find((detection) => detection.truth === truth);
  const end_s = Math.min(truth.failure_s ?? run.until_s, truth.repair_s ?? run.until_s);
  const from_s = Math.max(truth.onset_s, truth.observable_s ?? truth.onset_s);
  const asked_h = leadAsked(run.requirements, truth);
  const required_h = Math.max(0, Math.min(asked_h, (end_s - from_s) / HOUR_S));
  const window_h = Math.max(0, Math.min(end_s + GRACE_S, run.until_s) - truth.onset_s) / HOUR_S;
  const lead_h = found === undefined ? null : (end_s - found.at_s) / HOUR_S;
  return {
    id,
    asset,
    component,
    mode,
    counts: truth.harmless !== true && (!undetectable(truth) || (found?.credit ?? 0) > 0),
    found: found !== undefined,
    undetectable: undetectable(truth),
    lead_h,
    delay_h:
      found === undefined || truth.observable_s === null
        ? null
        : (found.at_s - truth.observable_s) / HOUR_S,
    life_h: (end_s - truth.onset_s) / HOUR_S,
    required_h,
    window_h,
    chance: 1 - Math.exp(-rate * window_h),
    timeliness: timelinessOf(lead_h, required_h),
    diagnosis: found === undefined ? 0 : (found.credit + found.halfway.credit) / 2,
    rul: truth.failure_s === null ? null : found === undefined ? 0 : rulScore(run, found),
    said: found === undefined ? null : saidBy(found),
  };
}

function timelinessOf(lead_h: number | null, required_h: number): number {
  if (lead_h === null || lead_h < 0) return 0;
  return required_h > 0 ? Math.min(1, lead_h / required_h) : 1;
}

const saidBy = ({ truth, reading, credit, halfway }: Detection) => ({
  first: saidOf({ message: reading, credit }, truth),
  halfway: saidOf(halfway, truth),
});

/** A fault that leaves less than this from observable-from to failure gives no time to act, s. */
const REACTION_S = 600;

/** True where even an ideal reader of the points has no time to act before the failure. */
function undetectable({ observable_s, failure_s }: FaultTruth): boolean {
  if (observable_s === null) return true;
  return failure_s !== null && failure_s < observable_s + REACTION_S;
}

function rulScore(run: ScoredRun, { truth, at_s }: Detection): number {
  const read = alphaLambda(truth, run.ruls, at_s);
  let sum = 0;
  for (const { mass } of read) sum += Math.min(1, mass / BETA);
  return read.length === 0 ? 0 : sum / read.length;
}

/** Each false episode is a call, and so is each materially new thing it says before a match. */
function callsOf({ judged, detections, learning_s }: ScoredRun): number {
  let calls = 0;
  for (const { episode, reason } of judged) {
    if (!isFalse(reason)) continue;
    calls++;
    const found = detections.find((detection) => detection.episode === episode);
    const until_s = found?.truth.onset_s ?? Number.POSITIVE_INFINITY;
    let before: AlarmClaim | undefined;
    for (const { claim, at_s } of episode.messages) {
      if (claim.state === 'cleared' || at_s >= until_s) continue;
      if (at_s > learning_s && before !== undefined && materialChange(claim, before)) calls++;
      before = claim;
    }
  }
  return calls;
}

/** True for the reasons that make an episode a false alarm. */
export const isFalse = (reason: Judged['reason']): boolean =>
  reason === 'FP' || reason === 'FP_DISTRACTOR' || reason === 'MASKED';

function limitOf(requirements: readonly Requirement[]): number {
  const own = requirements.find(({ metric }) => metric === 'false-alarm-rate')?.max;
  return typeof own === 'number' ? own : LIMIT_A_MONTH;
}

function leadAsked(requirements: readonly Requirement[], truth: FaultTruth): number {
  for (const { metric, min, asset, fault } of requirements) {
    if (metric !== 'lead' || min === undefined) continue;
    if (asset !== undefined && asset !== truth.asset) continue;
    if (fault !== undefined && !isOf(truth.mode, fault)) continue;
    return limitHours(min) ?? LEAD_H;
  }
  return LEAD_H;
}
