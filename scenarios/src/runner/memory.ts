/**
 * A run without sockets, for statistics: the plant model and the engine in one process, with the
 * codecs of the wire between them. Its claims equal those over sockets byte for byte, run id apart.
 */
import {
  alarmClaim,
  type DataMessage,
  decodeBurst,
  encodeBurst,
  type Manifest,
  rulClaim,
} from '@plant47/contract';
import { type Plant, type Scenario, samplingOf } from '@plant47/contract/sealed';
import { createEngine, type Engine, readImage } from '@plant47/engine';
import {
  createDataEncoder,
  createPlantModel,
  createUnitImage,
  type Device,
  type DeviceScan,
  hash,
  keyOfSeed,
  manifestOf,
  type PlantModel,
  setScan,
  synthesize,
  TICKS_PER_SECOND,
} from '@plant47/simulator';
import { isOver } from '../referee/ending.js';
import { type Grade, type GradeInput, grade } from '../referee/grade.js';
import type { ReceivedClaim } from '../referee/intake.js';
import { observableFaults } from '../referee/observable.js';
import { outcomesOf } from '../referee/outcome.js';
import { timelineOf } from '../referee/timeline.js';
import { truthOf } from '../referee/truth.js';
import { refuseSnapshot, refuseTypedSeed } from './start.js';

type Named = NonNullable<NonNullable<Parameters<typeof createEngine>[1]>['variant']>;
/** A variant of the engine; the temperature threshold with its limit in °C. */
export type EngineVariant = Named | `temperature-threshold:${number}`;

export interface MemoryRun {
  readonly scenario: Scenario;
  readonly plant: Plant;
  readonly seed: number;
  /** Assets to compile; all where absent. The machine-months are those of these assets. */
  readonly only?: readonly string[];
  /** Engines that listen to the same plant; the full one where absent. */
  readonly variants?: readonly EngineVariant[];
  /** Ends the run before the scenario does, s. */
  readonly until_s?: number | undefined;
  readonly onDay?: (day: number) => void;
}

export interface MemoryResult {
  readonly tick: number;
  readonly hash: string;
  readonly graded: readonly {
    readonly variant: EngineVariant;
    readonly grade: Grade;
    readonly claims: readonly ReceivedClaim[];
    /** What the grade was made from. */
    readonly input: GradeInput;
  }[];
}

/** The id of every run in memory: claims are compared with the run id apart. */
const MEMORY_RUN = 'memory';
/** The class of devices that the engine reads over Modbus. */
const POLLED = 'energy';
const DAY_S = 86_400;

/** Runs the scenario to its end and grades each variant. Throws PlantError for bad definitions. */
export function runInMemory(run: MemoryRun): MemoryResult {
  const { scenario, plant } = run;
  refuseSnapshot(run);
  refuseTypedSeed(scenario);
  const key = keyOfSeed(run.seed);
  const sampling = samplingOf(scenario);
  const options = {
    ...(run.only === undefined ? {} : { only: [...run.only] }),
    ...(scenario.macro === undefined ? {} : { macro_s: scenario.macro }),
  };
  const model = createPlantModel(plant, key, sampling, options);
  const { inputs, faults } = timelineOf(scenario, drawnFrom(model, run));
  const manifest = manifestOf(model, {
    run: MEMORY_RUN,
    plant: plant.id,
    learning_s: scenario.learning,
    definition: '',
  });
  const listeners = (run.variants ?? ['full' as const]).map((variant) => ({
    variant,
    engine: engineOf(manifest, variant),
    claims: [] as ReceivedClaim[],
  }));
  const deliver = createWire(model);
  const until = (run.until_s ?? scenario.duration) * TICKS_PER_SECOND;
  let day = 0;
  for (let tick = 0; tick <= until; tick = model.nextScanTick(tick)) {
    model.advance(tick, inputs);
    const simTs = model.epoch + (tick * 1000) / TICKS_PER_SECOND;
    deliver(listeners.map(({ engine }) => engine));
    for (const { engine, claims } of listeners) {
      for (const claim of engine.barrier(simTs)) {
        claims.push({ claim: onTheWire(claim), arrivedTs: simTs });
      }
    }
    if (tick >= (day + 1) * DAY_S * TICKS_PER_SECOND) run.onDay?.(++day);
    if (isOver(scenario, faults, model)) break;
  }
  const duration_s = model.state.tick / TICKS_PER_SECOND;
  const truth = truthOf({
    faults,
    ...outcomesOf(model, faults, inputs),
    duration_s,
    observable: observableFaults({
      plant,
      key,
      sampling,
      inputs,
      until_s: duration_s,
      macro_s: scenario.macro,
    }),
  });
  return {
    tick: model.state.tick,
    hash: hash(model.state),
    graded: listeners.map(({ variant, claims }) => {
      const input: GradeInput = { scenario, seed: run.seed, manifest, truth, claims };
      return { variant, claims, input, grade: grade(input) };
    }),
  };
}

function engineOf(manifest: Manifest, variant: EngineVariant): Engine {
  const [name, limit] = variant.split(':');
  return createEngine(manifest, {
    variant: name as Named,
    ...(limit === undefined ? {} : { threshold_C: Number(limit) }),
  });
}

/** Draws are made from the whole plant, however few of its assets are compiled. */
function drawnFrom(model: PlantModel, run: MemoryRun): PlantModel {
  if (run.only === undefined) return model;
  const { world, sampling } = model;
  return createPlantModel(run.plant, world.key, sampling, {
    macro_s: world.macro / TICKS_PER_SECOND,
  });
}

/** Scans the model and hands every message to each engine, through the bytes it has on a wire. */
function createWire(model: PlantModel): (engines: readonly Engine[]) => void {
  const encoders = model.devices.map((device) => createDataEncoder(device));
  const images = model.devices.map((device) => createUnitImage(device));
  const entries = model.assets.flatMap(({ asset, devices }) =>
    devices.map((entry) => ({ asset, entry })),
  );
  const entryOf = (device: Device) =>
    entries.find(({ asset, entry }) => asset === device.asset && entry.device === device.device)
      ?.entry;
  const known = model.devices.map(entryOf);
  /** Number of the last scan that was read from registers. */
  const polled: number[] = [];
  const read = (scan: DeviceScan, i: number): DataMessage | undefined => {
    const entry = known[i];
    const image = images[i];
    if (scan.device.device === POLLED && entry !== undefined && image !== undefined) {
      if (scan.on === 'mqtt' || scan.seq === polled[i]) return undefined;
      polled[i] = scan.seq;
      setScan(image, scan);
      return readImage(entry, Buffer.from(image.bytes)).message;
    }
    if (scan.on === 'modbus') return undefined;
    const text = encoders[i]?.(scan);
    return text === undefined ? undefined : (JSON.parse(text) as DataMessage);
  };
  return (engines) => {
    for (const scan of model.scan()) {
      const message = read(scan, scan.device.index);
      if (message === undefined) continue;
      const { asset, device } = scan.device;
      for (const engine of engines) engine.data(message, asset, device);
    }
    for (const due of model.dueBursts()) {
      const burst = decodeBurst(encodeBurst(synthesize(due.job)));
      if (burst === undefined) continue;
      for (const engine of engines) engine.burst(burst, due.point.id);
    }
  };
}

/** A claim as the broker's reader gets it. */
function onTheWire(claim: unknown): ReceivedClaim['claim'] {
  const read: unknown = JSON.parse(JSON.stringify(claim));
  const alarm = alarmClaim.safeParse(read);
  return alarm.success ? alarm.data : rulClaim.parse(read);
}
