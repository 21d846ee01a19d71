/** The record of a run in memory: as that of a run over sockets, its inputs are the scenario's. */
import { randomBytes } from 'node:crypto';
import { Recorder, type RunRecord, sha256, TICKS_PER_SECOND, VERSION } from '@plant47/simulator';
import { define } from '../runner/definition.js';

export interface MemoryRecord {
  readonly run: string;
  /** Closes the record with the state at the run's end. */
  close(end: { readonly tick: number; readonly hash: string }): void;
}

/** Opens the record of a run that is about to begin. */
export function recordMemory(
  stateDir: string,
  scenario: string,
  seed: number,
  only: readonly string[] | undefined,
): MemoryRecord {
  const definition = define({ scenario, seed });
  const { text, plant, sampling, inputs } = definition;
  const model = definition.createModel();
  const run = `run-${randomBytes(6).toString('hex')}`;
  const recorder = new Recorder(stateDir, run);
  const record: RunRecord = {
    schema: 'plant47/recording/1',
    version: VERSION,
    run,
    plant: plant.id,
    scenario: definition.scenario.id,
    seed,
    commitment: null,
    definition: sha256(text),
    sampling,
    macro_s: model.world.macro / TICKS_PER_SECOND,
    only: only === undefined ? null : [...only],
    rate: 0,
    end: null,
  };
  const write = (end: RunRecord['end']): void =>
    recorder.write('run.json', `${JSON.stringify({ ...record, end }, undefined, 2)}\n`);
  recorder.write('definition.yaml', text);
  write(null);
  for (const input of inputs) recorder.append('inputs', input);
  return {
    run,
    close: ({ tick, hash }) => {
      write({ tick, simTs: model.epoch + (tick * 1000) / TICKS_PER_SECOND, hash });
      recorder.close();
    },
  };
}
