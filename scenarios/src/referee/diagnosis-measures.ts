/** How well faults were named: confusion, places in the list, calibration. */
import type { Said } from './said.js';
import type { FaultScore } from './scoring.js';
import { type Interval, mean, wilson } from './statistics.js';

export interface Confused {
  readonly truth: string;
  /** A mode, `unknown`, or `missed`. */
  readonly said: string;
  readonly count: number;
  /** Of them with full credit: another name may be accepted too. */
  readonly right: number;
}

export interface CalibrationBin {
  readonly from: number;
  readonly to: number;
  readonly n: number;
  readonly p: number | null;
  readonly right: number | null;
}

export interface DiagnosisMeasures {
  readonly first: readonly Confused[];
  readonly halfway: readonly Confused[];
  readonly top1: Interval;
  readonly top3: Interval;
  readonly macroF1: number | null;
  readonly brier: number | null;
  readonly ece: number | null;
  readonly bins: readonly CalibrationBin[];
}

/** Pools the faults of one run or many; a missed fault is not in the first three. */
export function diagnosisOf(faults: readonly FaultScore[]): DiagnosisMeasures {
  const first = faults.flatMap(({ said }) => said?.first ?? []);
  const within = (most: number): Interval =>
    wilson(first.filter(({ rank }) => rank !== null && rank <= most).length, faults.length);
  const bins = binsOf(first);
  let named = 0;
  let gap = 0;
  for (const { n, p, right } of bins) {
    named += n;
    gap += n * Math.abs((p ?? 0) - (right ?? 0));
  }
  return {
    first: confusionOf(faults, (said) => said.first),
    halfway: confusionOf(faults, (said) => said.halfway),
    top1: within(1),
    top3: within(3),
    macroF1: macroF1(faults),
    brier: mean(first.map(({ brier }) => brier)),
    ece: named > 0 ? gap / named : null,
    bins,
  };
}

function confusionOf(
  faults: readonly FaultScore[],
  reading: (said: NonNullable<FaultScore['said']>) => Said,
): readonly Confused[] {
  const counts = new Map<string, Confused>();
  for (const { mode, said } of faults) {
    const word = said === null ? 'missed' : reading(said).fault;
    const name = `${mode}\n${word}`;
    const before = counts.get(name);
    const right = said !== null && reading(said).credit === 1 ? 1 : 0;
    counts.set(name, {
      truth: mode,
      said: word,
      count: (before?.count ?? 0) + 1,
      right: (before?.right ?? 0) + right,
    });
  }
  const names = [...counts.keys()].sort((a, b) => (a < b ? -1 : 1));
  return names.map((name) => counts.get(name) as Confused);
}

/** Mean F1 over the modes that occur, by the first reading; a name with full credit is right. */
function macroF1(faults: readonly FaultScore[]): number | null {
  const modes = [...new Set(faults.map(({ mode }) => mode))];
  const scores = modes.map((mode) => {
    const own = faults.filter((fault) => fault.mode === mode);
    const right = own.filter(({ said }) => said?.first.credit === 1).length;
    const wrongly = faults.filter(
      ({ said, mode: other }) =>
        other !== mode && said?.first.fault === mode && said.first.credit < 1,
    ).length;
    return (2 * right) / (own.length + right + wrongly);
  });
  return mean(scores);
}

const BINS = 10;

/** Leading hypotheses by their probability; abstentions are left out. */
function binsOf(said: readonly Said[]): readonly CalibrationBin[] {
  return Array.from({ length: BINS }, (_, i) => {
    const inside = said.filter(
      ({ fault, p }) => fault !== 'unknown' && Math.min(BINS - 1, Math.floor(p * BINS)) === i,
    );
    return {
      from: i / BINS,
      to: (i + 1) / BINS,
      n: inside.length,
      p: mean(inside.map(({ p }) => p)),
      right: mean(inside.map(({ credit }) => (credit === 1 ? 1 : 0))),
    };
  });
}
