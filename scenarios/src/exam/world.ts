/** One world of an exam: what is fixed before the start, and the run that follows from its keys. */
import type { Input, Plant, Scenario } from '@plant47/contract/sealed';
import { samplingOf } from '@plant47/contract/sealed';
import {
  createPlantModel,
  type Key,
  keyOfSeed,
  type PlantModel,
  type Sampling,
} from '@plant47/simulator';
import { parseScenario } from '../referee/scenario-file.js';
import { type PlannedFault, timelineOf } from '../referee/timeline.js';
import { parsePlant } from '../runner/plant-file.js';
import { refuseSnapshot, refuseTypedSeed } from '../runner/start.js';
import { examPlant } from './families.js';
import { commitmentOf, keysOf, sha256 } from './seal.js';

/** Where a world's randomness comes from: a seed that anyone may type, or a sealed secret. */
export type Origin = { readonly seed: number } | { readonly secret: string };

/** A world as an exam plans it. */
export interface WorldPlan {
  /** Place in the exam, from 1. */
  readonly world: number;
  /** Texts of the scenario's and the plant's file. */
  readonly scenario: string;
  readonly plant: string;
  /** SHA-256 over the code that runs and grades it. */
  readonly code: string;
  readonly origin: Origin;
  /** Assets to compile; all where null. */
  readonly assets: readonly string[] | null;
}

/** A world that can be run. */
export interface World {
  readonly scenario: Scenario;
  /** As it runs: an exam's varied one where the world is sealed. */
  readonly plant: Plant;
  readonly key: Key;
  readonly sampling: Sampling;
  readonly inputs: readonly Input[];
  readonly faults: readonly PlannedFault[];
  readonly createModel: () => PlantModel;
}

/** Commitment to the world: published before the contestant's nonce is known. */
export function worldCommitment(plan: WorldPlan): string {
  const scenario = parseScenario(plan.scenario, 'scenario');
  const facts = {
    world: plan.world,
    scenario: sha256(plan.scenario),
    plant: sha256(plan.plant),
    code: plan.code,
    assets: plan.assets,
    plan: { sampling: samplingOf(scenario), macro_s: scenario.macro ?? null },
  };
  return commitmentOf('secret' in plan.origin ? plan.origin.secret : '', facts);
}

/** Compiles the world. Throws PlantError for bad definitions. */
export function openWorld(plan: WorldPlan, nonce: string): World {
  const scenario = parseScenario(plan.scenario, 'scenario');
  refuseSnapshot({ scenario });
  if ('seed' in plan.origin) refuseTypedSeed(scenario);
  const base = parsePlant(plan.plant, 'plant');
  const { plant, truth, noise } = keyed(base, plan.origin, nonce);
  const sampling = samplingOf(scenario);
  const macro = scenario.macro === undefined ? {} : { macro_s: scenario.macro };
  const only = plan.assets === null ? {} : { only: plan.assets };
  const createModel = (): PlantModel =>
    createPlantModel(plant, noise, sampling, { ...macro, ...only });
  // Draws are made from the whole plant, however few of its assets are compiled.
  const whole = createPlantModel(plant, noise, sampling, macro);
  const { inputs, faults } = timelineOf(scenario, whole, truth);
  let spare: PlantModel | undefined = plan.assets === null ? whole : undefined;
  return {
    scenario,
    plant,
    key: noise,
    sampling,
    inputs,
    faults,
    createModel: () => {
      const model = spare ?? createModel();
      spare = undefined;
      return model;
    },
  };
}

function keyed(base: Plant, origin: Origin, nonce: string) {
  if ('seed' in origin) {
    const key = keyOfSeed(origin.seed);
    return { plant: base, truth: key, noise: key };
  }
  const keys = keysOf(origin.secret, nonce);
  return { plant: examPlant(base, keys.truth), ...keys };
}
