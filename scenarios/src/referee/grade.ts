/** The grade of a run: claims against truth, in the fields that the `run` command promises. */
import type { Manifest } from '@plant47/contract';
import type { FaultTruth, Scenario, Truth } from '@plant47/contract/sealed';
import type { Beat, Unread } from './claim-log.js';
import { type Composite, composite } from './composite.js';
import { leading } from './diagnosis.js';
import { type Episode, episodesOf } from './episodes.js';
import { type ReceivedClaim, type Refused, takeIn } from './intake.js';
import { withKnownMisses } from './known-miss.js';
import { type LifeCourse, lifeCourses } from './life-course.js';
import { type Detection, type Judged, match, type Reason } from './matching.js';
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

interface GradedFault {
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

interface GradedDetection {
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

interface GradedEpisode {
  readonly asset: string;
  readonly component: string;
  readonly from_h: number;
  readonly to_h: number | null;
  readonly fault: string;
  readonly reason: Reason;
  /** Present where it stood more than half an hour after the repair. */
  readonly stale?: true;
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

function gradeRun(input: GradeInput): Omit<Grade, 'composite' | 'measures'> {
  const { scenario, manifest, truth } = input;
  const learning_s = scenario.learning;
  const until_s = truth.duration_s;
  const intake = takeIn(input.claims, {
    run: manifest.run,
    epoch: manifest.epoch,
    latency_ms: input.latency_ms ?? 0,
  });
  const episodes = episodesOf(intake.alarms);
  const { detections, judged } = match(episodes, {
    faults: truth.faults,
    distractors: truth.distractors ?? [],
    learning_s,
    until_s,
  });
  const months = machineMonths(
    manifest.assets.map(({ asset }) => asset),
    truth.faults,
    { learning_s, until_s },
  );
  const rul = rulSamples(truth.faults, intake.ruls);
  const wrong = judged.filter(({ reason }) => isFalse(reason));
  const run: Measurable = {
    faults: truth.faults,
    alarms: intake.alarms,
    episodes,
    detections,
    rul,
    falseAlarms: wrong.length,
    machineMonths: months,
    learning_s,
    until_s,
  };
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
  const invalid = undecided ? [] : unfailed;
  const toEpisode = (entry: Judged) => gradedEpisode(entry, learning_s);
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
    otherEpisodes: judged
      .filter(({ reason }) => reason !== 'TP' && !isFalse(reason))
      .map(toEpisode),
    invalidMessages: refusedOf(intake.refused) + refusedOf(input.unread ?? {}),
    refused: { unknownSchema: 0, misfit: 0, ...input.unread, ...intake.refused },
    duplicateMessages: intake.duplicates,
    requirements,
    undecided,
    invalid,
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
    .filter((fault) => fault.failure_s === null)
    .map((fault) => `${fault.mode} on ${fault.asset} ${fault.component} did not reach failure`);
}

const hours = (seconds: number | null): number | null =>
  seconds === null ? null : seconds / HOUR_S;

function gradedFault(fault: FaultTruth): GradedFault {
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

function gradedDetection({ truth, episode, at_s, reading, credit }: Detection): GradedDetection {
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

function gradedEpisode({ episode, reason, stale }: Judged, learning_s: number): GradedEpisode {
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
