/** Plant files: YAML text to checked data, or every mistake at once with its line. */
import { PlantError } from '@plant47/contract';
import {
  type DeviceProfile,
  type Plant,
  parseProfile,
  readPlantData,
  unitIssues,
} from '@plant47/contract/sealed';
import { KINDS } from '@plant47/simulator';
import { keysOf, readYaml } from '../referee/yaml-text.js';
import { type FromFile, readText } from './library.js';

/** The plant in `text`; throws PlantError with all mistakes of shape and sense. */
export function parsePlant(text: string, file: string): Plant {
  const source = readYaml(text, file, 'E_PLANT_FILE');
  const { plant, issues } = readPlantData(source.data, KINDS);
  if (plant && issues.length === 0) return plant;
  throw new PlantError(
    issues.map((issue) => {
      const line = source.lineOf(keysOf(issue.path, source.data));
      return { ...issue, path: `${file}:${line} ${issue.path}` };
    }),
  );
}

/** A shipped plant by name, or the one in a file. */
export function readPlant(name: string): FromFile<Plant> {
  const { path, text } = readText('plants', name);
  return { path, text, value: parsePlant(text, path) };
}

/** The device profile in `text`, which must also go with `others`. Throws PlantError. */
export function parseDevice(
  text: string,
  file: string,
  others: readonly DeviceProfile[],
): DeviceProfile {
  const source = readYaml(text, file, 'E_PROFILE');
  const placed = (path: string): string => {
    const inside = path.replace(/^profile\.?/, '');
    return `${file}:${source.lineOf(keysOf(inside, source.data))} ${inside}`;
  };
  try {
    const profile = parseProfile(source.data, 'profile');
    const issues = unitIssues([...others.filter(({ id }) => id !== profile.id), profile]);
    if (issues.length === 0) return profile;
    throw new PlantError(issues.map((issue) => ({ ...issue, path: 'profile.unit' })));
  } catch (error) {
    if (!(error instanceof PlantError)) throw error;
    throw new PlantError(error.issues.map((issue) => ({ ...issue, path: placed(issue.path) })));
  }
}
