/** Plants, scenarios and suites by name or path: the shipped ones, and files of the user's. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PlantError } from '@plant47/contract';
import type { Scenario, Suite } from '@plant47/contract/sealed';
import { parseScenario, parseSuite } from '../referee/scenario-file.js';
import { FILE_MAX, tooLong } from '../referee/yaml-text.js';

/** A file that was read: where, its text, and what it says. */
export interface FromFile<T> {
  readonly path: string;
  readonly text: string;
  readonly value: T;
}

/** Folder of the scenarios package: `plants`, `library` and `suites` lie in it. */
export const HOME = fileURLToPath(new URL('../..', import.meta.url));

type Shelf = 'plants' | 'library' | 'suites';

const WORD: Readonly<Record<Shelf, string>> = {
  plants: 'plant',
  library: 'scenario',
  suites: 'suite',
};

/** Names on a shelf, sorted. */
export function namesOf(shelf: Shelf): string[] {
  const folder = join(HOME, shelf);
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => basename(file, '.yaml'))
    .sort((a, b) => (a < b ? -1 : 1));
}

const isPathOf = (name: string): boolean => isAbsolute(name) || /\.ya?ml$/.test(name);

/** A name that stands in a file: a path that does not lead anywhere from here leads from there. */
export function nameIn(file: string, name: string): string {
  const beside = join(dirname(file), name);
  return isPathOf(name) && !existsSync(resolve(name)) && existsSync(beside) ? beside : name;
}

/** Text of a shelf's file by its name, or of the file at a path. Throws E_NO_PLANT and the like. */
export function readText(shelf: Shelf, name: string): { path: string; text: string } {
  const isPath = isPathOf(name);
  const path = isPath ? resolve(name) : join(HOME, shelf, `${name}.yaml`);
  if (existsSync(path)) return { path: isPath ? name : path, text: readBounded(path) };
  const word = WORD[shelf];
  throw new PlantError([
    {
      code: 'E_NOT_ON_BOARD',
      path: word,
      message: `there is no such ${word} (${name})`,
      remedy: `take one of ${namesOf(shelf).join(', ')}, or give the path of a .yaml file`,
    },
  ]);
}

/** Text of a file that is not longer than any of ours; throws E_FILE_SIZE before it is read. */
export function readBounded(path: string): string {
  const stat = statSync(path);
  if (!stat.isFile()) {
    const remedy = 'name a file, not a folder';
    throw new PlantError([{ code: 'E_NO_FILE', path, message: 'this is no file', remedy }]);
  }
  const { size } = stat;
  if (size > FILE_MAX) throw tooLong(path, `${size} bytes of ${FILE_MAX}`);
  return readFileSync(path, 'utf8');
}

export function readScenario(name: string): FromFile<Scenario> {
  const { path, text } = readText('library', name);
  const value = parseScenario(text, path);
  return { path, text, value: { ...value, plant: nameIn(path, value.plant) } };
}

export function readSuite(name: string): FromFile<Suite> {
  const { path, text } = readText('suites', name);
  const value = parseSuite(text, path);
  const runs = value.runs.map((run) => ({ ...run, scenario: nameIn(path, run.scenario) }));
  return { path, text, value: { ...value, runs } };
}
