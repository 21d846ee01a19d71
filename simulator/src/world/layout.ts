/** Where everything that changes lies in the block: columns of kinds, of the net, of the trains. */
import type { AnyKind, Column } from '../machines/kind.js';
import type { Stream } from '../physics/random.js';

/** Changing columns of the net: one a train, and two of each heat column (frame, bracket). */
export const NET = [
  'omega',
  'tau',
  'dtau',
  'load',
  'whirl',
  'Q',
  'H',
  'dH',
  'V',
  'f',
  'on',
  'ambient',
] as const;
export const HEAT = ['theta', 'flow'] as const;

/** Changing columns of a train's own bookkeeping; ticks are whole numbers. */
export const TRAIN = [
  /** Operating state, index into MODES, and the tick since which it stands. */
  'mode',
  'since',
  /** Ticks up to which the 1 Hz verbs and ageing have been charged. */
  'warmed',
  'aged',
  /** Tick up to which the plan steps finely. */
  'fine',
  /** Work under way: tick at which it is done, its action and its row; 0 = none. */
  'work_until',
  'work_code',
  'work_row',
  /** Demand set by hand, 0 = automatic; 1 where the nightly stop holds it. */
  'manual',
  'asleep',
  /** Tick up to which a severity still moves. */
  'ramps',
] as const;
export type TrainColumn = (typeof TRAIN)[number];

/** Columns that every row has besides those of its kind. */
const ROW = ['failed', 'renewals'] as const;
/** Suffixes of the four columns that move a severity: from, to, and their ticks. */
export const RAMP = [':from', ':to', ':since', ':until'] as const;

/** All rows of one kind. Rows follow the order of trains, so a train is a range of rows. */
export interface Table {
  readonly kind: AnyKind;
  readonly rows: number;
  /** Float64Array(rows) each. */
  readonly parameters: Readonly<Record<string, Column>>;
  /** Int32Array(rows) each: index of shaft, pipe, heat port or supply. */
  readonly wires: Readonly<Record<string, Int32Array>>;
  /** Int32Array(trains + 1): rows of train t are [from[t], from[t + 1]). */
  readonly from: Int32Array;
  /** Names of the changing columns, in the order in which they lie in the block. */
  readonly changing: readonly string[];
  /** Offset of the first changing column in the block; integrated states come first. */
  readonly offset: number;
  readonly states: number;
  readonly stream: readonly Stream[];
  /** Component id and train of each row. */
  readonly components: readonly string[];
  readonly trains: readonly number[];
  /** Starting values of states that the plant file overrides, by row. */
  readonly starts: readonly Readonly<Record<string, number>>[];
}

/** Names of the changing columns of a kind. */
export function changingColumns(kind: AnyKind): string[] {
  const faults = Object.keys(kind.faults);
  return [
    ...Object.keys(kind.states),
    ...Object.keys(kind.held),
    ...Object.keys(kind.inputs),
    ...ROW,
    ...faults,
    ...faults.flatMap((fault) => RAMP.map((end) => fault + end)),
  ];
}

/** Indices into the block of what is integrated in train t. */
export function stateCells(tables: readonly Table[], t: number): Int32Array {
  const cells: number[] = [];
  for (const { states, from, offset, rows } of tables) {
    for (let c = 0; c < states; c++) {
      for (let i = from[t]; i < from[t + 1]; i++) cells.push(offset + c * rows + i);
    }
  }
  return Int32Array.from(cells);
}

/** Doubles that net and trains take. */
export function netSize(trains: number): number {
  return (NET.length + TRAIN.length + 2 * HEAT.length) * trains;
}
