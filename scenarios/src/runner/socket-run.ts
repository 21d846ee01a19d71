/** A scenario over real sockets, in lock-step, with the engine in its own process. */
import { writeFileSync } from 'node:fs';
import { PlantError } from '@plant47/contract';
import type { Truth } from '@plant47/contract/sealed';
import {
  type PlantHost,
  type PlantModel,
  type Split,
  startHost,
  TICKS_PER_SECOND,
  WireLog,
} from '@plant47/simulator';
import { judgeClient } from '../referee/client-requirements.js';
import { isOver } from '../referee/ending.js';
import { type Grade, type GradeInput, grade } from '../referee/grade.js';
import { isolate } from '../referee/isolable.js';
import { observableFaults } from '../referee/observable.js';
import { outcomesOf } from '../referee/outcome.js';
import type { Verdict } from '../referee/requirements.js';
import { truthOf } from '../referee/truth.js';
import { pcapOf } from '../report/pcap.js';
import { watchClients } from './client-watch.js';
import { type Definition, define } from './definition.js';
import { engineEntry } from './engine-entry.js';
import { refuseTypedSeed, startOf } from './start.js';

/** Team name of the built-in engine. */
export const ENGINE_TEAM = 'plant47';
/** Threads that make waveforms: one beside the plant and the engine. */
const THREADS = 1;
/** Name of a capture in the record of a run. */
const CAPTURE = 'wire.pcap';

export interface SocketRun {
  readonly scenario: string;
  readonly seed: number;
  /** Shorter than the scenario, s. */
  readonly until_s?: number | undefined;
  /** Variant of the built-in engine; undefined = whole, false = no engine at all. */
  readonly engine?: string | false | undefined;
  readonly stateDir?: string | undefined;
  /** Simulated seconds a wall second; as fast as the clients allow where absent. */
  readonly rate?: number | undefined;
  /** 0 = any free port, as where absent. */
  readonly ports?: { readonly modbus: number; readonly mqtt: number } | undefined;
  /** Threads for waveforms; one where absent, 0 = the plant's own. */
  readonly threads?: number;
  /** Called once everything listens, before tick 0. */
  readonly onListening?: ((host: PlantHost) => void) | undefined;
  /** File for a capture of the wire; where absent one is kept with the record of a failed run. */
  readonly pcap?: string | undefined;
  readonly onProgress?: (fraction: number, day: number) => void;
  readonly log?: (line: string) => void;
  /** Gets what the grade is made from. */
  readonly onGraded?: ((input: GradeInput) => void) | undefined;
}

/** What the `run` command promises, beside the grade. */
export interface RunReport extends Grade {
  /** Id under which the run is recorded. */
  readonly run: string;
  readonly wallSeconds: number;
  /** Simulated seconds a wall second. */
  readonly speed: number;
  readonly tick: number;
  readonly hash: string;
  readonly split_s: Split;
  /** File of the wire's capture. */
  readonly capture?: string;
  readonly transport: 'sockets' | 'memory';
}

/** Runs to the scenario's end, or to its fault's failure; throws exit code 3 where it is invalid. */
export async function runOverSockets(run: SocketRun): Promise<RunReport> {
  const definition = define({ scenario: run.scenario, seed: run.seed });
  refuseTypedSeed(definition.scenario);
  const until_s = run.until_s ?? definition.scenario.duration;
  const start = performance.now();
  const { requirements } = definition.scenario;
  const judged = requirements.some((requirement) => requirement.of === 'client');
  const log = judged || run.pcap !== undefined ? new WireLog() : undefined;
  const host = await startHost({ ...optionsOf(run, definition, until_s), wireLog: log });
  const watch = log && watchClients(host, log);
  try {
    const end = await host.finished;
    if (end.error) throw end.error;
    if (end.why === 'stopped') throw new PlantError([STOPPED], 3);
    const wall_s = (performance.now() - start) / 1000;
    const client = watch && judgeClient(requirements, watch.course, watch.last());
    const report = reportOf(host, definition, wall_s, client, run.onGraded);
    const capture = run.pcap ?? (report.passed ? undefined : host.session.recorder.path(CAPTURE));
    if (!log || capture === undefined) return report;
    writeFileSync(capture, pcapOf(log.entries()));
    return { ...report, capture };
  } finally {
    await host.stop();
  }
}

const STOPPED = {
  code: 'E_STOPPED',
  path: 'run',
  message: 'the run was stopped before its end',
  remedy: 'let it run to its end',
};

function optionsOf(run: SocketRun, definition: Definition, until_s: number) {
  const { scenario, inputs, text } = definition;
  const engine =
    run.engine === false
      ? undefined
      : {
          entry: engineEntry(),
          team: ENGINE_TEAM,
          config: run.engine === undefined ? {} : { variant: run.engine },
        };
  return {
    createModel: definition.createModel,
    from: startOf(definition, run.stateDir),
    plant: definition.plant.id,
    inputs,
    learning_s: scenario.learning,
    definition: text,
    origin: { scenario: definition.scenario.id, seed: definition.seed },
    host: '127.0.0.1',
    ports: { http: undefined, modbus: run.ports?.modbus ?? 0, mqtt: run.ports?.mqtt ?? 0 },
    onListening: run.onListening,
    stateDir: run.stateDir,
    engine,
    strict: true,
    until_s,
    done: (model: PlantModel) => isOver(scenario, definition.faults, model),
    threads: run.threads ?? THREADS,
    rate: run.rate ?? 0,
    log: (_level: string, code: string, message: string) => run.log?.(`${code} ${message}`),
    onBarrier: progressOf(run, definition, until_s),
  };
}

function progressOf(run: SocketRun, definition: Definition, until_s: number) {
  const epoch = Date.parse(definition.plant.epoch);
  let shown = -1;
  return (simTs: number): void => {
    const s = (simTs - epoch) / 1000;
    const percent = Math.floor((100 * s) / until_s);
    if (percent === shown) return;
    shown = percent;
    run.onProgress?.(s / until_s, s / 86_400);
  };
}

function reportOf(
  host: PlantHost,
  definition: Definition,
  wall_s: number,
  client: readonly Verdict[] = [],
  onGraded?: SocketRun['onGraded'],
): RunReport {
  const { session } = host;
  const { model } = session.plant;
  const duration_s = session.state.tick / TICKS_PER_SECOND;
  const run = {
    plant: definition.plant,
    key: definition.key,
    sampling: definition.sampling,
    inputs: session.plant.queue.all,
    until_s: duration_s,
  };
  const known: Truth = truthOf({
    faults: definition.faults,
    ...outcomesOf(model, definition.faults, session.plant.queue.all),
    duration_s,
    observable: observableFaults(run),
  });
  const truth = isolate(known, run);
  const input: GradeInput = {
    scenario: definition.scenario,
    seed: definition.seed,
    manifest: session.manifest,
    truth,
    claims: session.claims,
    client,
    unread: { unknownSchema: 0, misfit: session.badClaims + host.wire.misfits },
  };
  onGraded?.(input);
  const graded = grade(input);
  return {
    ...graded,
    run: session.run,
    wallSeconds: wall_s,
    speed: duration_s / wall_s,
    tick: session.state.tick,
    hash: host.hash(),
    split_s: host.split,
    transport: 'sockets',
  };
}
