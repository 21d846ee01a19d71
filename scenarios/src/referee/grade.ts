/** The grade of a run: claims against truth, in the fields that the `run` command promises. */
import type { Manifest } from '@plant47/contract';
import type { Scenario, Truth } from '@plant47/contract/sealed';
import type { Beat, Unread } from './claim-log.js';
import { type Composite, composite } from './composite.js';
import { episodesOf } from './episodes.js';
import {
  type GradedDetection,
  type GradedEpisode,
  type GradedFault,
  gradedDetection,
  gradedEpisode,
  gradedFault,
} from './graded-rows.js';
import { type ReceivedClaim, type Refused, takeIn } from './intake.js';
import { withKnownMisses } from './known-miss.js';
import { type LifeCourse, lifeCourses } from './life-course.js';
import { type Judged, match } from './matching.js';
import { type Measures, measuresOf } from './measures.js';
import { HOUR_S, MONTH_S, machineMonths, type RulSample, rulSamples } from './metrics.js';
import { type Operations, operationsOf } from './operations.js';
import { judge, type Measurable, type Verdict } from './requirements.js';
import { isFalse, type Scoring, scoringOf } from './scoring.js';
import { poissonUpper } from './statistics.js';

/** What the referee needs of a scenario. */
export type GradedScenario = Pick<
  Scenario,
  'id' | 'duration' | 'learning' | 'endsIn' | 'requirements'
> &
  Partial<Pick<Scenario, 'knownMisses'>> & { readonly sampling: { readonly scalars: number } };

export interface GradeInput {
  readonly scenario: GradedScenario;
  readonly seed: number;
  readonly manifest: Pick<Manifest, 'run' | 'epoch'> & {
    readonly assets: readonly { readonly asset: string }[];
  };
  readonly truth: Truth;
  readonly claims: readonly ReceivedClaim[];
  /** Verdicts on clients, from what the plant saw of them; absent = nobody looked. */
  readonly client?: readonly Verdict[];
  /** Simulated time forgiven for transport in free run, ms; 0 in lock-step. */
  readonly latency_ms?: number;
  /** Lines of a log that were no claims. */
  readonly unread?: Unread;
  /** Heartbeats in wall time, where the run was free. */
  readonly beats?: readonly Beat[];
}

/** All times in hours since the start of the run. */
export interface Grade {
  readonly scenario: string;
  readonly seed: number;
  readonly simulatedSeconds: number;
  /** End of the time in which alarms are ignored. */
  readonly learning_h: number;
  readonly truth: { readonly faults: readonly GradedFault[] };
  readonly observableBasis: string;
  readonly detections: readonly GradedDetection[];
  readonly rul: readonly RulSample[];
  readonly falseAlarmEpisodes: readonly GradedEpisode[];
  readonly falseAlarms: number;
  readonly machineMonths: number;
  readonly falseAlarmsPerMachineMonth: number | null;
  /** Upper 95 % bound of the rate (Garwood). */
  readonly falseAlarmsPerMachineMonthUpper: number | null;
  /** Episodes that count neither for nor against, with the reason. */
  readonly otherEpisodes: readonly GradedEpisode[];
  readonly invalidMessages: number;
  /** The invalid messages by reason. */
  readonly refused: Refused & Unread;
  readonly duplicateMessages: number;
  readonly requirements: readonly Verdict[];
  /** True where the run was cut short before the failure that it was to end in. */
  readonly undecided: boolean;
  /** Why the run does not count; empty where it does. */
  readonly invalid: readonly string[];
  readonly passed: boolean;
  /** Each fault with its credits, and the false alarms: what the composite is reckoned from. */
  readonly scoring: Scoring;
  readonly composite: Composite;
  /** Every episode with its reason, in order of its start. */
  readonly episodes: readonly GradedEpisode[];
  /** Forecasts of the faults that failed. */
  readonly lives: readonly LifeCourse[];
  readonly alarmLoad: Operations;
  readonly measures: Measures;
}

/** Grades a run. Equal inputs give an equal report, byte for byte once written as JSON. */
export function grade(input: GradeInput): Grade {
  const graded = gradeRun(input);
  return { ...graded, composite: composite([graded]), measures: measuresOf([graded]) };
}

/** A run with its claims taken in, joined to episodes and matched to the faults. */
function matched({ scenario, manifest, truth, claims, latency_ms }: GradeInput) {
  const learning_s = scenario.learning;
  const until_s = truth.duration_s;
  const intake = takeIn(claims, {
    run: manifest.run,
    epoch: manifest.epoch,
    latency_ms: latency_ms ?? 0,
  });
  const episodes = episodesOf(intake.alarms);
  const { detections, judged } = match(episodes, {
    faults: truth.faults,
    distractors: truth.distractors ?? [],
    learning_s,
    until_s,
  });
  const assets = manifest.assets.map(({ asset }) => asset);
  const wrong = judged.filter(({ reason }) => isFalse(reason));
  const run: Measurable = {
    faults: truth.faults,
    alarms: intake.alarms,
    episodes,
    detections,
    rul: rulSamples(truth.faults, intake.ruls),
    falseAlarms: wrong.length,
    machineMonths: machineMonths(assets, truth.faults, { learning_s, until_s }),
    learning_s,
    until_s,
  };
  return { intake, detections, judged, wrong, run };
}

function gradeRun(input: GradeInput): Omit<Grade, 'composite' | 'measures'> {
  const { scenario, truth } = input;
  const { intake, detections, judged, wrong, run } = matched(input);
  const { learning_s, until_s, machineMonths: months, rul } = run;
  const requirements = withKnownMisses(
    [...judge(scenario.requirements, run), ...(input.client ?? [])],
    scenario.knownMisses ?? [],
  );
  const scoring = scoringOf({
    ...run,
    judged,
    ruls: intake.ruls,
    requirements: scenario.requirements,
    machineHours: (months * MONTH_S) / HOUR_S,
  });
  const short = scenario.duration - scenario.sampling.scalars;
  const unfailed = invalidity(scenario, truth);
  const undecided = unfailed.length > 0 && until_s < short;
  const toEpisode = (entry: Judged) => gradedEpisode(entry, learning_s);
  const isNeither = ({ reason }: Judged): boolean => reason !== 'TP' && !isFalse(reason);
  return {
    scenario: scenario.id,
    seed: input.seed,
    simulatedSeconds: until_s,
    learning_h: learning_s / HOUR_S,
    truth: { faults: truth.faults.map(gradedFault) },
    observableBasis: 'scalar points and burst spectra',
    detections: detections.map(gradedDetection),
    rul,
    falseAlarmEpisodes: wrong.map(toEpisode),
    falseAlarms: wrong.length,
    machineMonths: months,
    falseAlarmsPerMachineMonth: months > 0 ? wrong.length / months : null,
    falseAlarmsPerMachineMonthUpper: months > 0 ? poissonUpper(wrong.length) / months : null,
    otherEpisodes: judged.filter(isNeither).map(toEpisode),
    invalidMessages: refusedOf(intake.refused) + refusedOf(input.unread ?? {}),
    refused: { unknownSchema: 0, misfit: 0, ...input.unread, ...intake.refused },
    duplicateMessages: intake.duplicates,
    requirements,
    undecided,
    invalid: undecided ? [] : unfailed,
    passed: unfailed.length === 0 && requirements.every((verdict) => verdict.passed),
    scoring,
    episodes: judged.map(toEpisode),
    lives: lifeCourses(truth.faults, intake.ruls, (fault) => {
      return detections.find((found) => found.truth === fault)?.at_s ?? null;
    }),
    alarmLoad: operationsOf(intake.alarms, judged, input.beats ?? [], { learning_s, until_s }),
  };
}

/** Exit code of a run: 0 passed, 1 a requirement failed, 3 does not count, 4 undecided. */
export function exitCodeOf(graded: Grade): 0 | 1 | 3 | 4 {
  if (graded.undecided) return 4;
  if (graded.invalid.length > 0) return 3;
  return graded.passed ? 0 : 1;
}

const refusedOf = (counts: object): number =>
  Object.values(counts).reduce((sum: number, count: number) => sum + count, 0);

/** A run that was to end in failure counts only where its fault got there. */
function invalidity(scenario: GradedScenario, truth: Truth): readonly string[] {
  if (scenario.endsIn !== 'failure') return [];
  return truth.faults
    .filter((fault) => fault.failure_s === null && fault.harmless !== true)
    .map((fault) => `${fault.mode} on ${fault.asset} ${fault.component} did not reach failure`);
}
