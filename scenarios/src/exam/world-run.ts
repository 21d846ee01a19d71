/** One world over real sockets with one contestant, from its hello to the end of the run. */
import { type HelloClaim, PlantError } from '@plant47/contract';
import { type PlantHost, type PlantModel, startHost, WireLog } from '@plant47/simulator';
import { judgeClient } from '../referee/client-requirements.js';
import { isOver } from '../referee/ending.js';
import { type ClientWatch, watchClients } from '../runner/client-watch.js';
import { engineEntry } from '../runner/engine-entry.js';
import { Contestant, environmentOf } from './contestant.js';
import { LagWatch } from './lag-watch.js';
import type { Ran } from './regrade.js';
import { type ContestantMode, MODES } from './result.js';
import type { World } from './world.js';

/** Simulated time forgiven for transport in free run, s of wall time at the run's rate. */
const LATENCY_S = 2;
/** Threads that make waveforms: one beside the plant and the contestant. */
const THREADS = 1;

/** What a poller is enrolled with that knows neither MQTT nor HTTP. */
export type PollRanges = NonNullable<HelloClaim['ranges']>;

export interface WorldRunOptions {
  readonly world: World;
  /** Place in the exam, from 1. */
  readonly number: number;
  readonly scenario: string;
  readonly commitment: string;
  readonly team: string;
  /** `engine`, a line for a shell, or undefined where somebody else starts it. */
  readonly contestant: string | undefined;
  readonly enrol: PollRanges | undefined;
  /** Simulated seconds a second of wall time; 0 = lock-step. */
  readonly rate: number;
  readonly host: string;
  readonly ports: { readonly http: number; readonly modbus: number; readonly mqtt: number };
  /** Wall time to wait for the contestant's hello, ms. */
  readonly enrol_ms: number;
  readonly onListening: (host: PlantHost) => void;
  readonly onProgress: (fraction: number) => void;
  readonly onLine: (line: string) => void;
  /** The run has ended well, its plant still listens. */
  readonly onEnd: (host: PlantHost, ran: WorldRan) => Promise<void>;
}

/** What a run over sockets leaves: enough to run and grade it again. */
export interface WorldRan extends Omit<Ran, 'number'> {
  readonly mode: ContestantMode;
  readonly hash: string;
  readonly wallSeconds: number;
}

/** Runs to the world's end; throws exit code 3 where the run is invalid. */
export async function runWorld(options: WorldRunOptions): Promise<WorldRan> {
  const start = performance.now();
  const lag = new LagWatch(options.rate, Date.parse(options.world.plant.epoch));
  const { requirements } = options.world.scenario;
  const log = requirements.some(({ of }) => of === 'client') ? new WireLog() : undefined;
  let program: Contestant | undefined;
  let host: PlantHost | undefined;
  let death: PlantError | undefined;
  const settings = hostOptions(options, {
    listening: (opened) => {
      host = opened;
      program = admit(options, opened, (error) => {
        death ??= error;
        opened.fail(error);
      });
    },
    barrier: (simTs) => {
      if (options.rate > 0) lag.barrier(simTs, watermarkOf(host, options.team));
    },
  });
  let watch: ClientWatch | undefined;
  try {
    const opened = await startHost({ ...settings, wireLog: log });
    watch = log && watchClients(opened, log);
    host = opened;
    const end = await opened.finished;
    if (end.error) throw end.error;
    const client = watch ? judgeClient(requirements, watch.course, watch.last()) : [];
    const wallSeconds = (performance.now() - start) / 1000;
    const ran = { ...ranOf(opened, options), wallSeconds, client };
    if (ran.mode === 'F' && lag.lagged) throw lagged(options.team, lag.share);
    await options.onEnd(opened, ran);
    return ran;
  } catch (error) {
    // Who died before it enrolled is not one that came late.
    throw death ?? error;
  } finally {
    watch?.stop();
    await program?.stop();
    await host?.stop();
  }
}

interface Hooks {
  readonly listening: (host: PlantHost) => void;
  readonly barrier: (simTs: number) => void;
}

function hostOptions(options: WorldRunOptions, hooks: Hooks) {
  const { world, team, contestant, rate } = options;
  const { scenario, faults, plant } = world;
  const epoch = Date.parse(plant.epoch);
  const engine = contestant === 'engine' ? { entry: engineEntry(), team } : undefined;
  return {
    createModel: world.createModel,
    plant: plant.id,
    inputs: world.inputs,
    learning_s: scenario.learning,
    definition: '',
    origin: { scenario: options.scenario, commitment: options.commitment },
    host: options.host,
    ports: options.ports,
    engine,
    awaited: engine ? [] : [team],
    enrol_ms: options.enrol_ms,
    onListening: hooks.listening,
    strict: true,
    until_s: scenario.duration,
    done: (model: PlantModel) => isOver(scenario, faults, model),
    threads: THREADS,
    rate,
    log: (_level: string, code: string, message: string) => options.onLine(`${code} ${message}`),
    onBarrier: (simTs: number) => {
      hooks.barrier(simTs);
      options.onProgress((simTs - epoch) / 1000 / scenario.duration);
    },
  };
}

/** Lets the contestant in: enrols a plain poller, starts a program. */
function admit(
  options: WorldRunOptions,
  host: PlantHost,
  onDeath: (error: PlantError) => void,
): Contestant | undefined {
  const { team, enrol, contestant, onLine } = options;
  options.onListening(host);
  if (enrol) {
    host.desk.hello(team, { schema: 'hello/1', version: '1', mode: 'P', ranges: enrol });
  }
  if (contestant === undefined || contestant === 'engine') return undefined;
  return new Contestant({
    command: contestant,
    environment: environmentOf(host, team),
    onLine,
    onExit: (code) => {
      if (host.session.clock.state !== 'end') onDeath(died(host, team, code));
    },
  });
}

const watermarkOf = (host: PlantHost | undefined, team: string): number | null =>
  host?.desk.teams().find((one) => one.team === team)?.watermark ?? null;

function ranOf(
  host: PlantHost,
  options: WorldRunOptions,
): Omit<WorldRan, 'wallSeconds' | 'client'> {
  const { session } = host;
  const { team, rate } = options;
  const said = host.desk.teams().find((one) => one.team === team)?.mode;
  const mode = MODES.find((one) => one === said) ?? 'F';
  return {
    run: session.run,
    mode,
    tick: session.state.tick,
    hash: host.hash(),
    latency_ms: mode === 'F' ? LATENCY_S * rate * 1000 : 0,
    inputs: session.plant.queue.all,
    claims: session.claims
      .filter((record) => record.team === team)
      .map(({ claim, arrivedTs }) => ({ claim, arrivedTs })),
  };
}

function died(host: PlantHost, team: string, code: number | null): PlantError {
  const last = watermarkOf(host, team);
  const said = last === null ? 'none' : new Date(last).toISOString();
  const message = `${team} ended with ${code ?? 'a signal'}, its last watermark: ${said}`;
  const remedy = 'see why the contestant stopped, then repeat the exam';
  return new PlantError([{ code: 'E_CONTESTANT_EXIT', path: 'run', message, remedy }], 3);
}

function lagged(team: string, share: number): PlantError {
  const message = `${team} was more than 5 s behind for ${Math.round(100 * share)} % of the run`;
  const remedy = 'take a lower --rate, or enrol in lock-step';
  return new PlantError([{ code: 'E_LAGGED', path: 'run', message, remedy }], 3);
}
