/** A plant that `up` has started: ready file, addresses, the visitor's pace, until it stops. */
import type { ChildProcess } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { registersOf } from '@plant47/contract';
import {
  type AccessList,
  type Device,
  type ModbusPolicy,
  type PlantHost,
  scalarPoints,
  startHost,
} from '@plant47/simulator';
import { createExercise } from '../exercise/exercise.js';
import { type Definition, define } from '../runner/definition.js';
import { engineEntry } from '../runner/engine-entry.js';
import { twinFiles } from '../runner/places.js';
import { ownStart, readPrepared, writePrepared } from '../runner/prepared.js';
import { ENGINE_TEAM } from '../runner/socket-run.js';
import { startOf } from '../runner/start.js';
import { readAccessFile } from './access-file.js';
import { FlagReader, SEED_MAX } from './arguments.js';
import { openCapture } from './capture-file.js';
import { ObservableSearch } from './observable-thread.js';
import { openOutput } from './output.js';
import type { UpFlags } from './up-command.js';
import { paceForVisitor } from './visitor.js';

const DEFAULT_SCENARIO = 'motor-47-starvation';
const DEFAULT_SEED = 47;
/** Longest timer that Node knows. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

interface Wanted {
  readonly definition: Definition;
  readonly access: AccessList | undefined;
  readonly rate: number | undefined;
  readonly for_s: number | undefined;
  readonly ports: {
    readonly http: number;
    readonly modbus: number;
    readonly mqtt: number;
    readonly mqttWs: number | undefined;
  };
  readonly modbus: ModbusPolicy;
  /** True where the demo's own pacing applies. */
  readonly visitor: boolean;
}

/** Reads the flags; throws all that is wrong with them, then all that is wrong with the files. */
function readFlags(flags: UpFlags): Wanted {
  const reader = new FlagReader();
  const seed = reader.integer('--seed', flags.seed, 0, SEED_MAX) ?? DEFAULT_SEED;
  const rate =
    flags.rate === 'max' ? 0 : reader.number('--rate', flags.rate?.replace(/^x/, ''), 1e-3, 1e6);
  const for_s = reader.duration('--for', flags.for);
  const ports = {
    http: reader.integer('--http-port', flags.httpPort, 0, 65_535) ?? 0,
    modbus: reader.integer('--modbus-port', flags.modbusPort, 0, 65_535) ?? 0,
    mqtt: reader.integer('--mqtt-port', flags.mqttPort, 0, 65_535) ?? 0,
    mqttWs: reader.integer('--mqtt-ws-port', flags.mqttWsPort, 0, 65_535),
  };
  const modbus = modbusPolicy(reader, flags);
  reader.check();
  const scenario = flags.scenario ?? (flags.plant === undefined ? DEFAULT_SCENARIO : undefined);
  const definition = define({ plant: flags.plant, scenario, seed });
  const visitor = rate === undefined && definition.faults.length > 0 && flags.engine;
  const access = flags.access === undefined ? undefined : readAccessFile(flags.access);
  return { definition, access, rate, for_s, ports, modbus, visitor };
}

function modbusPolicy(reader: FlagReader, flags: UpFlags): ModbusPolicy {
  const rtuPort = reader.integer('--modbus-rtu-port', flags.modbusRtuPort, 0, 65_535);
  const connections = reader.integer('--modbus-connections', flags.modbusConnections, 1, 65_535);
  const idle_s = reader.duration('--modbus-idle', flags.modbusIdle) ?? 0;
  return {
    limits: {
      connections: connections ?? 1,
      overflow: flags.modbusOverflow === 'refuse' ? 'refuse' : 'close-oldest',
      idle_ms: Math.min(1000 * idle_s, LONGEST_TIMER_MS),
    },
    unknownUnit: flags.modbusUnknownUnit === 'silence' ? 'silence' : 'exception',
    ...(rtuPort !== undefined && { rtuPort }),
  };
}

/** Starts the plant and stays until it ends; `engine` waits for its configuration. */
export async function runPlant(flags: UpFlags, engine: ChildProcess | undefined): Promise<void> {
  const output = openOutput(undefined);
  const wanted = readFlags(flags);
  const { definition, visitor, for_s } = wanted;
  const state = resolve(flags.state);
  const observable = new ObservableSearch(definition);
  const from = visitor ? readPrepared(definition, state) : startOf(definition, state);
  const capture = flags.pcap === undefined ? undefined : openCapture(flags.pcap, output.warn);
  const host = await startHost({
    createModel: definition.createModel,
    from,
    plant: definition.plant.id,
    inputs: definition.inputs,
    learning_s: definition.scenario.learning,
    definition: definition.text,
    origin: { scenario: definition.scenario.id, seed: definition.seed },
    access: wanted.access,
    host: flags.host,
    ports: wanted.ports,
    modbus: wanted.modbus,
    wireLog: capture?.log,
    stateDir: state,
    engine: flags.engine
      ? {
          entry: engineEntry(),
          team: ENGINE_TEAM,
          stateDir: join(state, 'engine'),
          waiting: engine,
        }
      : undefined,
    strict: false,
    until_s: for_s,
    threads: 1,
    rate: visitor ? undefined : (wanted.rate ?? 1),
    exercise: createExercise,
    observableTs: (fault) => observable.at(fault),
    files: flags.ui ? twinFiles() : undefined,
    log: (level, code, message) => {
      if (flags.verbose || level === 'warn') output.warn(`${code} ${message}`);
    },
  });
  const stopped = stopOnSignal(host);
  // A start from a later instant: the exercise hears of the faults that began before it.
  if (from) host.desk.tookEffect(0, from.state.tick);
  writeReady(host, definition, flags, state);
  // A restore begins another run: who looks for it finds it under its new name.
  host.on(({ type }) => type === 'restored' && writeReady(host, definition, flags, state));
  sayAddresses(host, definition, output.say);
  // The search takes a core for seconds: it begins once everybody can connect.
  const planned = observable.planned();
  markObservable(host, planned, observable);
  if (visitor) void pace(host, definition, planned, state, output.progress);
  const end = await Promise.race([host.finished, stopped]);
  if (end?.error) output.warn(end.error.message);
  observable.stop();
  await host.stop();
  await capture?.close();
  process.exitCode = end?.error ? 3 : 0;
}

/** Marks the exercise once the run has come to the instant at which a fault can be told. */
function markObservable(
  host: PlantHost,
  planned: Promise<ReadonlyMap<string, number | null>>,
  search: ObservableSearch,
): void {
  const due: { readonly simTs: number; readonly asset: string | undefined }[] = [];
  const expect = (found: ReadonlyMap<string, number | null>): void => {
    for (const [id, simTs] of found) {
      if (simTs !== null) due.push({ simTs, asset: assetOfFault(host, id) });
    }
  };
  void planned.then(expect);
  host.on(({ type }) => {
    const { session, exercise } = host;
    if (type === 'exercise') void search.injected(session.plant.queue.all)?.then(expect);
    if (type !== 'scan') return;
    for (const one of due.filter(({ simTs }) => simTs <= session.completeTo)) {
      due.splice(due.indexOf(one), 1);
      exercise.send({ type: 'observable', ...one, text: 'the points suffice to tell it' });
    }
  });
}

function assetOfFault(host: PlantHost, id: string): string | undefined {
  const inputs = host.session.plant.queue.all;
  const command = inputs.find((one) => 'id' in one.command && one.command.id === id)?.command;
  if (command?.type === 'fault') return command.asset;
  return command?.type === 'sensor' ? command.point.split('.', 1)[0] : undefined;
}

async function pace(
  host: PlantHost,
  definition: Definition,
  planned: Promise<ReadonlyMap<string, number | null>>,
  state: string,
  progress: (label: string, fraction: number) => void,
): Promise<void> {
  const fault = definition.faults[0]!;
  const simTs = (await planned).get(fault.id) ?? null;
  const { epoch } = host.session.manifest;
  const observable_s = simTs === null ? fault.onset_s : (simTs - epoch) / 1000;
  await paceForVisitor(
    host,
    { asset: fault.asset, observable_s },
    {
      progress: (label, fraction) => {
        progress(label, fraction);
        host.emit({ type: 'progress', label, fraction });
      },
      // Whoever starts the same plant again does not wait for it again.
      arrived: async () => {
        const path = ownStart(definition, state);
        writePrepared(definition, await host.takeSnapshot('before-the-story'), path);
      },
    },
  );
}

/** Resolves at the first signal; a second one ends the process at once. */
function stopOnSignal(host: PlantHost): Promise<undefined> {
  return new Promise((resolve) => {
    let asked = false;
    const stop = (): void => {
      if (asked) process.exit(130);
      asked = true;
      host.session.clock.end();
      resolve(undefined);
    };
    process.on('SIGINT', stop);
    process.on('SIGTERM', stop);
  });
}

function writeReady(host: PlantHost, definition: Definition, flags: UpFlags, state: string): void {
  const { viewer, trainee, instructor, admin } = host.access.tokens;
  const { run } = host.session;
  const text = `${JSON.stringify(
    {
      run,
      seed: definition.seed,
      pid: process.pid,
      ...host.addresses,
      tokens: { viewer, trainee, instructor, ...(flags.adminToken && { admin }) },
    },
    undefined,
    2,
  )}\n`;
  const files = [join(state, 'runs', run, 'ready.json')];
  if (flags.readyFile !== undefined) files.push(resolve(flags.readyFile));
  for (const file of files) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text, { mode: 0o600 });
    chmodSync(file, 0o600);
  }
}

function sayAddresses(host: PlantHost, definition: Definition, say: (line: string) => void): void {
  const { http, modbus, modbusRtu, mqtt } = host.addresses;
  const { tokens } = host.access;
  const { devices } = host.session.plant.model;
  const device = devices.find((one) => one.asset === 'motor-47') ?? devices[0]!;
  const gateway = modbus[device.gateway]!;
  say(`plant      ${definition.plant.label}, ${definition.scenario.label}`);
  say(`seed       ${definition.seed}   run ${host.session.run}`);
  if (http !== undefined) {
    say(`instructor ${http}/#token=${tokens.instructor}`);
    say(`trainee    ${http}/#token=${tokens.trainee}`);
    say(`viewer     ${http}/`);
  }
  say(`mqtt       mosquitto_sub -h ${mqtt.host} -p ${mqtt.port} -v -t '${device.topic}/data'`);
  if (mqtt.webSocketPort !== undefined) say(`mqtt-ws    ws://${mqtt.host}:${mqtt.webSocketPort}`);
  say(
    `modbus     mbpoll -m tcp -p ${gateway.port} -a ${device.unit} -t 3:hex -0 -r 0 -c ${registerCount(device)} -1 ` +
      gateway.host,
  );
  if (modbusRtu) say(`modbus rtu RTU frames over TCP at ${modbusRtu.host}:${modbusRtu.port}`);
  if (http !== undefined) say(`http       curl ${http}/api/v1/clock`);
  say('stop       Ctrl-C');
}

/** Registers of a device's map, from 0 to its last value. */
function registerCount(device: Device): number {
  const ends = scalarPoints(device).flatMap(({ modbus }) =>
    modbus ? [modbus.address + registersOf(modbus.type)] : [],
  );
  return Math.max(...ends);
}
