/** One run with everything that belongs to it: id, clock, record, alarms, trends, frames. */
import type {
  AlarmClaim,
  Burst,
  ClockMessage,
  Manifest,
  RulClaim,
  TwinFrame,
} from '@plant47/contract';
import { alarmClaim, rulClaim } from '@plant47/contract';
import type { Command, Input } from '@plant47/contract/sealed';
import type { DeviceScan, DueBurst } from '../devices/device.js';
import type { PlantModel } from '../devices/plant-model.js';
import {
  fork,
  hash,
  type Snapshot,
  type State,
  snapshot,
  TICKS_PER_SECOND,
} from '../world/state.js';
import { AlarmBoard, type BoardEvent } from './alarm-board.js';
import { HostClock } from './clock.js';
import { History } from './history.js';
import { type Barrier, PlantRun } from './plant-run.js';
import { Recorder } from './recorder.js';
import { type Mark, type RunOrigin, type RunRecord, sha256, VERSION } from './recording.js';
import type { MadeBurst } from './wire.js';

/** A claim with the simulated time of the barrier at which it reached the broker. */
export interface ClaimRecord {
  readonly team: string;
  readonly arrivedTs: number;
  readonly claim: AlarmClaim | RulClaim;
  /** Which life of the sender, counted by its hellos; absent in the first. */
  readonly epoch?: number;
}

export interface SessionSettings {
  readonly run: string;
  readonly model: PlantModel;
  readonly manifest: Manifest;
  readonly inputs: readonly Input[];
  readonly stateDir: string | undefined;
  readonly definition: string;
  /** Absent = `run.json` names neither scenario nor seed. */
  readonly origin?: RunOrigin | undefined;
  /** As of HostOptions. */
  readonly rate: number | undefined;
  readonly make: (due: readonly DueBurst[]) => Promise<readonly Burst[]>;
  readonly worked: (seconds: number) => void;
  readonly onAlarm: (event: BoardEvent) => void;
}

/** A run and its record. */
export class RunSession {
  readonly run: string;
  readonly manifest: Manifest;
  readonly clock: HostClock;
  readonly plant: PlantRun;
  readonly recorder: Recorder;
  readonly board: AlarmBoard;
  readonly history = new History();
  readonly claims: ClaimRecord[] = [];
  /** Hellos of each team. */
  private readonly hellos = new Map<string, number>();
  readonly frameIds: string[] = [];
  /** Claims that did not parse; dropped. */
  badClaims = 0;
  /** Barrier that is on the wire, and the state of the world at it. */
  completeTo: number;
  private readonly record: RunRecord;
  /** Barrier whose first message is on the wire. */
  private onWire = Number.NEGATIVE_INFINITY;
  private held: Snapshot;
  /** `held` as a state, made when somebody asks. */
  private shown: State | undefined;
  private seqs: Record<string, number> = {};
  private frameSeq = 0;
  private readonly offsets: number[] = [];
  private readonly values: Float32Array;
  private readonly scans: DeviceScan[] = [];

  constructor(settings: SessionSettings) {
    const { model, run } = settings;
    this.run = run;
    this.manifest = settings.manifest;
    this.recorder = new Recorder(settings.stateDir, run);
    this.recorder.write('definition.yaml', settings.definition);
    this.record = recordOf(settings);
    this.writeRecord(null);
    this.plant = new PlantRun({
      model,
      inputs: settings.inputs,
      record: (input) => this.recorder.append('inputs', input),
      make: settings.make,
      worked: settings.worked,
    });
    this.clock = new HostClock(this.plant.simTs(this.plant.tick));
    this.completeTo = this.plant.simTs(this.plant.tick) - 1;
    this.held = snapshot(model.state);
    this.board = new AlarmBoard((event) => {
      this.recorder.append('alarms', { simTs: this.clock.simTs, ...event });
      settings.onAlarm(event);
    });
    for (const device of model.devices) {
      const ids = device.points.filter((one) => one.form === 'scalar').map((one) => one.id);
      this.offsets[device.index] = this.frameIds.length;
      this.history.declare(device.index, ids);
      this.frameIds.push(...ids);
    }
    this.values = new Float32Array(this.frameIds.length).fill(Number.NaN);
  }

  /** Tick of the barrier that is on the wire. */
  get tick(): number {
    return this.held.tick;
  }

  /** Snapshot of the barrier that is on the wire; nobody writes to it. */
  get snapshot(): Snapshot {
    return this.held;
  }

  /** State of the world at the barrier that is on the wire, whatever is computed ahead. */
  get state(): State {
    this.shown ??= fork(this.plant.model.world, this.held);
    return this.shown;
  }

  /** The barrier at `simTs` goes on the wire: a client may claim on its data before its clock. */
  publishing(simTs: number): void {
    this.onWire = simTs;
  }

  /** Remembers what a barrier published; call before the world goes on. */
  published(barrier: Barrier, bursts: readonly MadeBurst[]): void {
    const { model } = this.plant;
    for (const scan of barrier.scans) {
      const { device, simTs, values } = scan;
      this.scans[device.index] = scan;
      this.history.scan(device.index, simTs, values, device.scan_s);
      this.values.set(values, this.offsets[device.index]!);
    }
    for (const { due, burst } of bursts) this.history.burst(due.point.id, burst);
    this.held = snapshot(model.state);
    this.shown = undefined;
    this.completeTo = barrier.simTs;
    this.frameSeq++;
    this.recorder.mark(() => this.here());
  }

  /** What `run.json` says of the run up to the barrier on the wire. */
  get recorded(): RunRecord {
    return { ...this.record, end: this.here() };
  }

  /** Closes the record: where the run ended, and the hash there. */
  closeRecord(): void {
    this.writeRecord(this.here());
    this.recorder.close();
  }

  private writeRecord(end: Mark | null): void {
    const { recorder, record } = this;
    recorder.write('run.json', `${JSON.stringify({ ...record, end }, undefined, 2)}\n`);
  }

  /** The barrier on the wire, with the hash of the world at it. */
  private here(): Mark {
    const { tick } = this.held;
    return { tick, simTs: this.plant.simTs(tick), hash: hash(this.state) };
  }

  /** Clock message of a barrier that is about to be published. */
  announce(barrier: Barrier): ClockMessage {
    this.seqs = {};
    for (const { device, seq, on } of barrier.scans) {
      if (on !== 'modbus') this.seqs[`${device.asset}/${device.device}`] = seq;
    }
    const state = this.clock.state;
    return {
      ...this.message(),
      simTs: barrier.simTs,
      state: state === 'enrol' ? 'run' : state,
      completeTo: barrier.simTs,
    };
  }

  message(): ClockMessage {
    const { clock } = this;
    return {
      v: 1,
      run: this.run,
      simTs: clock.simTs,
      wallTs: Date.now(),
      rate: clock.rate,
      state: clock.state,
      completeTo: this.completeTo,
      seq: this.seqs,
    };
  }

  frame(): TwinFrame {
    return { simTs: this.completeTo, seq: this.frameSeq, values: this.values };
  }

  /** Last scan of each device, of one asset or of all. */
  lastScans(asset?: string): DeviceScan[] {
    return this.scans.filter((scan) => asset === undefined || scan.device.asset === asset);
  }

  /** A team says hello: its seq may begin anew. */
  greeted(team: string): void {
    this.hellos.set(team, (this.hellos.get(team) ?? 0) + 1);
  }

  /** Takes an alarm or rul claim of a team; true where it is one. */
  claim(team: string, payload: unknown): 'alarm' | 'rul' | undefined {
    const schema = (payload as { schema?: unknown } | null)?.schema;
    const parsed =
      schema === 'alarm/1' ? alarmClaim.safeParse(payload) : rulClaim.safeParse(payload);
    if (!parsed.success) {
      this.badClaims++;
      return undefined;
    }
    const claim = parsed.data as AlarmClaim | RulClaim;
    const arrivedTs = Math.max(this.completeTo, this.onWire);
    const epoch = this.hellos.get(team) ?? 1;
    const record: ClaimRecord = { team, arrivedTs, claim, ...(epoch > 1 && { epoch }) };
    this.claims.push(record);
    this.recorder.append('claims', record);
    if (claim.schema === 'alarm/1') this.board.claim(team, claim, arrivedTs);
    else this.board.takeRul(team, claim);
    return claim.schema === 'alarm/1' ? 'alarm' : 'rul';
  }

  /** Queues a command for now; in effect from the next tick boundary. */
  ask(source: string, command: Command, simTs = this.clock.simTs): Input {
    return this.plant.ask(source, command, simTs);
  }
}

function recordOf({ run, model, manifest, definition, origin, rate }: SessionSettings): RunRecord {
  return {
    schema: 'plant47/recording/1',
    version: VERSION,
    run,
    plant: manifest.plant,
    scenario: origin?.scenario ?? '',
    seed: origin?.seed ?? null,
    commitment: origin?.commitment ?? null,
    definition: sha256(definition),
    sampling: model.sampling,
    macro_s: model.world.macro / TICKS_PER_SECOND,
    only: origin?.only === undefined ? null : [...origin.only],
    rate: rate ?? null,
    end: null,
  };
}
