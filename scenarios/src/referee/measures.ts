/** What is measured on one run or many, with intervals: detection, calls, diagnosis, life. */

import { type DiagnosisMeasures, diagnosisOf } from './diagnosis-measures.js';
import type { Grade } from './grade.js';
import { type LifeMeasures, lifeMeasuresOf } from './life-measures.js';
import type { Operations } from './operations.js';
import type { FaultScore } from './scoring.js';
import { garwood, type Interval, mean, quantile, wilson } from './statistics.js';

/** Faults a machine-year at which call-out precision is stated: a plant in the field (judgement). */
export const BASE_RATE = 0.1;
const MONTHS_A_YEAR = 12;

interface Spread {
  readonly median: number | null;
  readonly p90: number | null;
}

export interface Measures {
  readonly detection: {
    readonly faults: number;
    readonly found: number;
    readonly undetectable: number;
    readonly recall: Interval;
    readonly precision: Interval;
    readonly f1: number | null;
    /** From observable-from, h. */
    readonly delay_h: Spread;
    readonly lead_h: { readonly median: number | null; readonly least: number | null };
    /** Lead as a share of the life from onset to failure. */
    readonly leadOfLife: number | null;
    /** Windowed score after Lavin & Ahmad 2015; see `nabOf`. */
    readonly nab: number | null;
  };
  readonly calls: {
    readonly falseAlarms: number;
    readonly machineYears: number;
    readonly perMachineYear: Interval;
    readonly baseRate: number;
    /** Share of call-outs that would find a fault, at the base rate. */
    readonly precision: Interval;
  };
  readonly diagnosis: DiagnosisMeasures;
  readonly rul: LifeMeasures;
  readonly operations: Operations & { readonly perTen: number | null };
}

type Measured = Pick<Grade, 'scoring' | 'falseAlarms' | 'machineMonths' | 'lives' | 'alarmLoad'>;

/** Pools the runs; a run's own measures are those of it alone. */
export function measuresOf(grades: readonly Measured[]): Measures {
  const all = grades.flatMap(({ scoring }) => scoring.faults);
  const faults = all.filter(({ counts }) => counts);
  const falseAlarms = sum(grades.map((grade) => grade.falseAlarms));
  const months = sum(grades.map(({ machineMonths }) => machineMonths));
  return {
    detection: detectionOf(all, falseAlarms, months),
    calls: callsOf(faults, falseAlarms, months / MONTHS_A_YEAR),
    diagnosis: diagnosisOf(faults),
    rul: lifeMeasuresOf(grades.flatMap(({ lives }) => lives)),
    operations: pooled(grades.map(({ alarmLoad }) => alarmLoad)),
  };
}

const sum = (values: readonly number[]): number =>
  values.reduce((total, value) => total + value, 0);

function detectionOf(
  all: readonly FaultScore[],
  falseAlarms: number,
  months: number,
): Measures['detection'] {
  const faults = all.filter(({ counts }) => counts);
  const found = faults.filter((fault) => fault.found);
  const recall = wilson(found.length, faults.length);
  const precision = wilson(found.length, found.length + falseAlarms);
  const delays = found.flatMap(({ delay_h }) => delay_h ?? []);
  const leads = found.flatMap(({ lead_h }) => lead_h ?? []);
  const both = (recall.value ?? 0) + (precision.value ?? 0);
  const shares = found.flatMap(({ lead_h, life_h }) =>
    lead_h === null || life_h === null || life_h <= 0 ? [] : [lead_h / life_h],
  );
  return {
    faults: faults.length,
    found: found.length,
    undetectable: all.filter(({ undetectable }) => undetectable).length,
    recall,
    precision,
    f1: both > 0 ? (2 * (recall.value ?? 0) * (precision.value ?? 0)) / both : null,
    delay_h: { median: quantile(delays, 0.5), p90: quantile(delays, 0.9) },
    lead_h: { median: quantile(leads, 0.5), least: quantile(leads, 0) },
    leadOfLife: quantile(shares, 0.5),
    nab: nabOf(faults, falseAlarms, months),
  };
}

/** Weight of a false alarm against a fault, both a machine-month (NAB's standard profile). */
const NAB_FALSE = 0.11;

/**
 * 100 for a call at the beginning of each window and no false alarm, 0 for silence: a call is
 * worth a sigmoid of its place in the window, a miss −1, false alarms 0.11 each a machine-month.
 */
function nabOf(faults: readonly FaultScore[], falseAlarms: number, months: number): number | null {
  if (faults.length === 0) return null;
  const sigmoid = (y: number): number => 2 / (1 + Math.exp(5 * y)) - 1;
  let raw = 0;
  for (const { found, lead_h, window_h } of faults) {
    const place = found && lead_h !== null ? -Math.min(1, Math.max(0, lead_h / window_h)) : 0;
    raw += found ? sigmoid(place) / sigmoid(-1) : -1;
  }
  const rate = months > 0 ? falseAlarms / months : 0;
  return 100 * ((raw / faults.length - NAB_FALSE * rate + 1) / 2);
}

function callsOf(faults: readonly FaultScore[], falseAlarms: number, machineYears: number) {
  const perMachineYear = garwood(falseAlarms, machineYears);
  const recall = wilson(faults.filter(({ found }) => found).length, faults.length);
  const share = (right: number | null, wrong: number | null): number | null => {
    if (right === null || wrong === null) return null;
    const calls = BASE_RATE * right + wrong;
    return calls > 0 ? (BASE_RATE * right) / calls : null;
  };
  return {
    falseAlarms,
    machineYears,
    perMachineYear,
    baseRate: BASE_RATE,
    precision: {
      value: share(recall.value, perMachineYear.value),
      low: share(recall.low, perMachineYear.high),
      high: share(recall.high, perMachineYear.low),
    },
  };
}

function pooled(loads: readonly Operations[]): Measures['operations'] {
  const total = (name: Exclude<keyof Operations, 'availability' | 'worstTen'>): number =>
    sum(loads.map((load) => load[name]));
  const available = loads.flatMap(({ availability }) => availability ?? []);
  const raised = total('raised');
  const tens = total('tens');
  return {
    raised,
    tens,
    perTen: tens > 0 ? raised / tens : null,
    worstTen: loads.reduce((most, load) => Math.max(most, load.worstTen), 0),
    floods: total('floods'),
    chattering: total('chattering'),
    chatter: total('chatter'),
    stale: total('stale'),
    overADay: total('overADay'),
    whileLearning: total('whileLearning'),
    availability: mean(available),
  };
}
