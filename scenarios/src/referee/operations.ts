/** How the alarms would have been for those who have to answer them. */
import type { AlarmClaim } from '@plant47/contract';
import type { Beat } from './claim-log.js';
import type { Dated } from './intake.js';
import type { Judged } from './matching.js';

export interface Operations {
  /** Alarms raised after learning. */
  readonly raised: number;
  /** Simulated stretches of 10 min after learning. */
  readonly tens: number;
  /** Most alarms in one stretch of 10 min. */
  readonly worstTen: number;
  /** Stretches with more than ten alarms: floods (EEMUA 191). */
  readonly floods: number;
  /** Alarms raised three times or more within a minute (ISA-18.2). */
  readonly chattering: number;
  /** Further episodes of a fault that had been found. */
  readonly chatter: number;
  /** Episodes that stood more than half an hour after the repair. */
  readonly stale: number;
  /** Episodes that stood longer than a day (ISA-18.2). */
  readonly overADay: number;
  /** Episodes that were over before learning was; ignored. */
  readonly whileLearning: number;
  /** Share of the wall time without a silence over 60 s; null without heartbeats in wall time. */
  readonly availability: number | null;
}

const TEN_MIN_S = 600;
const FLOOD = 10;
const DAY_S = 86_400;

export function operationsOf(
  alarms: readonly Dated<AlarmClaim>[],
  judged: readonly Judged[],
  beats: readonly Beat[],
  { learning_s, until_s }: { readonly learning_s: number; readonly until_s: number },
): Operations {
  const raised = alarms.filter(({ claim, at_s }) => claim.state === 'raised' && at_s >= learning_s);
  const tens = new Map<number, number>();
  for (const { at_s } of raised) {
    const ten = Math.floor(at_s / TEN_MIN_S);
    tens.set(ten, (tens.get(ten) ?? 0) + 1);
  }
  const counts = [...tens.values()];
  const count = (is: (entry: Judged) => boolean): number => judged.filter(is).length;
  return {
    raised: raised.length,
    tens: Math.max(0, until_s - learning_s) / TEN_MIN_S,
    worstTen: counts.reduce((most, value) => Math.max(most, value), 0),
    floods: counts.filter((value) => value > FLOOD).length,
    chattering: chatteringOf(raised),
    chatter: count(({ reason }) => reason === 'CHATTER'),
    stale: count(({ stale }) => stale),
    overADay: count(
      ({ episode, reason }) =>
        reason !== 'LEARNING' &&
        (episode.to_s ?? until_s) - Math.max(episode.from_s, learning_s) > DAY_S,
    ),
    whileLearning: count(({ reason }) => reason === 'LEARNING'),
    availability: availabilityOf(beats),
  };
}

/** Alarms of one id with three risings inside a minute, each id once. */
function chatteringOf(raised: readonly Dated<AlarmClaim>[]): number {
  const times = new Map<string, number[]>();
  for (const { claim, at_s } of raised) {
    const name = `${claim.asset}\n${claim.alarmId}`;
    const own = times.get(name) ?? [];
    own.push(at_s);
    times.set(name, own);
  }
  return [...times.values()].filter((own) => own.some((at, i) => (own[i + 2] ?? 1e12) - at <= 60))
    .length;
}

/** A longer silence of heartbeats is lost availability, ms of wall time. */
const SILENCE_MS = 60_000;

function availabilityOf(beats: readonly Beat[]): number | null {
  const times = beats.flatMap(({ wallTs }) => (wallTs === undefined ? [] : [wallTs]));
  times.sort((a, b) => a - b);
  const [first] = times;
  const last = times[times.length - 1];
  if (first === undefined || last === undefined || last <= first) return null;
  let lost = 0;
  times.forEach((at, i) => {
    const gap = at - (times[i - 1] ?? at);
    if (gap > SILENCE_MS) lost += gap - SILENCE_MS;
  });
  return 1 - lost / (last - first);
}
