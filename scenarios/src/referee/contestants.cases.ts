/** A plant of sixty trains with four faults, and contestants of known worth. Times in hours. */
import type { FaultTruth, Truth } from '@plant47/contract/sealed';
import {
  type AlarmAt,
  alarm,
  EPOCH,
  LEARNING_H,
  life,
  RUN,
  story,
  UNTIL_H,
} from './claims.cases.js';
import { type Grade, grade } from './grade.js';
import type { ReceivedClaim } from './intake.js';

export const TRAINS = Array.from({ length: 60 }, (_, i) => `motor-${i + 1}`);
const COMPONENTS = ['motor', 'bearing-de', 'bearing-nde', 'pump', 'pump-bearing-de', 'train'];
const MODES = [
  'bearing.starvation',
  'bearing.outer-race',
  'bearing.inner-race',
  'motor.blocked-cooling',
  'train.looseness',
  'pump.strainer-clog',
  'sensor.bias',
];

interface FaultAt {
  readonly asset: string;
  readonly component: string;
  readonly mode: string;
  readonly onset_h: number;
  readonly failure_h: number | null;
  readonly repair_h?: number;
}

function fault(at: FaultAt, i: number): FaultTruth {
  const { asset, component, mode, onset_h, failure_h } = at;
  return {
    id: `fault-${i + 1}`,
    asset,
    component,
    mode,
    iso14224: '2.4',
    profile: 'incipient',
    onset_s: onset_h * 3600,
    observable_s: (onset_h + 12) * 3600,
    isolable_s: null,
    failure_s: failure_h === null ? null : failure_h * 3600,
    repair_s: at.repair_h === undefined ? null : at.repair_h * 3600,
    severity: [],
    acceptedDiagnoses: [{ fault: mode, credit: 1, from_s: 0, components: [component] }],
    affectedAssets: [],
  };
}

export const FAULTS: readonly FaultTruth[] = [
  {
    asset: 'motor-47',
    component: 'bearing-de',
    mode: 'bearing.starvation',
    onset_h: 288,
    failure_h: 900,
  },
  {
    asset: 'motor-12',
    component: 'pump-bearing-de',
    mode: 'bearing.outer-race',
    onset_h: 400,
    failure_h: 800,
  },
  {
    asset: 'motor-30',
    component: 'motor',
    mode: 'motor.blocked-cooling',
    onset_h: 500,
    failure_h: null,
  },
  {
    asset: 'motor-5',
    component: 'pump',
    mode: 'pump.strainer-clog',
    onset_h: 350,
    failure_h: null,
    repair_h: 650,
  },
].map(fault);

export const plantTruth: Truth = { faults: FAULTS, events: [], duration_s: UNTIL_H * 3600 };

export function gradePlant(claims: readonly ReceivedClaim[], latency_ms = 0): Grade {
  return grade({
    scenario: story,
    seed: 1,
    manifest: { run: RUN, epoch: EPOCH, assets: TRAINS.map((asset) => ({ asset })) },
    truth: plantTruth,
    claims,
    latency_ms,
  });
}

/** Alarms on each train from the end of learning on, never cleared. */
export const alwaysOn = (): readonly ReceivedClaim[] =>
  TRAINS.map((asset, seq) => alarm({ seq, at_h: LEARNING_H + 0.1, asset }));

/** Always on, and each day with another name for what is wrong. */
export const whirling = (): readonly ReceivedClaim[] =>
  TRAINS.flatMap((asset, train) =>
    Array.from({ length: 31 }, (_, day) =>
      alarm({
        seq: train * 31 + day,
        at_h: LEARNING_H + 1 + day * 24,
        asset,
        component: 'bearing-de',
        state: day === 0 ? 'raised' : 'updated',
        fault: MODES[day % MODES.length]!,
      }),
    ),
  );

/** One alarm a machine-day at any hour, on any component, of any fault; `stand_h` = Infinity: for ever. */
export function randomAlarms(seed: number, stand_h: number): readonly ReceivedClaim[] {
  const draw = generator(seed);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(draw() * list.length)]!;
  const claims: ReceivedClaim[] = [];
  for (let day = LEARNING_H; day < UNTIL_H; day += 24) {
    for (const asset of TRAINS) {
      const at: AlarmAt = {
        seq: claims.length,
        at_h: Math.min(day + 24 * draw(), UNTIL_H),
        asset,
        component: pick(COMPONENTS),
        fault: pick(MODES),
        alarmId: `a${claims.length}`,
      };
      claims.push(alarm(at));
      const end_h = at.at_h + stand_h;
      if (end_h < UNTIL_H)
        claims.push(alarm({ ...at, seq: claims.length, at_h: end_h, state: 'cleared' }));
    }
  }
  return claims;
}

/** One who knows the truth: calls each fault as soon as it can be told, and its life to the hour. */
export function seer(): readonly ReceivedClaim[] {
  const claims: ReceivedClaim[] = [];
  for (const { asset, component, mode, observable_s, failure_s, repair_s } of FAULTS) {
    const at_h = (observable_s ?? 0) / 3600;
    const call = { asset, component, fault: mode };
    claims.push(alarm({ ...call, seq: claims.length, at_h }));
    const end_h = (failure_s ?? repair_s ?? Number.NaN) / 3600;
    if (failure_s !== null) {
      for (let hour = at_h; hour < end_h; hour += 6) {
        claims.push(life(claims.length, hour, end_h - hour, { asset, component, spread: 0.05 }));
      }
    }
    if (end_h < UNTIL_H) {
      claims.push(alarm({ ...call, seq: claims.length, at_h: end_h, state: 'cleared' }));
    }
  }
  return claims;
}

/** Numbers in [0, 1) by Lehmer's generator (Park & Miller 1988). */
export function generator(seed: number): () => number {
  let state = (seed % 2_147_483_646) + 1;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

/** The same messages in another order; equal seeds give equal orders. */
export function shuffled<T>(items: readonly T[], seed: number): readonly T[] {
  const draw = generator(seed);
  return items
    .map((item) => ({ item, at: draw() }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item);
}
