/** What a run is made of: plant, scenario, seed; and the model and inputs that follow from them. */
import { PlantError } from '@plant47/contract';
import type { Input, Plant, Scenario } from '@plant47/contract/sealed';
import { samplingOf, scenario as scenarioSchema } from '@plant47/contract/sealed';
import {
  createPlantModel,
  type Key,
  keyOfSeed,
  type PlantModel,
  type Sampling,
} from '@plant47/simulator';
import { stringify } from 'yaml';
import { type PlannedFault, timelineOf } from '../referee/timeline.js';
import { readScenario, readText } from './library.js';
import { readPlant } from './plant-file.js';
import { scenarioIssues } from './scenario-check.js';

export interface DefinitionNames {
  /** Name, path or data; the scenario's own where absent. */
  readonly plant?: string | Plant | undefined;
  /** Name, path or data; a plant without events where absent. */
  readonly scenario?: string | Scenario | undefined;
  /** Period of the scalar points, s; the scenario's where absent. */
  readonly scalars_s?: number | undefined;
  readonly seed: number;
}

export interface Definition {
  readonly plant: Plant;
  readonly scenario: Scenario;
  readonly seed: number;
  readonly key: Key;
  readonly sampling: Sampling;
  readonly inputs: readonly Input[];
  readonly faults: readonly PlannedFault[];
  /** Everything above as YAML. */
  readonly text: string;
  readonly createModel: () => PlantModel;
}

/** A scenario in which nothing happens, without an end. */
function quiet(plant: string): Scenario {
  return scenarioSchema.parse({
    schema: 'plant47/scenario/1',
    id: 'quiet',
    label: 'Nothing happens',
    plant,
    duration: '36500d',
    learning: '10d',
  });
}

/** Reads and compiles everything; throws PlantError with all that is wrong. */
export function define(names: DefinitionNames): Definition {
  const named = typeof names.plant === 'object' ? names.plant.id : (names.plant ?? 'waterworks');
  const written =
    typeof names.scenario === 'string'
      ? readScenario(names.scenario).value
      : (names.scenario ?? quiet(named));
  const scalars = names.scalars_s ?? written.sampling.scalars;
  const scenario = { ...written, sampling: { ...written.sampling, scalars } };
  const plant =
    typeof names.plant === 'object' ? names.plant : readPlant(names.plant ?? scenario.plant).value;
  const key = keyOfSeed(names.seed);
  const sampling = samplingOf(scenario);
  const macro = scenario.macro === undefined ? {} : { macro_s: scenario.macro };
  const createModel = (): PlantModel => createPlantModel(plant, key, sampling, macro);
  const first = createModel();
  const { inputs, faults } = planned(names, scenario, first);
  // A run that goes on from a snapshot has the definition of the run in which it was taken.
  const { start: _, ...told } = scenario;
  // The model that was compiled to check the timeline is the first run's.
  let spare: PlantModel | undefined = first;
  return {
    plant,
    scenario,
    seed: names.seed,
    key,
    sampling,
    inputs,
    faults,
    text: stringify({ schema: 'plant47/run/1', seed: names.seed, scenario: told, plant }),
    createModel: () => {
      const model = spare ?? createModel();
      spare = undefined;
      return model;
    },
  };
}

/** The timeline; what is wrong with it is said with the file and its lines, where there is one. */
function planned({ scenario: name }: DefinitionNames, scenario: Scenario, model: PlantModel) {
  try {
    return timelineOf(scenario, model);
  } catch (error) {
    if (!(error instanceof PlantError) || typeof name !== 'string') throw error;
    const { path, text } = readText('library', name);
    const issues = scenarioIssues(text, path);
    throw issues.length > 0 ? new PlantError(issues) : error;
  }
}
