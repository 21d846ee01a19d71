/** Everything that changes, in one block: snapshot, restore, fork and hash are copies of it. */
import type { Course } from '../control/course.js';
import type { Column } from '../machines/kind.js';
import type { Net } from '../machines/net.js';
import { TICKS_PER_SECOND } from './clock.js';
import type { World } from './compile.js';
import { HEAT, NET, type Table, TRAIN, type TrainColumn } from './layout.js';
import { settle } from './settle.js';

export { TICKS_PER_SECOND };

/** One column per declared name. Verbs know the names; the step loop does not. */
// biome-ignore lint/suspicious/noExplicitAny: each kind types its own rows.
export type AnyRows = any;

/** Something that happened to a component, at the end of its tick. */
interface WorldEvent {
  readonly tick: number;
  readonly train: number;
  readonly asset: string;
  readonly component: string;
  /** start, started, stop, trip, failure, refused, action, done, reset, lock, unlock, repair. */
  readonly event: string;
  /** Cause or action, e.g. `undervoltage`, `spall`, `regrease`. */
  readonly detail: string;
}

/** A fault as it was asked for and as it went; ticks, null where not yet. */
export interface FaultRecord {
  readonly id: string;
  readonly asset: string;
  readonly component: string;
  readonly fault: string;
  readonly train: number;
  readonly table: number;
  readonly row: number;
  /** Column of its severity. */
  readonly column: string;
  readonly onset: number;
  readonly severity: number;
  readonly ramp_s: number;
  readonly growth: number;
  readonly failure: number | null;
  readonly repair: number | null;
}

/** A table with its columns: views into the block. */
export interface BoundTable extends Table {
  readonly m: AnyRows;
}

export interface State {
  readonly world: World;
  /** Whole ticks since the start; time in seconds is tick / TICKS_PER_SECOND. */
  tick: number;
  /** Float64Array(world.size + world.sensors): columns of kinds, net and trains, then sensing. */
  readonly block: Column;
  /** What sensing keeps, the tail of the block. */
  readonly sensors: Column;
  readonly events: WorldEvent[];
  readonly faults: FaultRecord[];
  /** Changes of demand and air, in the order in which they were asked for. */
  readonly courses: Course[];
  readonly tables: readonly BoundTable[];
  readonly net: Net;
  readonly train: Readonly<Record<TrainColumn, Column>>;
  /** A train's integrated cells before a macro-step; scratch, not part of a snapshot. */
  readonly kept: Column;
  readonly damaged: Column;
}

export interface Snapshot {
  readonly tick: number;
  readonly block: Column;
  readonly events: readonly WorldEvent[];
  readonly faults: readonly FaultRecord[];
  /** Absent in snapshots of before there were any. */
  readonly courses?: readonly Course[];
}

/** The settled state at tick 0: every train that should run runs, warm and in balance. */
export function begin(world: World): State {
  const state = bind(world, new Float64Array(world.size + world.sensors));
  for (const { kind, changing, starts, m } of state.tables) {
    const start = { ...kind.states, ...kind.held, ...kind.inputs };
    for (const name of changing) {
      const column: Column = m[name];
      for (let i = 0; i < column.length; i++) {
        column[i] = starts[i]?.[name] ?? start[name]?.start ?? 0;
      }
    }
    if (kind.renew) for (let i = 0; i < starts.length; i++) kind.renew(m, i, 0);
  }
  settle(state);
  return state;
}

/** A copy of all that changes. */
export function snapshot(state: State): Snapshot {
  const { tick, block, events, faults, courses } = state;
  const copy = { tick, block: block.slice(), events: [...events], faults: [...faults] };
  return courses.length === 0 ? copy : { ...copy, courses: [...courses] };
}

/** Puts a state back to a snapshot of the same world. */
export function restore(state: State, from: Snapshot): void {
  state.tick = from.tick;
  state.block.set(from.block);
  state.events.splice(0, state.events.length, ...from.events);
  state.faults.splice(0, state.faults.length, ...from.faults);
  state.courses.splice(0, state.courses.length, ...(from.courses ?? []));
}

/** A state that goes on by itself from here. */
export function fork(world: World, state: Snapshot): State {
  const twin = bind(world, new Float64Array(world.size + world.sensors));
  restore(twin, state);
  return twin;
}

/**
 * FNV-1a over the bits of the plant and the tick, two lanes of 32 bits, as 16 hex digits.
 * What sensing keeps is left out: the plant is the same whoever looks.
 */
export function hash(state: State): string {
  const length = state.block.length - state.sensors.length;
  const bits = new Uint32Array(state.block.buffer, state.block.byteOffset, 2 * length);
  let a = 0x811c9dc5 ^ state.tick;
  let b = 0x01000193 ^ Math.floor(state.tick / 4294967296);
  for (let k = 0; k < bits.length; k += 2) {
    a = Math.imul(a ^ bits[k], 0x01000193);
    b = Math.imul(b ^ bits[k + 1], 0x01000193);
    a ^= b >>> 15;
    b ^= a >>> 13;
  }
  return [a, b].map((lane) => (lane >>> 0).toString(16).padStart(8, '0')).join('');
}

function bind(world: World, block: Column): State {
  const n = world.trains.length;
  let at = world.netOffset;
  const take = (width: number): Column => {
    at += width;
    return block.subarray(at - width, at);
  };
  const single = (names: readonly string[]): Record<string, Column> =>
    Object.fromEntries(names.map((name) => [name, take(n)]));
  const net = single(NET) as Record<(typeof NET)[number], Column>;
  const train = single(TRAIN) as Record<TrainColumn, Column>;
  const [theta, flow] = HEAT.map(() => take(2 * n)) as [Column, Column];
  const { omega, tau, dtau, load, whirl, Q, H, dH, V, f, on, ambient } = net;
  const { J, T_N, I, drive } = world;
  const scratch = 3 + Math.max(0, ...world.stateCells.map((cells) => cells.length));
  return {
    world,
    tick: 0,
    block,
    sensors: block.subarray(world.size),
    events: [],
    faults: [],
    courses: [],
    tables: world.tables.map((table) => ({ ...table, m: rowsOf(table, block) })),
    net: {
      shaft: { omega, tau, slope: dtau, load, whirl, J, T_N },
      pipe: { Q, H, slope: dH, I },
      heat: { theta, flow },
      supply: { V, f, on, drive, ambient },
    },
    train,
    kept: new Float64Array(scratch),
    damaged: new Float64Array(scratch),
  };
}

function rowsOf(table: Table, block: Column): AnyRows {
  const rows: Record<string, unknown> = {
    ...table.parameters,
    ...table.wires,
    stream: table.stream,
  };
  table.changing.forEach((name, k) => {
    const at = table.offset + k * table.rows;
    rows[name] = block.subarray(at, at + table.rows);
  });
  // V8 keeps an object built by keyed stores as a dictionary until it serves as a prototype.
  Object.create(rows);
  return rows;
}
