/** How a healthy machine's noise floor wanders: slowly, in regimes, and in restless hours. */
import { exp } from '../physics/dmath.js';
import { normal, type Stream, streamOf, uniform } from '../physics/random.js';

const TICKS_PER_HOUR = 72_000;
const DAY_TICKS = 24 * TICKS_PER_HOUR;
/** Spacing of the nodes of the slow wander, and its size: hero study, 8 % (judgement). */
const WANDER_TICKS = 4 * TICKS_PER_HOUR;
const WANDER = 0.08;
/** Regimes last six days; one in five of a restless train is 30 % noisier (judgement). */
const REGIME_TICKS = 6 * DAY_TICKS;
const REGIME_STEP = 1.3;
const REGIME_SHARE = 0.2;
/** Chance a day of an episode of random impacts on a restless train (judgement). */
const EPISODE_CHANCE = 1 / 90;

export interface FloorCourse {
  readonly wander: Stream;
  readonly regime: Stream;
  readonly episode: Stream;
  readonly restless: boolean;
}

/** An hour of random impacts, e.g. a grinder next door: rate 1/s and size m/s². */
export interface Episode {
  readonly hz: number;
  readonly a: number;
}

export function floorCourse(key: readonly number[], unit: number, restless: boolean): FloorCourse {
  return {
    wander: streamOf(key, unit, 'floor', 'wander'),
    regime: streamOf(key, unit, 'floor', 'regime'),
    episode: streamOf(key, unit, 'floor', 'episode'),
    restless,
  };
}

/** Factor of the floor at a tick: nodes every four hours, joined by straight lines. */
export function floorFactor(course: FloorCourse, tick: number): number {
  const node = Math.floor(tick / WANDER_TICKS);
  const share = tick / WANDER_TICKS - node;
  const left = normal(course.wander, node);
  const right = normal(course.wander, node + 1);
  // The mean of two nodes varies less than either; the divisor keeps the standard deviation.
  const even = Math.sqrt(share * share + (1 - share) * (1 - share));
  const wander = exp((WANDER * (left + share * (right - left))) / even);
  if (!course.restless) return wander;
  // A regime begins at its own hour in each train: an offset of up to one regime.
  const offset = Math.floor(uniform(course.regime, 1_099_511_627_776) * REGIME_TICKS);
  const epoch = Math.floor((tick + offset) / REGIME_TICKS);
  return uniform(course.regime, epoch) < REGIME_SHARE ? wander * REGIME_STEP : wander;
}

/** The episode of random impacts that a tick lies in, 6–12 h long, or undefined. */
export function episodeAt(course: FloorCourse, tick: number): Episode | undefined {
  if (!course.restless) return undefined;
  const day = Math.floor(tick / DAY_TICKS);
  if (uniform(course.episode, 2 * day) > EPISODE_CHANCE) return undefined;
  const start = uniform(course.episode, 2 * day, 1) * 12 * TICKS_PER_HOUR;
  const length = (6 + 6 * uniform(course.episode, 2 * day, 2)) * TICKS_PER_HOUR;
  const since = tick - day * DAY_TICKS - start;
  if (since < 0 || since > length) return undefined;
  const hz = 5 + 45 * uniform(course.episode, 2 * day, 3);
  return { hz, a: 1 + 4 * uniform(course.episode, 2 * day + 1) };
}
