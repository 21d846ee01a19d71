/**
 * Is there a leak? Nobody who has only the points can tell a fault before observable-from. Whoever
 * does so again and again has read something else: the plant leaks, or the contestant cheats.
 */
import type { Grade } from './grade.js';

/** What grades of several runs of one contestant say of a leak. */
export interface LeakFinding {
  /** Runs with a detected fault whose observable-from is known. */
  readonly runs: number;
  /** Mean share of the time between onset and observable-from by which it was early; a detection
   *  after observable-from counts 0. */
  readonly early: number;
  /** Undecided below the number of runs that a finding needs. */
  readonly verdict: 'leak' | 'none' | 'undecided';
}

/** A finding needs so many runs. */
const RUNS_MIN = 20;
/** Earlier than this share, on the mean, is a leak. */
const EARLY_MAX = 0.1;

type Detected = Pick<Grade, 'truth' | 'detections'>;

/** Looks for a leak in grades of one contestant. */
export function findLeak(grades: readonly Detected[]): LeakFinding {
  const shares = grades.flatMap((grade) => {
    const early = earlyShare(grade);
    return early === undefined ? [] : [early];
  });
  const runs = shares.length;
  const early = runs === 0 ? 0 : shares.reduce((sum, share) => sum + share, 0) / runs;
  const verdict = runs < RUNS_MIN ? 'undecided' : early > EARLY_MAX ? 'leak' : 'none';
  return { runs, early, verdict };
}

/** The line of a report; undefined where there is nothing to say. */
export function leakLine(finding: LeakFinding): string | undefined {
  if (finding.verdict !== 'leak') return undefined;
  const share = Math.round(100 * finding.early);
  return (
    `LEAK      ${finding.runs} runs: faults were called before any point could show them, ` +
    `by ${share} % of the time from onset to observable-from (limit ${100 * EARLY_MAX} %)`
  );
}

/** Mean over the faults of a run that were detected and are observable after their onset. */
function earlyShare({ truth, detections }: Detected): number | undefined {
  const shares = truth.faults.flatMap(({ asset, onset_h, observable_h }) => {
    const found = detections
      .filter((one) => one.asset === asset && one.at_h >= onset_h)
      .map(({ at_h }) => at_h);
    if (observable_h === null || observable_h <= onset_h || found.length === 0) return [];
    const share = (observable_h - Math.min(...found)) / (observable_h - onset_h);
    return [Math.max(0, share)];
  });
  if (shares.length === 0) return undefined;
  return shares.reduce((sum, share) => sum + share, 0) / shares.length;
}
