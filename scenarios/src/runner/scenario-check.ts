/** All that is wrong with a scenario or suite file, in its text and against what it names. */
import { type Issue, PlantError } from '@plant47/contract';
import { type Suite, samplingOf } from '@plant47/contract/sealed';
import { VARIANTS } from '@plant47/engine';
import { createPlantModel, keyOfSeed, type PlantModel } from '@plant47/simulator';
import {
  located,
  type PartialScenario,
  parseSuite,
  readPartial,
} from '../referee/scenario-file.js';
import { timelineIssues } from '../referee/timeline-check.js';
import { readYaml } from '../referee/yaml-text.js';
import { nameIn, readScenario } from './library.js';
import { readPlant } from './plant-file.js';

/** Sampling with which a plant is compiled where the scenario's own is not to be had. */
export const ANY_SAMPLING = {
  scalars_s: 600,
  scan: { samples: 8192, fs_hz: 25_600, every_s: 3600 },
  line: { samples: 65_536, fs_hz: 12_800, every_s: 21_600 },
};

/** Every mistake with its file and line; empty where there is none. */
export function scenarioIssues(text: string, file: string): readonly Issue[] {
  let partial: PartialScenario;
  try {
    partial = readPartial(text, file);
  } catch (error) {
    if (error instanceof PlantError) return error.issues;
    throw error;
  }
  const { source, shape, timeline, duration_s } = partial;
  const issues: Issue[] = [];
  const model = modelFor(partial, file, issues);
  if (model !== undefined) {
    const until_s = duration_s ?? Number.POSITIVE_INFINITY;
    issues.push(...timelineIssues(timeline, until_s, model));
  }
  return [...shape, ...located(issues, source, file)].sort((a, b) => lineIn(a) - lineIn(b));
}

const lineIn = ({ path }: Issue): number => Number(/:(\d+)/.exec(path)?.[1] ?? 0);

/** The scenario's plant, with its own sampling where that fits; what does not goes to `issues`. */
function modelFor(partial: PartialScenario, file: string, issues: Issue[]): PlantModel | undefined {
  const { scenario } = partial;
  const attempt = <T>(path: string, make: () => T): T | undefined => {
    try {
      return make();
    } catch (error) {
      if (!(error instanceof PlantError)) throw error;
      issues.push(
        ...error.issues.map((issue) => ({
          ...issue,
          path: /^(sampling|macro)/.test(issue.path) ? issue.path : path,
        })),
      );
      return undefined;
    }
  };
  if (partial.plant === undefined) return undefined;
  const plant = attempt('plant', () => readPlant(nameIn(file, partial.plant ?? '')).value);
  if (plant === undefined) return undefined;
  const key = keyOfSeed(1);
  if (scenario === undefined) return createPlantModel(plant, key, ANY_SAMPLING);
  const macro = scenario.macro === undefined ? {} : { macro_s: scenario.macro };
  return (
    attempt('sampling', () => createPlantModel(plant, key, samplingOf(scenario), macro)) ??
    createPlantModel(plant, key, ANY_SAMPLING)
  );
}

/** Every mistake of a suite file: its shape, and what it names that is not there. */
export function suiteIssues(text: string, file: string): readonly Issue[] {
  let read: Suite;
  try {
    read = parseSuite(text, file);
  } catch (error) {
    if (error instanceof PlantError) return error.issues;
    throw error;
  }
  const issues = (read.engines ?? []).flatMap((engine, i) =>
    (VARIANTS as readonly string[]).includes(engine)
      ? []
      : wrong(`engines.${i}`, `no such engine (${engine})`, `write one of ${VARIANTS.join(', ')}`),
  );
  const assetsOf = assetsByPlant();
  read.runs.forEach(({ scenario: name, seeds, assets }, i) => {
    if (Array.isArray(seeds) && seeds[0] > seeds[1]) {
      const message = `the seeds run backwards (${seeds[0]} to ${seeds[1]})`;
      issues.push(...wrong(`runs.${i}.seeds`, message, 'write the first seed first'));
    }
    issues.push(...runIssues(nameIn(file, name), assets ?? [], `runs.${i}`, assetsOf));
  });
  return located(issues, readYaml(text, file, 'E_SUITE_FILE'), file);
}

/** Assets of a plant by its name, each plant read once. */
function assetsByPlant(): (plant: string) => ReadonlySet<string> {
  const read = new Map<string, ReadonlySet<string>>();
  return (name) => {
    const known = read.get(name);
    if (known !== undefined) return known;
    const { areas } = readPlant(name).value;
    const trains = areas.flatMap(({ lines }) => lines.flatMap((line) => line.trains));
    const assets = new Set(trains.map(({ id }) => id));
    read.set(name, assets);
    return assets;
  };
}

function runIssues(
  name: string,
  assets: readonly string[],
  path: string,
  assetsOf: (plant: string) => ReadonlySet<string>,
): readonly Issue[] {
  try {
    const { plant } = readScenario(name).value;
    const known = assetsOf(plant);
    return assets
      .filter((asset) => !known.has(asset))
      .flatMap((asset) =>
        wrong(`${path}.assets`, `${plant} has no such asset (${asset})`, 'name one of its own'),
      );
  } catch (error) {
    if (!(error instanceof PlantError)) throw error;
    const [first] = error.issues;
    const where = first?.code === 'E_NOT_ON_BOARD' ? '' : `${first?.path}: `;
    const message = `${where}${first?.message ?? name}`;
    return wrong(`${path}.scenario`, message, first?.remedy ?? 'mend the scenario');
  }
}

const wrong = (path: string, message: string, remedy: string): Issue[] => [
  { code: 'E_SUITE_FILE', path, message, remedy },
];
