/** The shipped device profiles, read from their files, and plants built with them. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { PlantError } from '@plant47/contract';
import {
  type DeviceProfile,
  type Plant,
  parseProfile,
  type Sampling,
  unitIssues,
} from '@plant47/contract/sealed';
import { parse } from 'yaml';
import { withToxics } from '../chaos/bindings/dirty-model.js';
import {
  createPlantModel as createModel,
  type PlantModel,
  type PlantModelOptions,
} from '../devices/plant-model.js';
import type { Key } from '../world/key.js';

const FOLDER = fileURLToPath(new URL('../../profiles/', import.meta.url));
/** Order of a train's devices; a further profile comes after them. */
const FIRST = ['vibration-transmitter', 'energy-meter', 'process-io'];

let shipped: readonly DeviceProfile[] | undefined;

/** Profiles of simulator/profiles, in a fixed order. Throws PlantError with every mistake. */
export function shippedProfiles(): readonly DeviceProfile[] {
  shipped ??= readProfiles(FOLDER);
  return shipped;
}

function readProfiles(folder: string): readonly DeviceProfile[] {
  const rank = ({ id }: DeviceProfile): number => (FIRST.indexOf(id) + 100) % 100;
  const profiles = readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => parseProfile(parse(readFileSync(folder + name, 'utf8')), name))
    .sort((a, b) => rank(a) - rank(b) || (a.id < b.id ? -1 : 1));
  const issues = unitIssues(profiles);
  if (issues.length > 0) throw new PlantError(issues);
  return profiles;
}

/** Macro-steps are multiples of this, s. */
const MINUTE_S = 60;

/**
 * `createPlantModel` with the shipped profiles, the inputs' wire faults, and with the scan period as the longest macro-step
 * (ticks where that is no multiple of a minute), where the options state none.
 */
export function createPlantModel(
  plant: Plant,
  key: Key,
  sampling: Sampling,
  options: Partial<PlantModelOptions> = {},
): PlantModel {
  const whole = sampling.scalars_s % MINUTE_S === 0;
  const macro = whole ? { macro_s: sampling.scalars_s } : {};
  const profiles = shippedProfiles();
  return withToxics(createModel(plant, key, sampling, { profiles, ...macro, ...options }));
}
