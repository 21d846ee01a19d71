/** A 15 kW train for the tests of sensing: its point, and conditions to change. */

import type { BurstJob } from '@plant47/contract/sealed';
import { streamOf } from '../physics/random.js';
import type { BearingState, TrainCondition } from '../world/condition.js';
import { excite } from './excitation.js';
import { type MeasuringPoint, type Site, type SiteSettings, siteOf } from './site.js';

export const B6309 = { Z: 8, Dw_mm: 17.462, Dpw_mm: 72.5, angle_deg: 0 };
export const B6310 = { Z: 8, Dw_mm: 19.05, Dpw_mm: 80, angle_deg: 0 };

export const TRAIN: SiteSettings = {
  unitBase: 47,
  power_kW: 15,
  speed_rpm: 1475,
  pathGain: 0.33,
  floor: 0.45,
  order1_mm_s: 0.6,
  modulation: 0,
  restless: false,
  bearings: [B6309, B6309, B6310, B6310],
};

export const KEY = [1, 2, 3, 4] as const;

export function site(point: MeasuringPoint = 0, settings: Partial<SiteSettings> = {}): Site {
  return siteOf(KEY, { ...TRAIN, ...settings }, point);
}

const SOUND: BearingState = {
  outer_mm2: 0,
  inner_mm2: 0,
  lube: 1,
  friction: 1,
  F_r: 1000,
  stage4: 0,
  healing: 1,
};

/** A healthy train at rated speed, but for the bearing named and the changes. */
export function train(
  changes: Partial<TrainCondition> = {},
  bearing: Partial<BearingState> = {},
  index = 0,
): TrainCondition {
  const at = (b: number): BearingState => (b === index ? { ...SOUND, ...bearing } : SOUND);
  return {
    tick: 0,
    shaft_hz: 1475 / 60,
    supply_hz: 50,
    running: true,
    load: 1,
    bearings: [at(0), at(1), at(2), at(3)],
    unbalance: 0,
    looseness: 0,
    cavitation: 0,
    flowRatio: 1,
    supplyUnbalance: 0,
    ...changes,
  };
}

/** The job of a burst at the site; `line` is 65,536 samples at 12.8 kHz. */
export function job(where: Site, now: TrainCondition, settings: Partial<BurstJob> = {}): BurstJob {
  return {
    ...excite(where, now),
    seq: 0,
    simTs: 0,
    fs_hz: 12_800,
    samples: 65_536,
    scale: 160 / 32_768,
    speed_hz: now.shaft_hz,
    unit: 'm/s2',
    stream: streamOf(KEY, where.settings.unitBase, where.point, now.tick),
    ...settings,
  };
}
