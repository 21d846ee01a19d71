/** A recorded run once more: the same definition and inputs give the same world. */
import { PlantError } from '@plant47/contract';
import { type Plant, readPlantData } from '@plant47/contract/sealed';
import {
  createPlantModel,
  hash,
  InputQueue,
  KINDS,
  keyOfSeed,
  type PlantModel,
  type Recording,
  TICKS_PER_SECOND,
} from '@plant47/simulator';
import { parse } from 'yaml';

export interface Replayed {
  /** At the last scan up to the asked instant. */
  readonly model: PlantModel;
  readonly hash: string;
  /** True where every recorded hash on the way was met; undefined where none lay on it. */
  readonly same: boolean | undefined;
  /** Tick of the first recorded hash that was missed. */
  readonly strayed: number | undefined;
}

/** The plant of a recording; throws E_RECORDING where its definition holds none. */
export function recordedPlant(recording: Recording): Plant {
  const data = parse(recording.definition) as { plant?: unknown } | null;
  const { plant, issues } = readPlantData(data?.plant, KINDS);
  if (plant && issues.length === 0) return plant;
  throw refusal(recording, 'its definition holds no plant', 'record the run with `up` or `run`');
}

/** A model at tick 0 of what was recorded. Throws E_RECORDING for a sealed run. */
export function recordedModel(recording: Recording): PlantModel {
  const { seed, sampling, macro_s, only } = recording.record;
  if (seed === null) {
    throw refusal(recording, 'the run is sealed', 'use `plant47 verify` once its key is revealed');
  }
  return createPlantModel(recordedPlant(recording), keyOfSeed(seed), sampling, {
    macro_s,
    ...(only === null ? {} : { only }),
  });
}

/** Tick at which a recording ends: where the run did, or of the last thing known of a crash. */
export function lastTick({ record, marks, inputs }: Recording): number {
  if (record.end !== null) return record.end.tick;
  return Math.max(0, ...marks.map((mark) => mark.tick), ...inputs.map((input) => input.tick));
}

/** Simulates a recording again from tick 0 to the last scan up to `untilTick`. */
export function resimulate(
  recording: Recording,
  untilTick: number,
  progress: (tick: number) => void,
): Replayed {
  const model = recordedModel(recording);
  const queue = new InputQueue(recording.inputs, () => undefined);
  const marks = recording.marks.filter((mark) => mark.tick <= untilTick);
  let strayed: number | undefined;
  const compare = (): void => {
    const found = marks.find((mark) => mark.tick === model.state.tick);
    if (found && found.hash !== hash(model.state)) strayed ??= found.tick;
  };
  model.scan();
  compare();
  for (let next = model.nextScanTick(0); next <= untilTick; next = model.nextScanTick(next)) {
    model.advance(next, queue.all);
    model.scan();
    compare();
    progress(next);
  }
  const same = marks.length === 0 ? undefined : strayed === undefined;
  return { model, hash: hash(model.state), same, strayed };
}

/** Seconds since the start of a run at a tick. */
export const secondsAt = (tick: number): number => tick / TICKS_PER_SECOND;

function refusal(recording: Recording, message: string, remedy: string): PlantError {
  return new PlantError([{ code: 'E_RECORDING', path: recording.folder, message, remedy }]);
}
