/** A plant inside the test's own process: real sockets on free ports, time on command. */
import { type AlarmClaim, type Manifest, PlantError, parseDuration } from '@plant47/contract';
import { toxicBody } from '@plant47/contract/sealed';
import {
  type ClientWatch,
  type Definition,
  define,
  engineEntry,
  type ModbusRequest,
  requestApi,
  type Verdict,
  watchClients,
} from '@plant47/scenarios/testing';
import {
  type Done,
  type PlantHost,
  type PlantModel,
  read,
  restore,
  scalarPoints,
  snapshot,
  startHost,
  WireLog,
} from '@plant47/simulator';
import { keepArtefacts } from './artefacts.js';
import {
  type ClaimWanted,
  type ClientWanted,
  claimArrives,
  clientBehaves,
  type PollWanted,
  pollArrives,
} from './expectations.js';
import { checkOptions, type PlantOptions } from './options.js';

export interface InjectOptions {
  readonly component?: string;
  readonly severity?: number;
  readonly ramp?: string;
  readonly clear?: boolean;
}

/** Starts a plant; its ports answer and tick 0 is on the wire. Throws coded errors. */
export async function startPlant(options: PlantOptions = {}): Promise<TestPlant> {
  checkOptions(options);
  const definition = definitionOf(options);
  const log = new WireLog();
  const host = await startHost({
    createModel: definition.createModel,
    plant: definition.plant.id,
    inputs: definition.inputs,
    learning_s: definition.scenario.learning,
    definition: definition.text,
    host: '127.0.0.1',
    ports: { http: options.http === false ? undefined : 0, modbus: 0, mqtt: 0 },
    engine: options.engine ? { entry: engineEntry(), team: 'plant47' } : undefined,
    strict: false,
    threads: 0,
    rate: options.rate === 'max' ? 0 : options.rate,
    wireLog: log,
    origin: { scenario: definition.scenario.id, seed: definition.seed },
    log: () => undefined,
  });
  return new TestPlant(host, definition, log, options.artefacts);
}

function definitionOf(options: PlantOptions): Definition {
  const { scenario, seed = 1, scalars } = options;
  const plant = options.plant ?? (scenario === undefined ? 'two-pumps' : undefined);
  const scalars_s = scalars === undefined ? undefined : secondsOf(scalars, 'scalars');
  return define({ plant, scenario, seed, scalars_s: scalars_s ?? (scenario ? undefined : 600) });
}

function secondsOf(text: string, path: string): number {
  const seconds = parseDuration(text);
  if (seconds !== undefined) return seconds;
  const message = `not a duration (${text})`;
  throw new PlantError([
    { code: 'E_DURATION', path, message, remedy: 'write a number and ms, s, min, h or d: 10min' },
  ]);
}

/** A running plant of a test; end it with `await using` or `stop`. */
export class TestPlant implements AsyncDisposable {
  readonly seed: number;
  readonly modbus: {
    readonly host: string;
    readonly port: number;
    /** Unit of each device, by `asset/device`. */
    readonly units: Readonly<Record<string, number>>;
  };
  readonly mqtt: { readonly url: string; readonly host: string; readonly port: number };
  /** Address of the control API; undefined where it was not asked for. */
  readonly http: string | undefined;
  readonly definition: Definition;
  /** What went over the sockets. */
  readonly wire: WireLog;
  readonly host: PlantHost;
  private readonly artefacts: string | undefined;
  /** A model of its own, to read truth at the barrier on the wire. */
  private shadow: PlantModel | undefined;
  private readonly watch: ClientWatch;

  constructor(
    host: PlantHost,
    definition: Definition,
    wire: WireLog,
    artefacts: string | undefined,
  ) {
    const { addresses } = host;
    const [gateway] = addresses.modbus;
    this.host = host;
    this.definition = definition;
    this.wire = wire;
    this.artefacts = artefacts;
    this.watch = watchClients(host, wire);
    this.seed = definition.seed;
    this.http = addresses.http;
    this.mqtt = { ...addresses.mqtt, url: `mqtt://${addresses.mqtt.host}:${addresses.mqtt.port}` };
    this.modbus = {
      host: gateway?.host ?? '127.0.0.1',
      port: gateway?.port ?? 0,
      units: unitsOf(host.session.manifest),
    };
  }

  get manifest(): Manifest {
    return this.host.session.manifest;
  }

  /** Simulated Unix time, ms. */
  get simTs(): number {
    return this.host.session.clock.simTs;
  }

  /** Goes on by so much simulated time as fast as the clients allow; stands still afterwards. */
  async advance(duration: string): Promise<void> {
    await this.host.verb({ verb: 'advance', seconds: secondsOf(duration, 'advance') });
  }

  /** True value of a point (in its unit) or of an output of a machine (SI), now; no sensor. */
  truth(id: string): number {
    const { session } = this.host;
    this.shadow ??= this.definition.createModel();
    const model = this.shadow;
    restore(model.state, snapshot(session.state));
    const [asset = '', component = '', output = ''] = id.split('.');
    const train = model.world.trains.findIndex((one) => one.asset === asset);
    const points = model.devices
      .filter((device) => device.train === train)
      .flatMap((device) => scalarPoints(device));
    const at = points.findIndex((point) => point.id === id);
    const value =
      at >= 0
        ? (model.truths(train)[at] ?? Number.NaN)
        : train < 0
          ? Number.NaN
          : read(model.state, train, component, output);
    if (!Number.isNaN(value)) return value;
    throw new PlantError([
      {
        code: 'E_UNKNOWN_POINT',
        path: 'truth',
        message: `there is no such point or output (${id})`,
        remedy: `take one of ${(points.length > 0 ? points.map((point) => point.id) : model.assets.map((one) => `${one.asset}.…`)).join(', ')}`,
      },
    ]);
  }

  /** Begins a fault, or ends it with `clear`. */
  inject(asset: string, fault: string, options: InjectOptions = {}): Done {
    const { ramp, ...rest } = options;
    const ramp_s = ramp === undefined ? {} : { ramp_s: secondsOf(ramp, 'ramp') };
    return this.host.desk.inject({ asset, fault, ...rest, ...ramp_s });
  }

  /** Does what an operator does: `stop`, `load` … */
  act(
    asset: string,
    action: string,
    options: { readonly component?: string; readonly value?: number } = {},
  ): Promise<Done> {
    return this.host.desk.act({ asset, action, ...options });
  }

  /** Puts a fault on bindings or wire, as `plant47 list toxics` names it:
   *  `{ toxic: 'reset', for: '1min' }`. Throws E_TOXIC and E_TOXIC_TARGET. */
  toxic(written: Readonly<Record<string, unknown>> & { readonly toxic: string }): Done {
    const parsed = toxicBody.safeParse(written);
    if (parsed.success) return this.host.desk.toxics.add(parsed.data);
    throw new PlantError(
      parsed.error.issues.map(({ path, message }) => ({
        code: 'E_TOXIC',
        path: path.join('.') || 'toxic',
        message,
        remedy: 'see `plant47 list toxics`',
      })),
    );
  }

  /** Takes a toxic back by the id that adding it gave. */
  heal(id: string): Done {
    return this.host.desk.toxics.remove(id);
  }

  /** A request to the control API with the token of a role. */
  api(role: 'viewer' | 'trainee' | 'instructor', path: string, body?: unknown): Promise<Response> {
    const token = this.host.access.tokens[role];
    return requestApi({ base: this.http ?? '', path, token, body });
  }

  /** An alarm on the asset, of the fault where one is named, within a time: `72h sim` goes on by
   *  so much at most, `5s wall` waits. Throws E_EXPECTED and keeps artefacts. */
  expectClaim(wanted: ClaimWanted): Promise<AlarmClaim> {
    return this.kept(claimArrives(this, wanted));
  }

  /** A read of a device's registers within a time. Throws E_EXPECTED and keeps artefacts. */
  expectPoll(wanted: PollWanted): Promise<ModbusRequest> {
    return this.kept(pollArrives(this, wanted));
  }

  /** Judges the plant's clients since its start, as a scenario's requirement `of: client` would:
   *  `{ metric: 'poll-interval', max: '2s wall' }`. Throws E_EXPECTED and keeps artefacts. */
  expectClient(wanted: ClientWanted): Promise<Verdict> {
    return this.kept(clientBehaves(this.watch, wanted));
  }

  /** Writes seed, recording, capture and replay command to a folder, and gives its path. */
  keep(why: string): string {
    return keepArtefacts(this, why, this.artefacts);
  }

  async stop(): Promise<void> {
    await this.host.stop();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }

  private async kept<T>(expected: Promise<T>): Promise<T> {
    try {
      return await expected;
    } catch (error) {
      const [issue] = error instanceof PlantError ? error.issues : [];
      if (issue?.code !== 'E_EXPECTED') throw error;
      const folder = this.keep(issue.message);
      throw new PlantError([{ ...issue, remedy: `see ${folder}` }]);
    }
  }
}

function unitsOf(manifest: Manifest): Record<string, number> {
  const devices = manifest.assets.flatMap(({ asset, devices }) =>
    devices.map(({ device, unit }) => [`${asset}/${device}`, unit] as const),
  );
  return Object.fromEntries(devices);
}
