/** One number from 0 to 100 for one run or many, always with its parts and its formula. */
import type { Scoring } from './scoring.js';

/** Weights of the four parts; their sum is 100. */
const WEIGHTS = { detection: 35, falseAlarms: 25, diagnosis: 20, rul: 20 } as const;
/** The part of false alarms falls no lower than this share of its weight. */
const FALSE_ALARM_FLOOR = -0.1;

export interface CompositeParts {
  readonly detection: number;
  readonly falseAlarms: number;
  readonly diagnosis: number;
  readonly rul: number;
}

export interface Composite {
  /** Sum of the parts; null where the runs hold no fault that could be found. */
  readonly score: number | null;
  /** Points out of `weights`. */
  readonly parts: CompositeParts;
  /** Points that could be had; where no fault fails, those of `rul` go to the other parts. */
  readonly weights: CompositeParts;
  /** Faults that count. */
  readonly faults: number;
  readonly recall: number | null;
  readonly formula: string;
}

/** How the parts are reckoned, in a few lines of text. */
export const FORMULA = [
  'score = detection + falseAlarms + diagnosis + rul',
  'detection = 35 · mean over faults of min(1, lead/required) · (1 − chance)',
  'falseAlarms = 25 · recall · max(−0.1, 1 − rate/limit)',
  'diagnosis = 20 · mean over faults of credit · (1 − chance)',
  'rul = 20 · mean over failing faults of min(1, mass within ±20 % / 0.5) at λ ½, ¾, 0.9 · ' +
    '(1 − chance)',
  'chance = 1 − exp(−λ·w), λ = unmatched episodes a machine-hour in the run (a standing one ' +
    'again for each new cause it names), w = credit window of the fault in hours',
  'a fault that was not found gives 0',
  'where no fault fails, the points of rul go to the other parts',
].join('\n');

/** Scores runs together: faults are pooled, so are false alarms and what is allowed of them. */
export function composite(grades: readonly { readonly scoring: Scoring }[]): Composite {
  const faults = grades.flatMap(({ scoring }) => scoring.faults.filter(({ counts }) => counts));
  const failing = faults.filter(({ rul }) => rul !== null);
  const recall =
    faults.length === 0 ? null : faults.filter(({ found }) => found).length / faults.length;
  const shares = {
    detection: mean(faults.map((fault) => fault.timeliness * (1 - fault.chance))),
    falseAlarms: (recall ?? 0) * Math.max(FALSE_ALARM_FLOOR, 1 - excessOf(grades)),
    diagnosis: mean(faults.map((fault) => fault.diagnosis * (1 - fault.chance))),
    rul: mean(failing.map((fault) => (fault.rul ?? 0) * (1 - fault.chance))),
  };
  const whole = failing.length > 0 ? 100 : 100 - WEIGHTS.rul;
  const weight = (name: keyof CompositeParts): number =>
    name === 'rul' && failing.length === 0 ? 0 : (100 * WEIGHTS[name]) / whole;
  const weights = of(weight);
  const parts = of((name) => weights[name] * shares[name]);
  const score =
    recall === null ? null : parts.detection + parts.falseAlarms + parts.diagnosis + parts.rul;
  return { score, parts, weights, faults: faults.length, recall, formula: FORMULA };
}

/** Rate of false alarms over the limit; the limit of several runs is that of their machine-time. */
function excessOf(grades: readonly { readonly scoring: Scoring }[]): number {
  let raised = 0;
  let allowed = 0;
  for (const { scoring } of grades) {
    raised += scoring.falseAlarms;
    allowed += scoring.falseAlarmsAllowed;
  }
  if (raised === 0) return 0;
  return allowed > 0 ? raised / allowed : Number.MAX_VALUE;
}

const of = (value: (name: keyof CompositeParts) => number): CompositeParts => ({
  detection: value('detection'),
  falseAlarms: value('falseAlarms'),
  diagnosis: value('diagnosis'),
  rul: value('rul'),
});

function mean(values: readonly number[]): number {
  let sum = 0;
  for (const value of values) sum += value;
  return values.length === 0 ? 0 : sum / values.length;
}
