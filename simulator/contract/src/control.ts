/** The control API's bodies and the twin's WebSocket: what a browser or a script exchanges. */
import type { Manifest } from './catalogue.js';
import type { AlarmClaim, RulClaim } from './claims.js';
import type { ClockMessage } from './messages.js';

export const ROLES = ['viewer', 'trainee', 'instructor', 'admin'] as const;
export type Role = (typeof ROLES)[number];

/** True where `role` may do what `needed` may. */
export function allows(role: Role, needed: Role): boolean {
  return ROLES.indexOf(role) >= ROLES.indexOf(needed);
}

/** Answer of GET and POST /api/v1/clock. */
export interface ClockAnswer extends ClockMessage {
  readonly tick: number;
  /** Golden hash of the world's state; only in answers to POST. */
  readonly hash?: string;
}
export type ClockVerb =
  | { readonly verb: 'freeze' }
  | { readonly verb: 'run' }
  | { readonly verb: 'max' }
  | { readonly verb: 'advance'; readonly seconds: number }
  | { readonly verb: 'rate'; readonly rate: number };

/** An alarm as the operator sees it; ISA-18.2 states. */
export interface AlarmView {
  readonly id: string;
  readonly team: string;
  readonly asset: string;
  readonly component: string;
  readonly state: 'UNACK' | 'ACK' | 'RTN_UNACK' | 'NORMAL';
  readonly priority: number;
  readonly text: string;
  readonly raisedAt: number;
  readonly clearedAt: number | null;
  readonly acknowledgedAt: number | null;
  readonly claim: AlarmClaim;
}

/** A declared action of an operator on an asset: what it needs, takes and does. */
export interface ActionEntry {
  readonly action: string;
  readonly label: string;
  readonly component: string;
  /** Present where the action takes a value, e.g. a load setpoint. */
  readonly value?: { readonly unit: string; readonly range: readonly [number, number] };
  readonly duration_s: number;
}

/** A fault as the instructor may inject it. */
export interface FaultEntry {
  readonly fault: string;
  readonly label: string;
  readonly component: string;
  /** What severity 0 and 1 mean, in a physical unit. */
  readonly unit: string;
  readonly at0: number;
  readonly at1: number;
}

export interface TimelineMark {
  readonly mark: 'injected' | 'observable' | 'alarm' | 'acknowledged' | 'diagnosed' | 'action';
  readonly simTs: number | null;
  readonly text: string;
}

/** GET /api/v1/report: the exercise's six marks; injected and observable are null to a trainee
 *  until the exercise has ended. */
export interface ExerciseView {
  readonly state: 'briefing' | 'running' | 'debrief';
  readonly asset: string | null;
  readonly marks: readonly TimelineMark[];
}

/** Body of POST /api/v1/inject (instructor). */
export interface InjectBody {
  readonly asset: string;
  readonly component?: string;
  readonly fault: string;
  readonly severity?: number;
  readonly ramp_s?: number;
  /** Simulated Unix time, ms; now where absent. */
  readonly at?: number;
  readonly clear?: boolean;
}

/** Body of POST /api/v1/actions (trainee). `diagnose` carries the fault named. */
export interface ActionBody {
  readonly asset: string;
  readonly action: string;
  readonly component?: string;
  readonly value?: number;
  readonly fault?: string;
}

/** Severity of a fault as truth knows it; instructor only. */
export interface TruthView {
  readonly faults: readonly {
    readonly id: string;
    readonly asset: string;
    readonly component: string;
    readonly mode: string;
    readonly severity: number;
    /** The damage in the fault's own unit. */
    readonly physical: number;
    readonly unit: string;
    readonly onsetTs: number;
    readonly observableTs: number | null;
    readonly failureTs: number | null;
    readonly repairTs: number | null;
  }[];
  /** Faults of bindings, endpoints and connections, apart from machines and sensors. */
  readonly wire?: readonly ToxicView[];
}

/** A wire fault as truth has it: what, where, since when; instructor only. */
export interface ToxicView {
  readonly id: string;
  readonly toxic: string;
  readonly label: string;
  /** binding, endpoint or connection. */
  readonly layer: string;
  /** wire or encoding. */
  readonly truth: string;
  /** Names of what it is aimed at; none = everything of its layer. */
  readonly target: object;
  readonly params: Readonly<Record<string, number | string>>;
  /** Simulated Unix times, ms; null = until it is removed. */
  readonly sinceTs: number;
  readonly untilTs: number | null;
}

/** Text messages of the WebSocket /twin/v1, from the host. */
export type TwinMessage =
  | {
      readonly type: 'hello';
      readonly role: Role;
      readonly clock: ClockMessage;
      readonly manifest: Manifest;
      /** Scalar point ids in the order of the binary frames' columns. */
      readonly points: readonly string[];
    }
  | { readonly type: 'clock'; readonly clock: ClockMessage }
  | { readonly type: 'alarms'; readonly alarms: readonly AlarmView[] }
  | { readonly type: 'rul'; readonly rul: readonly RulClaim[] }
  | { readonly type: 'exercise'; readonly exercise: ExerciseView }
  | { readonly type: 'progress'; readonly label: string; readonly fraction: number }
  | { readonly type: 'truth'; readonly truth: TruthView };

export const FRAME_HEADER_BYTES = 24;
const FRAME_MAGIC = 0x3437;

/** A keyframe: every scalar point's last scanned value as f32 (NaN = no value). */
export interface TwinFrame {
  readonly simTs: number;
  readonly seq: number;
  readonly values: Float32Array;
}

/** 24-byte little-endian header {magic u16, kind u8, flags u8, schema u32, simTs f64, seq u32,
 *  count u32}, then f32 columns. */
export function encodeFrame(frame: TwinFrame): Uint8Array {
  const bytes = new Uint8Array(FRAME_HEADER_BYTES + 4 * frame.values.length);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, FRAME_MAGIC, true);
  view.setUint8(2, 1);
  view.setUint32(4, 1, true);
  view.setFloat64(8, frame.simTs, true);
  view.setUint32(16, frame.seq, true);
  view.setUint32(20, frame.values.length, true);
  new Float32Array(bytes.buffer, FRAME_HEADER_BYTES).set(frame.values);
  return bytes;
}

/** The frame in `buffer`, sharing its memory, or undefined where it is none. */
export function decodeFrame(buffer: ArrayBuffer): TwinFrame | undefined {
  if (buffer.byteLength < FRAME_HEADER_BYTES) return undefined;
  const view = new DataView(buffer);
  const count = view.getUint32(20, true);
  if (view.getUint16(0, true) !== FRAME_MAGIC || view.getUint8(2) !== 1) return undefined;
  if (buffer.byteLength < FRAME_HEADER_BYTES + 4 * count) return undefined;
  return {
    simTs: view.getFloat64(8, true),
    seq: view.getUint32(16, true),
    values: new Float32Array(buffer, FRAME_HEADER_BYTES, count),
  };
}
