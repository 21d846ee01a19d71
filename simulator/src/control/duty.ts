/**
 * What the world outside asks of each train: demand, air, voltage and nightly stops.
 *
 * All of it is a pure function of time: daily and weekly courses and sums of sinusoids whose
 * periods and phases are drawn once per stream, so that any instant costs the same.
 */

import type { DutySettings, TrainSettings } from '@plant47/contract/sealed';
import { sin } from '../physics/dmath.js';
import { type Stream, streamOf, uniform } from '../physics/random.js';

const HOUR = 3600;
const DAY = 24 * HOUR;
const TURN = 2 * Math.PI;

/** Demand lies between these, flow over rated flow (judgement: shut-off and run-out are faults). */
export const LEAST_DEMAND = 0.35;
export const MOST_DEMAND = 1.1;

/** Triples of amplitude, angular frequency (rad/s) and phase (rad). */
export type Waves = Float64Array;

export interface Duty {
  readonly mean: number;
  readonly daily: number;
  readonly weekly: number;
  readonly peak_s: number;
  readonly scatter: Waves;
  readonly drive: boolean;
  /** Ticks of a day. */
  readonly day: number;
  /** Stops every n-th night, 0 = never; tick of day of the stop and of the start. */
  readonly nights: number;
  readonly stop: number;
  readonly start: number;
  /** Which night of its turn is the first. */
  readonly turn: number;
}

export interface Air {
  /** Mean temperature, K, with the room's own excess. */
  readonly mean: number;
  /** Half range of the day, K. */
  readonly daily: number;
  readonly share: number;
  readonly local: Waves;
}

/** The duty of the train at a place in the plant file; `hour` in ticks. */
export function dutyOf(
  settings: DutySettings,
  place: number,
  key: readonly number[],
  hour: number,
): Duty {
  const { peak_h, scatter, stop_h, start_h, nights } = settings;
  return {
    ...settings,
    day: 24 * hour,
    peak_s: peak_h * HOUR,
    scatter: drawWaves(streamOf(key, place, 'demand'), 7, 4000, 180_000, scatter),
    stop: Math.round(stop_h * hour),
    start: Math.round(start_h * hour),
    turn: nights > 0 ? place % nights : 0,
  };
}

/** The air of the train at a place in the plant file, under a weather of that mean and day, K. */
export function airOf(
  settings: TrainSettings['surroundings'],
  place: number,
  key: readonly number[],
  weather: { readonly mean: number; readonly daily: number },
): Air {
  return {
    mean: weather.mean + settings.warmer_K,
    daily: weather.daily,
    share: settings.share,
    local: drawWaves(streamOf(key, place, 'air'), 5, 14_400, 216_000, settings.local_K),
  };
}

/** n sinusoids of periods from `short` to `long` seconds that together have deviation sd. */
export function drawWaves(
  stream: Stream,
  n: number,
  short: number,
  long: number,
  sd: number,
): Waves {
  const waves = new Float64Array(3 * n);
  for (let k = 0; k < n; k++) {
    // Periods lie evenly in frequency ratio, each drawn within its own share of the range.
    const x = (k + uniform(stream, k)) / n;
    const period = short * ratio(long / short, x);
    waves[3 * k] = sd * Math.sqrt(2 / n);
    waves[3 * k + 1] = TURN / period;
    waves[3 * k + 2] = TURN * uniform(stream, k, 1);
  }
  return waves;
}

/** base^x for x in [0, 1] by twenty square roots: no power function is needed here. */
function ratio(base: number, x: number): number {
  let value = 1;
  let root = base;
  let rest = x;
  for (let k = 0; k < 20; k++) {
    root = Math.sqrt(root);
    rest *= 2;
    if (rest >= 1) {
      value *= root;
      rest -= 1;
    }
  }
  return value;
}

/** Value of the sum at t seconds. */
export function sumWaves(waves: Waves, t: number): number {
  let sum = 0;
  for (let k = 0; k < waves.length; k += 3) sum += waves[k] * sin(waves[k + 1] * t + waves[k + 2]);
  return sum;
}

/** Demand, flow over rated flow, at t seconds. */
export function demandAt(duty: Duty, t: number): number {
  const day = (TURN * (t - duty.peak_s)) / DAY;
  const daily = sin(day + Math.PI / 2) * 0.7 + sin(2 * day + Math.PI / 2) * 0.3;
  // Weekends are low: the first two harmonics of the week, lowest on Sunday 02:00.
  const week = (TURN * (t - 6.083 * DAY)) / (7 * DAY);
  const weekly = -sin(week + Math.PI / 2) * 0.75 - sin(2 * week + Math.PI / 2) * 0.25;
  const u = duty.mean * (1 + duty.daily * daily + duty.weekly * weekly + sumWaves(duty.scatter, t));
  return Math.max(LEAST_DEMAND, Math.min(u, MOST_DEMAND));
}

/** Air temperature at t seconds, K; `weather` is shared by the whole plant. */
export function airAt(air: Air, weather: number, t: number): number {
  const daily = air.daily * sin((TURN * (t - 9 * HOUR)) / DAY);
  return air.mean + air.share * (daily + weather) + sumWaves(air.local, t);
}

/** The first nightly stop (-tick) or start (+tick) after `tick`; 0 where there is none. */
export function nextNightly(duty: Duty, tick: number): number {
  if (duty.nights === 0) return 0;
  const today = Math.floor(tick / duty.day);
  for (let day = today - 1; day <= today + duty.nights; day++) {
    if (day < 0 || (day - duty.turn) % duty.nights !== 0) continue;
    const stop = day * duty.day + duty.stop;
    const start = (day + 1) * duty.day + duty.start;
    if (stop > tick) return -stop;
    if (start > tick) return start;
  }
  return 0;
}
