/** All that is wrong with a scenario file, in its text and against its plant. */
import { type Issue, PlantError } from '@plant47/contract';
import { samplingOf } from '@plant47/contract/sealed';
import { createPlantModel, keyOfSeed, type PlantModel } from '@plant47/simulator';
import { located, type PartialScenario, readPartial } from '../referee/scenario-file.js';
import { timelineIssues } from '../referee/timeline-check.js';
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
  const model = modelFor(partial, issues);
  if (model !== undefined) {
    const until_s = duration_s ?? Number.POSITIVE_INFINITY;
    issues.push(...timelineIssues(timeline, until_s, model));
  }
  return [...shape, ...located(issues, source, file)].sort((a, b) => lineIn(a) - lineIn(b));
}

const lineIn = ({ path }: Issue): number => Number(/:(\d+)/.exec(path)?.[1] ?? 0);

/** The scenario's plant, with its own sampling where that fits; what does not goes to `issues`. */
function modelFor(partial: PartialScenario, issues: Issue[]): PlantModel | undefined {
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
  const plant = attempt('plant', () => readPlant(partial.plant ?? '').value);
  if (plant === undefined) return undefined;
  const key = keyOfSeed(1);
  if (scenario === undefined) return createPlantModel(plant, key, ANY_SAMPLING);
  const macro = scenario.macro === undefined ? {} : { macro_s: scenario.macro };
  return (
    attempt('sampling', () => createPlantModel(plant, key, samplingOf(scenario), macro)) ??
    createPlantModel(plant, key, ANY_SAMPLING)
  );
}
