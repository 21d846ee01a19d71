/** Constructed claims and truths for the referee's tests. Times in hours since the start. */
import type { AlarmClaim, RulClaim } from '@plant47/contract';
import type { FaultTruth, Scenario, Truth } from '@plant47/contract/sealed';
import { type Grade, grade } from './grade.js';
import type { ReceivedClaim } from './intake.js';
import { parseScenario } from './scenario-file.js';

export const EPOCH = Date.UTC(2026, 0, 5);
export const RUN = 'run-1';
export const LEARNING_H = 240;
export const ONSET_H = 288;
export const FAILURE_H = 900;
export const UNTIL_H = 1000;
export const ASSETS = ['motor-46', 'motor-47', 'motor-48'];

const ts = (hour: number): number => EPOCH + Math.round(hour * 3_600_000);

export interface AlarmAt {
  readonly seq: number;
  readonly at_h: number;
  readonly arrived_h?: number;
  readonly asset?: string;
  readonly component?: string;
  readonly state?: AlarmClaim['state'];
  readonly alarmId?: string;
  readonly priority?: number;
  readonly fault?: string;
  readonly p?: number;
}

export function alarm(spec: AlarmAt): ReceivedClaim {
  const asset = spec.asset ?? 'motor-47';
  const component = spec.component ?? 'bearing-de';
  const claim: AlarmClaim = {
    schema: 'alarm/1',
    run: RUN,
    seq: spec.seq,
    dataTs: ts(spec.at_h),
    asset,
    component,
    alarmId: spec.alarmId ?? `${asset}-${component}`,
    state: spec.state ?? 'raised',
    priority: spec.priority ?? 2,
    hypotheses: [{ fault: spec.fault ?? 'bearing.starvation', p: spec.p ?? 0.8 }],
  };
  return { claim, arrivedTs: ts(spec.arrived_h ?? spec.at_h) };
}

export interface LifeOf {
  readonly asset?: string;
  readonly component?: string;
  /** P10 and P90 lie this share of the median away. */
  readonly spread?: number;
}

/** A claim of `left_h` hours of life, P10 and P90 at ×0.7 and ×1.4 unless a spread is given. */
export function life(
  seq: number,
  at_h: number,
  left_h: number | null,
  { asset = 'motor-47', component = 'bearing-de', spread }: LifeOf = {},
): ReceivedClaim {
  const [low, high] = spread === undefined ? [0.7, 1.4] : [1 - spread, 1 + spread];
  const claim: RulClaim = {
    schema: 'rul/1',
    run: RUN,
    seq,
    dataTs: ts(at_h),
    asset,
    component,
    event: 'functional-failure',
    status: left_h === null ? 'unavailable' : 'ok',
    quantiles:
      left_h === null
        ? []
        : [
            { q: 0.1, s: left_h * low * 3600 },
            { q: 0.5, s: left_h * 3600 },
            { q: 0.9, s: left_h * high * 3600 },
          ],
  };
  return { claim, arrivedTs: ts(at_h) };
}

export const starvation: FaultTruth = {
  id: 'fault-1',
  asset: 'motor-47',
  component: 'bearing-de',
  mode: 'bearing.starvation',
  iso14224: '2.4',
  profile: 'incipient',
  onset_s: ONSET_H * 3600,
  observable_s: (ONSET_H + 10) * 3600,
  isolable_s: null,
  failure_s: FAILURE_H * 3600,
  repair_s: null,
  severity: [],
  acceptedDiagnoses: [
    { fault: 'bearing.starvation', credit: 1, from_s: 0, components: ['bearing-de'] },
    { fault: 'bearing.outer-race', credit: 0.5, from_s: 0, components: ['bearing-de'] },
    { fault: 'bearing.outer-race', credit: 1, from_s: 600 * 3600, components: ['bearing-de'] },
  ],
  affectedAssets: ['motor-46', 'motor-48'],
};

const truth: Truth = { faults: [starvation], events: [], duration_s: UNTIL_H * 3600 };

export const story: Scenario = parseScenario(
  [
    'schema: plant47/scenario/1',
    'id: story',
    'label: a story',
    'plant: waterworks',
    'duration: 1000h',
    'endsIn: failure',
    'requirements:',
    '  - { name: lead, metric: lead, min: 72h sim }',
    '  - { name: diagnosis, metric: diagnosis, equals: true }',
    '  - { name: life, metric: rul-error, max: 50 }',
    '  - { name: false alarms, metric: false-alarms, max: 0 }',
  ].join('\n'),
  'story.yaml',
);

export function gradeOf(claims: readonly ReceivedClaim[], over: Partial<Truth> = {}): Grade {
  return grade({
    scenario: story,
    seed: 1,
    manifest: { run: RUN, epoch: EPOCH, assets: ASSETS.map((asset) => ({ asset })) },
    truth: { ...truth, ...over },
    claims,
  });
}

export const verdictOf = (grade: Grade, name: string): boolean | undefined =>
  grade.requirements.find((verdict) => verdict.name === name)?.passed;

/** Claims of one who knows the truth: named 300 h ahead, life right every hour. */
export function oracle(): readonly ReceivedClaim[] {
  const claims = [alarm({ seq: 1, at_h: FAILURE_H - 300 })];
  for (let left = 300, seq = 2; left > 0; left--, seq++) {
    claims.push(life(seq, FAILURE_H - left, left));
  }
  return claims;
}
