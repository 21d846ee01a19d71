/** From the condition of a train to what shakes a measuring point of it. */

import type { Excitation, ImpactTrain, NoiseFloor, Tone } from '@plant47/contract/sealed';
import { pow } from '../physics/dmath.js';
import { streamOf, uniform } from '../physics/random.js';
import type { BearingState, TrainCondition } from '../world/condition.js';
import { episodeAt, floorFactor } from './floor-course.js';
import type { HeardBearing, Site } from './site.js';

/** Impact of a 1 mm² spall at 1500 rpm and 1 kN on the reference path, m/s² (judgement). */
export const A_1 = 3;
/** Impacts below this are lost in any floor, m/s². */
const INAUDIBLE = 0.01;
/** Floor of a standing machine: the sensor's own noise, m/s² rms in 1–10 kHz. */
const SENSOR_FLOOR = 0.02;
/** Vanes of the pumps' impellers (class-typical, judgement). */
const VANES = 6;

/** Impacts of a neighbour that cross the floor, with the gain of the way. */
export interface Neighbour {
  readonly site: Site;
  readonly condition: TrainCondition;
  readonly gain: number;
}

/** All that shakes the site at the condition's tick; `turn` is the shaft's angle there, rad. */
export function excite(
  site: Site,
  now: TrainCondition,
  neighbours: readonly Neighbour[] = [],
  turn = 0,
): Excitation {
  const broad = worst(now);
  return {
    tones: tonesOf(site, now, turn),
    impacts: [...impactsOf(site, now), ...crosstalk(neighbours)],
    // A worn-out bearing is a loose support: its modes widen to about ζ = 0.12.
    modes: site.modes.map(({ hz, zeta, gain }) => ({ hz, zeta: zeta * (1 + 1.4 * broad), gain })),
    noise: floorOf(site, now),
  };
}

/** Last-stage progress of the worst bearing. */
export function worst(now: TrainCondition): number {
  let most = 0;
  for (const { stage4 } of now.bearings) most = Math.max(most, stage4);
  return most;
}

/** Velocity of a loose foot at order k, mm/s rms at severity 1 (judgement). */
const LOOSE = Float64Array.from({ length: 11 }, (_, k) => (k === 0 ? 0 : 2 * pow(k, -0.8)));

/** Peak acceleration of a line of v mm/s rms. */
function peak(v_mm_s: number, hz: number): number {
  return Math.SQRT2 * 2 * Math.PI * hz * v_mm_s * 1e-3;
}

function tonesOf(site: Site, now: TrainCondition, turn: number): Tone[] {
  const tones: Tone[] = site.pickup.map(({ hz, a }) => ({ hz, a, phase: 0 }));
  if (!now.running || now.shaft_hz < 1) return tones;
  const add = (hz: number, v_mm_s: number, phase: number): void => {
    if (v_mm_s > 0) tones.push({ hz, a: peak(v_mm_s, hz), phase });
  };
  const motor = site.point === 0;
  const near = motor ? 1 : 0.5;
  const fr = now.shaft_hz;
  const speed = (60 * fr) / site.settings.speed_rpm;
  let shake = 0;
  for (let b = 0; b < 4; b++) {
    shake = Math.max(shake, site.bearings[b]!.shake * now.bearings[b]!.stage4);
  }
  const end = shake * shake;
  for (const { k, share, phase } of site.orders) {
    // Unbalance force grows with ω²; severity 1 is 6 mm/s at rated speed (zone D, ISO 20816-3).
    const extra = k === 1 ? 6 * now.unbalance * near + 11 * end : 3 * end;
    const loose = now.looseness * near * LOOSE[k]!;
    const v = (site.settings.order1_mm_s * share + extra) * speed * speed + loose;
    add(k * fr, v, k * turn + phase);
  }
  for (let k = 4; k <= 10 && now.looseness > 0; k++) {
    add(k * fr, now.looseness * near * LOOSE[k]!, k * turn + k * k);
  }
  add(0.5 * fr, now.looseness * near * 0.7, 0.5 * turn + 1);
  add(1.5 * fr, now.looseness * near * 0.5, 1.5 * turn + 2);
  // Cage motion of a worn-out bearing, and twice line frequency, 1 mm/s for 2 % unbalance.
  const cage = site.bearings[motor ? 0 : 2]!.cage;
  add(cage * fr, 3 * end, turn);
  add(2 * now.supply_hz, (0.1 + 50 * now.supplyUnbalance) * (motor ? 1 : 0.2), turn);
  const off = now.flowRatio - 1;
  const vane = 0.25 * (1 + 2.5 * off * off) * (1 + now.cavitation) * (motor ? 0.25 : 1);
  add(VANES * fr, vane * speed * speed, VANES * turn);
  return tones;
}

/** Size of the impacts of a spall at a point, m/s². */
function spallImpact(site: Site, way: HeardBearing, now: TrainCondition, mm2: number): number {
  const speed = now.shaft_hz / 25;
  const scale = A_1 * site.settings.pathGain * way.gain * speed * Math.sqrt(speed);
  return mm2 <= 0 ? 0 : scale * pow(mm2, 0.6);
}

/** Impacts of the train's own spalls, foot, bubbles and restless hours. */
function impactsOf(site: Site, now: TrainCondition): ImpactTrain[] {
  const trains: ImpactTrain[] = [];
  if (now.running && now.shaft_hz >= 1) {
    for (let b = 0; b < 4; b++) addSpalls(trains, site, now, b);
    const motor = site.point === 0;
    addTrain(trains, {
      id: 20,
      hz: now.shaft_hz,
      pace: 'locked',
      slip: 0.001,
      a: 6 * now.looseness * (motor ? 1 : 0.35),
      scatter: 0.15,
    });
    addTrain(trains, {
      id: 21,
      hz: 40 + 160 * now.cavitation,
      pace: 'random',
      slip: 1,
      a: 2.5 * now.cavitation * (motor ? 0.25 : 1),
      scatter: 0.5,
    });
  }
  const episode = episodeAt(site.course, now.tick);
  if (episode) {
    addTrain(trains, { id: 22, ...episode, pace: 'random', slip: 1, scatter: 0.3 });
  }
  return trains;
}

const STAYS = { zone_hz: 0, exit_s: 0, exit: 0 };

function addTrain(
  trains: ImpactTrain[],
  train: Omit<ImpactTrain, keyof typeof STAYS> & Partial<ImpactTrain>,
): void {
  if (train.a > INAUDIBLE) trains.push({ ...STAYS, ...train });
}

function addSpalls(trains: ImpactTrain[], site: Site, now: TrainCondition, index: number): void {
  const bearing = now.bearings[index]!;
  if (bearing.outer_mm2 <= 0 && bearing.inner_mm2 <= 0) return;
  const way = site.bearings[index]!;
  const fr = now.shaft_hz;
  // Slip below the kinematic rate: more where the balls are lightly loaded (Harris, ch. 10).
  const light = Math.max(0, 1 - now.load);
  const pace = 1 - Math.min(0.015, way.meanSlip + 0.006 * light * light);
  const load = Math.sqrt(Math.max(bearing.F_r, 0) / 1000) * bearing.healing;
  // Lines drown in the last stage: impacts lose height and rhythm.
  const left = 1 - 0.6 * bearing.stage4;
  const slip = way.slip + 0.05 * bearing.stage4;
  const races = [
    { mm2: bearing.outer_mm2, order: way.outer, zone_hz: 0, id: 1 + 2 * index },
    { mm2: bearing.inner_mm2, order: way.inner, zone_hz: fr, id: 2 + 2 * index },
  ];
  for (const { mm2, order, zone_hz, id } of races) {
    addTrain(trains, {
      id,
      hz: order * fr * pace,
      pace: 'walk',
      slip,
      a: spallImpact(site, way, now, mm2) * load * left,
      scatter: 0.1,
      zone_hz,
      ...exitOf(way, mm2, fr),
    });
  }
}

/** A spall longer than 0.4 D_w lets the ball fall to its bottom: it strikes again as it leaves
 *  (Sawalhi & Randall 2011). The ball's centre runs at π·D_pw·FTF along the race. */
function exitOf(way: HeardBearing, mm2: number, fr: number): { exit_s: number; exit: number } {
  const length = Math.sqrt(mm2);
  if (length <= 0.4 * way.Dw_mm) return { exit_s: 0, exit: 0 };
  return { exit_s: length / (Math.PI * way.Dpw_mm * way.cage * fr), exit: 0.7 };
}

function crosstalk(neighbours: readonly Neighbour[]): ImpactTrain[] {
  const trains: ImpactTrain[] = [];
  neighbours.forEach(({ site, condition, gain }, n) => {
    for (const train of impactsOf(site, condition)) {
      addTrain(trains, { ...train, id: train.id + 32 * (n + 1), a: train.a * gain });
    }
  });
  return trains;
}

/** Dryness of a bearing: 0 while ℓ ≥ 0.4, 1 where ℓ = 0 (physics of starvation). */
function dryness(bearing: BearingState): number {
  return Math.min(1, Math.max(0, (0.4 - bearing.lube) / 0.4));
}

const WHITE = { high: 0, low: 0 };

function floorOf(site: Site, now: TrainCondition): NoiseFloor {
  const { settings, course } = site;
  if (!now.running || now.shaft_hz < 1) {
    return { rms: SENSOR_FLOOR, high: 0, low: 0, depth: 0, sway_hz: 0 };
  }
  const motor = site.point === 0;
  const speed = (60 * now.shaft_hz) / settings.speed_rpm;
  const base = settings.floor * speed * (0.65 + 0.35 * now.load) * floorFactor(course, now.tick);
  let square = base * base;
  let dry = 0;
  for (let b = 0; b < 4; b++) {
    const bearing = now.bearings[b]!;
    const { gain } = site.bearings[b]!;
    const heard = gain * settings.pathGain;
    const mm2 = bearing.outer_mm2 + bearing.inner_mm2;
    // Rough races hiss; at the end of life debris and a loose cage drown the lines.
    const rough = heard * (0.08 * (mm2 > 0 ? pow(mm2, 0.75) : 0) + 4 * bearing.stage4);
    square += rough * rough;
    dry = Math.max(dry, gain * dryness(bearing));
  }
  const bubbles = now.cavitation * (motor ? 0.25 : 1);
  const starved = Math.max(0, 0.4 - now.flowRatio) / 0.4;
  // Mixed friction multiplies the band above 5 kHz by up to 4.5; bubbles by up to 8.
  const healthy = base / Math.sqrt(square);
  const own = settings.colour ?? WHITE;
  const high = (own.high + 3.5 * dry * Math.sqrt(dry) + 7 * bubbles) * healthy;
  const low = (own.low + 6 * bubbles + 4 * starved * (motor ? 0.3 : 1)) * healthy;
  const sway_hz = site.sway > 0 ? site.sway * now.shaft_hz : -site.sway;
  return { rms: Math.sqrt(square), high, low, depth: settings.modulation, sway_hz };
}

/** Angle of the shaft where a burst begins: drawn, since nobody knows it. */
export function shaftTurn(key: readonly number[], unitBase: number, tick: number): number {
  return 2 * Math.PI * uniform(streamOf(key, unitBase, 'shaft', 'turn'), tick);
}
