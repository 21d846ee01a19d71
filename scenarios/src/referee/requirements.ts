/** Requirements of a scenario: the table of metrics, and the verdict on each. */
import { type AlarmClaim, type Issue, parseDuration } from '@plant47/contract';
import type { FaultTruth, Requirement } from '@plant47/contract/sealed';
import { clientIssues } from './client-requirements.js';
import { creditOf, isOf, leading } from './diagnosis.js';
import type { Episode } from './episodes.js';
import type { Dated } from './intake.js';
import type { Detection } from './matching.js';
import { HOUR_S, type RulSample, rulCovers, rulError } from './metrics.js';

/** All that a metric may read. */
export interface Measurable {
  readonly faults: readonly FaultTruth[];
  readonly alarms: readonly Dated<AlarmClaim>[];
  readonly episodes: readonly Episode[];
  readonly detections: readonly Detection[];
  readonly rul: readonly RulSample[];
  readonly falseAlarms: number;
  readonly machineMonths: number;
  readonly learning_s: number;
  readonly until_s: number;
}

/** A value; null = it could not be had, which fails; undefined = nothing to measure, which passes. */
type Measured = number | boolean | null | undefined;

interface Metric {
  readonly label: string;
  /** `h` = simulated hours. */
  readonly unit: 'h' | '%' | '1' | 'true/false' | '1/month';
  readonly measure: (run: Measurable, requirement: Requirement) => Measured;
  /** The same of one fault, where the metric is one of each fault; null = it could not be had. */
  readonly each?: (run: Measurable, truth: FaultTruth) => number | boolean | null;
}

export interface Verdict {
  readonly name: string;
  readonly metric: string;
  readonly passed: boolean;
  readonly measured: number | boolean | string | null;
  readonly limit: string;
  /** Why the built-in engine is known to miss it; it is missed all the same. */
  readonly knownMiss?: string;
  /** The verdict fault by fault, where the metric is one of each fault. */
  readonly faults?: readonly FaultVerdict[];
}

interface FaultVerdict {
  readonly id: string;
  readonly passed: boolean;
  readonly measured: number | boolean | null;
}

const faultsOf = (run: Measurable, { asset, fault }: Requirement): readonly FaultTruth[] =>
  run.faults.filter(
    (truth) =>
      (asset === undefined || truth.asset === asset) &&
      (fault === undefined || isOf(truth.mode, fault)),
  );

/** Metrics by name; a new one is one entry here. */
const METRICS: Readonly<Record<string, Metric>> = {
  lead: {
    label: 'shortest time from the first message of the matching episode to failure',
    unit: 'h',
    measure: (run, requirement) => least(run, requirement, leadOf),
    each: leadOf,
  },
  'diagnosis-lead': {
    label: 'shortest time from the first right diagnosis to failure',
    unit: 'h',
    measure: (run, requirement) => least(run, requirement, rightLeadOf),
    each: rightLeadOf,
  },
  diagnosis: {
    label: 'every fault called by its asset, place and mode',
    unit: 'true/false',
    measure: (run, requirement) => {
      const faults = faultsOf(run, requirement);
      if (faults.length === 0) return undefined;
      return faults.every((truth) => isCalled(run, truth));
    },
    each: isCalled,
  },
  'rul-error': {
    label: '|P50 error| of remaining life 72 h before failure',
    unit: '%',
    measure: (run, { asset }) => {
      const at72 = run.rul.filter(
        (sample) => sample.hoursLeft < 73 && (asset === undefined || sample.asset === asset),
      );
      if (at72.length === 0) return undefined;
      let worst = 0;
      for (const sample of at72) {
        const error = rulError(sample);
        if (error === null) return null;
        worst = Math.max(worst, 100 * error);
      }
      return worst;
    },
  },
  'rul-covered': {
    label: 'share of remaining-life claims whose P10–P90 covers the truth',
    unit: '%',
    measure: (run) => {
      const covers = run.rul.map(rulCovers).filter((covered) => covered !== null);
      if (covers.length === 0) return run.rul.length === 0 ? undefined : null;
      return (100 * covers.filter(Boolean).length) / covers.length;
    },
  },
  'false-alarms': {
    label: 'unmatched episodes',
    unit: '1',
    measure: (run) => run.falseAlarms,
  },
  'false-alarm-rate': {
    label: 'unmatched episodes a machine-month of healthy trains',
    unit: '1/month',
    measure: (run) => (run.machineMonths > 0 ? run.falseAlarms / run.machineMonths : undefined),
  },
  'longest-alarm': {
    label: 'longest that an alarm stands',
    unit: 'h',
    measure: (run, { asset }) => {
      let longest = 0;
      for (const { asset: own, from_s, to_s } of run.episodes) {
        if (asset !== undefined && own !== asset) continue;
        longest = Math.max(longest, (to_s ?? run.until_s) - Math.max(from_s, run.learning_s));
      }
      return longest / HOUR_S;
    },
  },
  'named-within': {
    label: 'time from onset until a message that leads with the fault',
    unit: 'h',
    measure: (run, requirement) => {
      const truth = faultsOf(run, requirement)[0];
      if (truth === undefined) return undefined;
      const called = run.alarms.find(
        ({ claim, at_s }) =>
          claim.asset === truth.asset &&
          at_s >= truth.onset_s &&
          isOf(leading(claim).fault, requirement.fault ?? truth.mode),
      );
      return called ? (called.at_s - truth.onset_s) / HOUR_S : null;
    },
  },
  'named-times': {
    label: 'messages that lead with the fault',
    unit: '1',
    measure: (run, { asset, fault }) =>
      run.alarms.filter(
        ({ claim, at_s }) =>
          at_s >= run.learning_s &&
          claim.state !== 'cleared' &&
          (asset === undefined || claim.asset === asset) &&
          (fault === undefined || isOf(leading(claim).fault, fault)),
      ).length,
  },
  'surest-machine-fault': {
    label: 'highest probability given to a fault of a machine',
    unit: '1',
    measure: (run, { asset }) => {
      let surest = 0;
      for (const { claim, at_s } of run.alarms) {
        if (at_s < run.learning_s || (asset !== undefined && claim.asset !== asset)) continue;
        for (const { fault, p } of claim.hypotheses) {
          if (/^(bearing|motor|train|pump|valve)\./.test(fault)) surest = Math.max(surest, p);
        }
      }
      return surest;
    },
  },
};

function isRight(message: Dated<AlarmClaim>, truth: FaultTruth): boolean {
  const { claim, at_s } = message;
  return (
    claim.asset === truth.asset &&
    claim.state !== 'cleared' &&
    at_s >= truth.onset_s &&
    creditOf(message, truth) === 1
  );
}

function leadOf({ detections }: Measurable, truth: FaultTruth): number | null {
  const found = detections.find((detection) => detection.truth === truth);
  return found && truth.failure_s !== null ? (truth.failure_s - found.at_s) / HOUR_S : null;
}

function rightLeadOf({ alarms }: Measurable, truth: FaultTruth): number | null {
  const right = alarms.find((message) => isRight(message, truth));
  return right && truth.failure_s !== null ? (truth.failure_s - right.at_s) / HOUR_S : null;
}

function isCalled({ detections }: Measurable, truth: FaultTruth): boolean {
  return detections.some((found) => found.truth === truth && found.credit === 1);
}

function least(
  run: Measurable,
  requirement: Requirement,
  measure: (run: Measurable, truth: FaultTruth) => number | null,
): Measured {
  const faults = faultsOf(run, requirement);
  if (faults.length === 0) return undefined;
  let shortest = Number.POSITIVE_INFINITY;
  for (const truth of faults) {
    const value_h = measure(run, truth);
    if (value_h === null) return null;
    shortest = Math.min(shortest, value_h);
  }
  return shortest;
}

/** The verdicts on all but clients, in the order of the requirements. */
export function judge(requirements: readonly Requirement[], run: Measurable): readonly Verdict[] {
  const ours = requirements.filter((requirement) => requirement.of !== 'client');
  return ours.map((requirement) => {
    const metric = METRICS[requirement.metric];
    const measured = metric?.measure(run, requirement);
    return {
      name: requirement.name,
      metric: requirement.metric,
      passed: measured === undefined || (measured !== null && holds(measured, requirement)),
      measured: measured === undefined ? 'nothing to measure' : measured,
      limit: limitText(requirement, metric?.unit ?? '1'),
      ...eachOf(run, requirement, metric?.each),
    };
  });
}

/** Verdicts by fault, where there are several. */
function eachOf(
  run: Measurable,
  requirement: Requirement,
  each: Metric['each'],
): Pick<Verdict, 'faults'> {
  const faults = faultsOf(run, requirement);
  if (each === undefined || faults.length < 2) return {};
  return {
    faults: faults.map((truth) => {
      const measured = each(run, truth);
      return { id: truth.id, measured, passed: measured !== null && holds(measured, requirement) };
    }),
  };
}

/** What cannot be judged at all: E_METRIC, E_LIMIT. */
export function requirementIssues(requirements: readonly Requirement[]): readonly Issue[] {
  return requirements.flatMap((requirement, i) => {
    const path = `requirements.${i}`;
    if (requirement.of === 'client') return clientIssues(requirement, path);
    const metric = METRICS[requirement.metric];
    if (metric === undefined) {
      return {
        code: 'E_METRIC',
        path: `${path}.metric`,
        message: `no such metric (${requirement.metric})`,
        remedy: `write one of ${Object.keys(METRICS).join(', ')}`,
      };
    }
    const limits = [requirement.min, requirement.max].filter((limit) => limit !== undefined);
    const bad = limits.find((limit) => limitOf(limit, metric.unit) === undefined);
    const none = limits.length === 0 && requirement.equals === undefined;
    if (bad === undefined && !none) return [];
    return {
      code: 'E_LIMIT',
      path,
      message: none
        ? 'neither min, max nor equals is given'
        : `not a ${metric.unit === 'h' ? 'duration with its clock' : 'number'} (${bad})`,
      remedy: metric.unit === 'h' ? 'write a duration and its clock: 72h sim' : 'write a number',
    };
  });
}

/** A limit in the metric's unit: hours need a clock, the others are bare numbers. */
function limitOf(limit: number | string, unit: Metric['unit']): number | undefined {
  if (unit !== 'h') return typeof limit === 'number' ? limit : undefined;
  const text = typeof limit === 'string' && limit.endsWith(' sim') ? limit.slice(0, -4) : '';
  const seconds = parseDuration(text);
  return seconds === undefined ? undefined : seconds / HOUR_S;
}

/** Hours of a limit such as `72h sim`; undefined where it is none. */
export const limitHours = (limit: number | string): number | undefined => limitOf(limit, 'h');

function holds(measured: number | boolean, requirement: Requirement): boolean {
  if (requirement.equals !== undefined && measured !== requirement.equals) return false;
  if (typeof measured === 'boolean') return true;
  const unit = METRICS[requirement.metric]?.unit ?? '1';
  const min = requirement.min === undefined ? undefined : limitOf(requirement.min, unit);
  const max = requirement.max === undefined ? undefined : limitOf(requirement.max, unit);
  return (min === undefined || measured >= min) && (max === undefined || measured <= max);
}

/** What follows a limit's number; durations carry their own unit. */
const SUFFIX: Readonly<Record<Metric['unit'], string>> = {
  h: '',
  '1': '',
  'true/false': '',
  '%': ' %',
  '1/month': ' a month',
};

function limitText(requirement: Requirement, unit: Metric['unit']): string {
  const parts: string[] = [];
  const suffix = SUFFIX[unit];
  if (requirement.min !== undefined) parts.push(`≥ ${requirement.min}${suffix}`);
  if (requirement.max !== undefined) parts.push(`≤ ${requirement.max}${suffix}`);
  if (requirement.equals !== undefined) parts.push(`= ${requirement.equals}`);
  return parts.join(', ');
}
