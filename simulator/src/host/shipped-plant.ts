/** The shipped device profiles, read from their files, and plants built with them. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Plant } from '@plant47/contract/sealed';
import { parse } from 'yaml';
import {
  createPlantModel as createModel,
  type PlantModel,
  type PlantModelOptions,
  type Sampling,
} from '../devices/plant-model.js';
import { type DeviceProfile, parseProfile } from '../devices/profile.js';
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
  return readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => parseProfile(parse(readFileSync(folder + name, 'utf8')), name))
    .sort((a, b) => rank(a) - rank(b) || (a.id < b.id ? -1 : 1));
}

/** `createPlantModel` with the shipped profiles where none are given. */
export function createPlantModel(
  plant: Plant,
  key: Key,
  sampling: Sampling,
  options: Partial<PlantModelOptions> = {},
): PlantModel {
  return createModel(plant, key, sampling, { profiles: shippedProfiles(), ...options });
}
