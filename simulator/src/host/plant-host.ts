/** The plant as a running thing: model, endpoints, clock loop, people, engine, record. */
import { randomBytes } from 'node:crypto';
import { type Burst, type ClockAnswer, type ClockVerb, PlantError } from '@plant47/contract';
import type { Input } from '@plant47/contract/sealed';
import { WireChaos } from '../chaos/wire-chaos.js';
import type { DueBurst } from '../devices/device.js';
import type { PlantModel } from '../devices/plant-model.js';
import { FilterSet } from '../endpoints/mqtt/topic-filter.js';
import { synthesize } from '../sensing/burst.js';
import { hash } from '../world/state.js';
import type { BoardEvent } from './alarm-board.js';
import { Access } from './auth.js';
import { runBarriers } from './barrier-loop.js';
import { type BurstMaker, startBurstThreads } from './burst-threads.js';
import { ControlDesk } from './control-desk.js';
import { laySaved, takeCheckpoint } from './engine-checkpoint.js';
import { createEngineLogin, EngineProcess } from './engine-process.js';
import { type ExercisePort, NO_EXERCISE } from './exercise-port.js';
import type { Addresses, Done, HostEvent, SnapshotEntry, Split } from './host.js';
import type { HostOptions, RunEnd } from './host-options.js';
import type { HttpServer } from './http-server.js';
import { manifestOf } from './manifest.js';
import { RunSession } from './run-session.js';
import { agoOf, SnapshotRing } from './snapshot-ring.js';
import { SnapshotStore, type StoredSnapshot } from './snapshot-store.js';
import { startWire } from './start-wire.js';
import { ToxicDesk } from './toxic-desk.js';
import type { Wire, WireEvents } from './wire.js';
import { WireTurn } from './wire-turn.js';

/** Wall time that tick 0 waits for the teams that are to be in the run, ms. */
const ENROL_MS = 20_000;

const newRunId = (): string => `run-${randomBytes(6).toString('hex')}`;

/** Starts a plant; resolves once tick 0 is on the wire. Throws coded errors, nothing half started. */
export async function startHost(options: HostOptions): Promise<PlantHost> {
  const model = options.createModel();
  const host = new PlantHost(options);
  try {
    await host.open(model);
  } catch (error) {
    await host.stop();
    throw error;
  }
  return host;
}

/** A running plant: its life, its runs and its engine. What people ask is in `desk`. */
export class PlantHost {
  readonly access: Access;
  readonly desk: ControlDesk;
  /** Resolves when the plant ends, by itself or stopped. */
  readonly finished: Promise<RunEnd>;
  readonly options: HostOptions;
  readonly exercise: ExercisePort;
  readonly turn = new WireTurn();
  readonly toxics: ToxicDesk;
  private readonly engineLogin = createEngineLogin();
  readonly store: SnapshotStore;
  private readonly ring = new SnapshotRing();
  chaos!: WireChaos;
  session!: RunSession;
  wire!: Wire;
  private readonly parts: Split = { world: 0, waveforms: 0, wire: 0, modbusPolls: 0, engine: 0 };
  private readonly threads: BurstMaker | undefined;
  private readonly listeners = new Set<(event: HostEvent) => void>();
  private engine: EngineProcess | undefined;
  private http: HttpServer | undefined;
  private loop: Promise<void> = Promise.resolve();
  private finish!: (end: RunEnd) => void;

  constructor(options: HostOptions) {
    this.options = options;
    this.access = new Access(options.access);
    this.threads = options.threads > 0 ? startBurstThreads(options.threads) : undefined;
    this.store = new SnapshotStore(options.stateDir);
    this.exercise = options.exercise?.(() => this.emit({ type: 'exercise' })) ?? NO_EXERCISE;
    this.desk = new ControlDesk(this);
    this.toxics = new ToxicDesk(this);
    this.finished = new Promise((resolve) => {
      this.finish = resolve;
    });
  }

  get addresses(): Addresses {
    const { mqtt, modbus, modbusRtu } = this.wire;
    return { http: this.http?.url, mqtt, modbus, ...(modbusRtu && { modbusRtu }) };
  }

  get split(): Split {
    const waveforms = this.threads?.busy_s ?? this.parts.waveforms;
    return { ...this.parts, waveforms, modbusPolls: this.wire.modbus_s };
  }

  async open(model: PlantModel): Promise<void> {
    const { from, inputs } = this.options;
    if (from) model.startFrom(from.state);
    this.session = this.newSession(model, from?.inputs ?? inputs);
    const { wireLog } = this.options;
    if (wireLog) wireLog.simNow = () => this.session.clock.simTs;
    this.chaos = new WireChaos(model.world.key, () => this.session.clock.simTs, selects);
    const events: WireEvents = {
      claim: (team, kind, payload) => this.desk.claimed(team, kind, payload),
      burst: (point, plan) => this.desk.askBurst(point, plan),
      command: (source, command) => this.desk.command(source, command),
      teams: () => this.emit({ type: 'clock' }),
    };
    const also = { toxins: this.chaos, engine: this.engineLogin };
    this.wire = await startWire(this.options, model, events, also);
    await this.tellRun(from?.engine);
    const { ports, host, files } = this.options;
    // Loaded and opened while the engine enrols.
    if (ports.http !== undefined) {
      const { startHttp } = await import('./http-server.js');
      this.http = await startHttp(this.desk, this.access, { host, port: ports.http, files });
    }
    await this.beginRun();
  }

  on(listener: (event: HostEvent) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  emit(event: HostEvent): void {
    for (const listener of this.listeners) listener(event);
  }

  /** Publishes the clock as it now stands, behind whatever is on its way. */
  async tellClock(): Promise<void> {
    this.emit({ type: 'clock' });
    await this.turn.take(() => this.wire.clock(this.session.message()));
  }

  /** Ends the run as invalid. */
  fail(error: PlantError): void {
    this.wire.fail(error);
  }

  /** Publishes the referee's verdict, retained. */
  verdict(text: string): Promise<void> {
    return this.turn.take(() => this.wire.verdict(text));
  }

  hash(): string {
    return hash(this.session.state);
  }

  /** Keeps the barrier on the wire, and the engine's checkpoint where the plant stands still. */
  async takeSnapshot(name: string): Promise<StoredSnapshot> {
    const { session } = this;
    const { engine } = this.options;
    const frozen = session.clock.state === 'frozen';
    const checkpoint = frozen ? await takeCheckpoint(this.engine, engine?.stateDir) : undefined;
    const stored = this.snapshotNow(name, this.hash());
    const whole = checkpoint === undefined ? stored : { ...stored, engine: checkpoint };
    this.store.write(whole);
    return whole;
  }

  /** Without a hash it costs nothing: the session's own snapshot is kept. */
  private snapshotNow(name: string, hash = ''): StoredSnapshot {
    const { session } = this;
    const entry: SnapshotEntry = {
      name,
      run: session.run,
      simTs: session.completeTo,
      tick: session.tick,
      hash,
    };
    return {
      entry,
      definition: this.options.definition,
      state: session.snapshot,
      inputs: session.plant.queue.all,
    };
  }

  /** Ends the present run and begins another one at a snapshot, or so long ago; frozen. */
  async restoreSnapshot(name: string): Promise<Done> {
    const ago = agoOf(name);
    const back = ago === undefined ? undefined : this.ring.before(this.session.completeTo - ago);
    if (back) return this.restoreFrom({ ...back, entry: { ...back.entry, name } });
    return this.restoreFrom(this.store.read(name, this.options.definition));
  }

  /** The same from a snapshot that lies elsewhere. */
  async restoreFrom(stored: StoredSnapshot): Promise<Done> {
    await this.endRun();
    const model = this.options.createModel();
    model.startFrom(stored.state);
    this.session = this.newSession(model, stored.inputs);
    await this.tellRun(stored.engine);
    await this.beginRun(true);
    this.emit({ type: 'restored' });
    return this.desk.done(`restored ${stored.entry.name}`);
  }

  async stop(): Promise<void> {
    await this.endRun();
    await this.http?.close();
    await this.wire?.close();
    await this.threads?.stop();
    this.finish({ why: 'stopped' });
  }

  private newSession(model: PlantModel, inputs: readonly Input[]): RunSession {
    const run = newRunId();
    const { options } = this;
    const { plant, learning_s, definition, origin, rate, stateDir } = options;
    return new RunSession({
      run,
      model,
      manifest: manifestOf(model, {
        run,
        plant,
        learning_s,
        definition,
        commitment: origin?.commitment,
      }),
      inputs,
      stateDir,
      definition,
      origin,
      rate,
      make: (due) => this.makeBursts(due),
      worked: (seconds) => {
        this.parts.world += seconds;
      },
      onAlarm: (event: BoardEvent) => this.desk.alarmed(event),
    });
  }

  private async makeBursts(due: readonly DueBurst[]): Promise<readonly Burst[]> {
    const jobs = due.map(({ job }) => job);
    if (this.threads) return this.threads.make(jobs);
    const start = performance.now();
    const bursts = jobs.map(synthesize);
    this.parts.waveforms += (performance.now() - start) / 1000;
    return bursts;
  }

  /** Rewrites the retained messages for the run and starts its engine. */
  private async tellRun(checkpoint: string | undefined): Promise<void> {
    const { session, wire, options } = this;
    const { model } = session.plant;
    this.toxics.begin();
    await this.turn.take(() =>
      wire.begin(
        { manifest: session.manifest, devices: model.devices, clock: session.message() },
        !options.strict,
      ),
    );
    this.startEngine(checkpoint);
  }

  /** Waits for who is to be in the run, and publishes its first barrier. */
  private async beginRun(frozen = false): Promise<void> {
    const { session, wire, options } = this;
    options.onListening?.(this);
    const enrol_ms = options.enrol_ms ?? ENROL_MS;
    const teams = [...(options.awaited ?? []), ...(options.engine ? [options.engine.team] : [])];
    for (const team of teams) {
      if (await wire.enrolled(team, enrol_ms)) continue;
      const message = `${team} did not enrol within ${enrol_ms / 1000} s`;
      if (options.strict) throw lost('E_NOT_ENROLLED', message);
      options.log('warn', 'E_NOT_ENROLLED', message);
    }
    await new Promise<void>((resolve) => {
      this.loop = this.runLoop(session, resolve, frozen);
    });
  }

  private async runLoop(session: RunSession, first: () => void, frozen: boolean): Promise<void> {
    const { options, wire, turn } = this;
    const { plant, clock } = session;
    const untilTick = (options.until_s ?? Number.POSITIVE_INFINITY) * 20;
    let why: RunEnd['why'] = 'stopped';
    const settings = {
      run: plant,
      clock,
      wire,
      turn,
      split: this.parts,
      publishing: ({ simTs }: { simTs: number }) => session.publishing(simTs),
      message: (barrier: Parameters<RunSession['announce']>[0]) => session.announce(barrier),
      published: (...barrier: Parameters<RunSession['published']>) => {
        const before = session.tick;
        session.published(...barrier);
        this.ring.offer(session.completeTo, () => this.snapshotNow('ring'));
        this.toxics.follow(session.tick);
        this.desk.tookEffect(before, session.tick);
        if (clock.state === 'enrol') this.tickZero(session, frozen);
        first();
        this.emit({ type: 'scan' });
        this.emit({ type: 'clock' });
      },
      settled: ({ simTs }: { simTs: number }) => options.onBarrier?.(simTs),
      ends: () => {
        if (plant.nextTick > untilTick) why = 'until';
        else if (options.done?.(plant.model)) why = 'done';
        return why !== 'stopped';
      },
    };
    try {
      await runBarriers(settings, plant.here());
      clock.end();
      await this.turn.take(() => wire.end(session.message(), why !== 'stopped'));
      session.closeRecord();
      if (why !== 'stopped') this.finish({ why });
    } catch (error) {
      first();
      clock.end();
      session.closeRecord();
      this.finish({ why: 'lost', error: asPlantError(error) });
    }
  }

  private tickZero(session: RunSession, frozen: boolean): void {
    const { rate } = this.options;
    session.clock.begin();
    if (rate === undefined || frozen) session.clock.freeze();
    else session.clock.run(rate);
  }

  private async endRun(): Promise<void> {
    this.session?.clock.end();
    await this.loop;
    await this.engine?.stop();
    this.engine = undefined;
  }

  private startEngine(checkpoint: string | undefined): void {
    const { engine, log, strict } = this.options;
    if (!engine) return;
    const { stateDir } = engine;
    const saved = stateDir !== undefined && checkpoint !== undefined;
    const resume = saved ? laySaved(stateDir, checkpoint) : undefined;
    this.engine = new EngineProcess({
      entry: engine.entry,
      waiting: engine.waiting,
      restart: !strict,
      config: () => ({
        mqtt: {
          host: this.wire.mqtt.host,
          port: this.wire.mqtt.port,
          ...(this.options.access && this.engineLogin),
        },
        modbus: this.wire.modbus.map(({ gateway, host, port }) => ({ gateway, host, port })),
        team: engine.team,
        lockstep: true,
        ...(stateDir !== undefined && { stateDir }),
        // Once only: an engine that died goes on from what it wrote itself.
        ...(resume !== undefined && this.engine === undefined && { resume }),
        ...engine.config,
      }),
      onLog: (line) => log('info', 'ENGINE', line),
      onExit: (code, wait_ms) => {
        if (this.session.clock.state === 'end') return;
        if (strict) {
          this.wire.fail(lost('E_ENGINE_EXIT', `the engine ended with ${code}`));
          return;
        }
        log('warn', 'E_ENGINE_EXIT', `the engine ended with ${code}, again in ${wait_ms} ms`);
        this.wire.dismiss(engine.team);
      },
    });
  }

  /** Carries out a clock verb and tells everybody. */
  async verb(verb: ClockVerb): Promise<ClockAnswer> {
    const { clock } = this.session;
    if (clock.state === 'end') throw lost('E_RUN_ENDED', 'the run has ended');
    if (verb.verb === 'freeze') clock.freeze();
    else if (verb.verb === 'run') clock.run(clock.rate);
    else if (verb.verb === 'max') clock.run(0);
    else if (verb.verb === 'rate') clock.setRate(verb.rate);
    else await clock.advanceTo(clock.simTs + verb.seconds * 1000);
    await this.tellClock();
    return { ...this.session.message(), tick: this.session.state.tick, hash: this.hash() };
  }
}

const selects = (filter: string, topic: string): boolean =>
  new FilterSet([filter]).selects(topic, topic.split('/'));

function lost(code: string, message: string): PlantError {
  return new PlantError([{ code, path: 'run', message, remedy: 'start the run again' }], 3);
}

function asPlantError(error: unknown): PlantError {
  return error instanceof PlantError ? error : lost('E_RUN_BROKEN', (error as Error).message);
}
