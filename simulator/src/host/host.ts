/** What the outside of a running plant can ask of it: the surface behind the control API. */
import type {
  ActionBody,
  ActionEntry,
  AlarmView,
  Burst,
  ClockAnswer,
  ClockVerb,
  ExerciseView,
  FaultEntry,
  InjectBody,
  Manifest,
  Role,
  RulClaim,
  ToxicView,
  TruthView,
  TwinFrame,
} from '@plant47/contract';
import type { ToxicSpec } from '@plant47/contract/sealed';
import type { Injection } from '../chaos/injection-log.js';
import type { Trend } from './history.js';

/** Answer to everything that changes the plant. */
export interface Done {
  /** Id of the fault record, of an injection. */
  readonly id?: string;
  readonly done: string;
  readonly simTs: number;
  readonly tick: number;
  readonly hash: string;
}

export interface SnapshotEntry {
  readonly name: string;
  readonly run: string;
  readonly simTs: number;
  readonly tick: number;
  readonly hash: string;
}

export interface TeamView {
  readonly team: string;
  readonly mode: string;
  readonly state: 'hello' | 'in' | 'done' | 'lost';
  readonly watermark: number | null;
}

export interface GatewayAddress {
  readonly gateway: number;
  readonly host: string;
  readonly port: number;
  /** Number of trains behind it. */
  readonly units: number;
}

export interface MqttAddress {
  readonly host: string;
  readonly port: number;
  /** MQTT over WebSocket, where asked for. */
  readonly webSocketPort?: number;
}

export interface Addresses {
  readonly http: string | undefined;
  readonly modbus: readonly GatewayAddress[];
  /** RTU frames over TCP to the units of gateway 0, where asked for. */
  readonly modbusRtu?: { readonly host: string; readonly port: number };
  readonly mqtt: MqttAddress;
}

/** Values as the last scans published them. */
export interface PointValues {
  /** Point id → [value in the point's unit or null, quality]. */
  readonly points: Readonly<Record<string, readonly [number | null, number]>>;
}

/** Something happened that an open twin shows. */
export type HostEvent =
  | { readonly type: 'clock' | 'alarms' | 'rul' | 'exercise' | 'scan' | 'restored' }
  | { readonly type: 'progress'; readonly label: string; readonly fraction: number };

/** Wall seconds spent, by part of the work. */
export interface Split {
  world: number;
  waveforms: number;
  wire: number;
  modbusPolls: number;
  /** Waiting for enrolled clients. */
  engine: number;
}

/** Wire faults, as an instructor handles them. */
export interface ToxicPort {
  add(spec: ToxicSpec): Done;
  remove(id: string): Done;
  list(): readonly ToxicView[];
  injections(from: number): readonly Injection[];
}

export interface Host {
  /** Id of the present run; a restore begins another. */
  readonly run: string;
  readonly manifest: Manifest;
  /** Scalar point ids in the order of a frame's columns. */
  readonly frameIds: readonly string[];
  clock(): ClockAnswer;
  verb(verb: ClockVerb): Promise<ClockAnswer>;
  /** Resolves once completeTo > `after`, or the run ends, or after `timeout_ms` of wall time. */
  clockAfter(after: number, timeout_ms: number): Promise<ClockAnswer>;
  faults(): readonly FaultEntry[];
  actions(asset: string): readonly ActionEntry[];
  inject(body: InjectBody): Done;
  act(body: ActionBody): Promise<Done>;
  acknowledge(alarm: string): Promise<AlarmView>;
  truth(): TruthView;
  alarms(): readonly AlarmView[];
  rul(): readonly RulClaim[];
  exercise(role: Role): ExerciseView;
  teams(): readonly TeamView[];
  hello(team: string, body: unknown): TeamView;
  watermark(team: string, simTs: number): TeamView;
  claim(team: string, body: unknown): void;
  points(asset: string | undefined): PointValues;
  trend(point: string, from: number, to: number, limit: number): Trend;
  lastBurst(point: string, least?: number): Burst | undefined;
  frame(): TwinFrame;
  snapshots(): readonly SnapshotEntry[];
  snapshot(name: string): Promise<SnapshotEntry>;
  restore(name: string): Promise<Done>;
  readonly toxics: ToxicPort;
  runs(): readonly string[];
  on(listener: (event: HostEvent) => void): () => void;
}
