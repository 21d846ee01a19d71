/** Plant files: YAML text to checked data, or every mistake at once with its line. */
import { type Plant, plant } from '@plant47/contract/sealed';
import { parseFile } from '../referee/scenario-file.js';
import { type FromFile, readText } from './library.js';

/** The plant in `text`; throws PlantError with E_PLANT_FILE issues. */
export function parsePlant(text: string, file: string): Plant {
  return parseFile(text, { file, schema: plant, code: 'E_PLANT_FILE' });
}

/** A shipped plant by name, or the one in a file. */
export function readPlant(name: string): FromFile<Plant> {
  const { path, text } = readText('plants', name);
  return { path, text, value: parsePlant(text, path) };
}
