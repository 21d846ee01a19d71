/** Compiles a plant into an immutable world: rows, wires, parameters, duty. */
import { PlantError } from '@plant47/contract';
import {
  checkMacro,
  checkPlant,
  checkSelection,
  componentValues,
  type Plant,
  settingsOf,
  siValue,
  type TrainInfo,
  type TrainSettings,
  trainInfo,
} from '@plant47/contract/sealed';
import { type Air, airOf, type Duty, drawWaves, dutyOf, type Waves } from '../control/duty.js';
import { CURVE, type FlowCurve } from '../control/flow-control.js';
import type { AnyKind, Column, Parameter } from '../machines/kind.js';
import { KINDS } from '../machines/registry.js';
import { streamOf } from '../physics/random.js';
import { HOUR, TICKS_PER_SECOND } from './clock.js';
import type { Key } from './key.js';
import { changingColumns, netSize, stateCells, type Table } from './layout.js';

export interface CompileOptions {
  /** Longest macro-step, s, a multiple of 60; absent = ticks only. */
  readonly macro_s?: number;
  /** Doubles reserved in the block for sensing. */
  readonly sensors?: number;
  /** Compile these assets only; their trajectories are those of the whole plant. */
  readonly only?: readonly string[];
}

export interface World {
  readonly plant: Plant;
  readonly key: Key;
  readonly trains: readonly TrainInfo[];
  readonly tables: readonly Table[];
  /** Inertia, rated torque and inertance of each train. */
  readonly J: Column;
  readonly T_N: Column;
  readonly I: Column;
  readonly drive: Column;
  readonly duty: readonly Duty[];
  readonly air: readonly Air[];
  readonly curves: readonly FlowCurve[];
  readonly standing: readonly Readonly<Record<string, number>>[];
  /** The course of the weather, K around its mean, shared by all. */
  readonly weather: Waves;
  /** Columns of the net start here in the block. */
  readonly netOffset: number;
  /** Doubles of the plant; those of sensing follow them in the block. */
  readonly size: number;
  readonly sensors: number;
  /** Ticks of the longest macro-step, 0 = none. */
  readonly macro: number;
  /** Block indices of each train's integrated quantities. */
  readonly stateCells: readonly Int32Array[];
  /** Every action of every kind; the state keeps an index into it. */
  readonly actions: readonly { readonly table: number; readonly action: string }[];
}

/** Lays out a plant. Throws PlantError with every mistake found. */
export function compile(plant: Plant, key: Key, options: CompileOptions = {}): World {
  const { only, macro_s = 0, sensors = 0 } = options;
  const mistakes = checkPlant(plant, KINDS);
  const issues = [...mistakes, ...checkMacro(macro_s), ...checkSelection(plant, only)];
  if (issues.length > 0) throw new PlantError(issues);
  const trains = settingsOf(plant).filter(({ id }) => !only || only.includes(id));
  const n = trains.length;
  let offset = 0;
  const tables = KINDS.map((kind) => {
    const table = tabulate(trains, kind, key, offset);
    offset += table.changing.length * table.rows;
    return table;
  });
  const size = offset + netSize(n);
  const weather = { mean: siValue(plant.weather.mean, 'K'), daily: plant.weather.daily_K };
  return {
    plant,
    key,
    trains: trains.map((train, t) => trainInfo(train, t, trains, KINDS)),
    tables,
    J: sum(tables, n, 'J', 'shaft'),
    T_N: sum(tables, n, 'T_N', 'shaft'),
    I: sum(tables, n, 'I', 'pipe'),
    drive: Float64Array.from(trains, ({ duty }) => (duty.drive ? 1 : 0)),
    duty: trains.map(({ duty, unitBase }) => dutyOf(duty, unitBase, key, HOUR)),
    air: trains.map((train) => airOf(train.surroundings, train.unitBase, key, weather)),
    curves: trains.map((_, t) => fromNames(CURVE, (name) => parameterOf(tables, t, name))),
    standing: trains.map(({ standing }) => standing),
    weather: drawWaves(streamOf(key, 'weather'), 7, 43_200, 1_036_800, plant.weather.slow_K),
    netOffset: offset,
    size,
    sensors,
    macro: macro_s * TICKS_PER_SECOND,
    stateCells: trains.map((_, t) => stateCells(tables, t)),
    actions: tables.flatMap(({ kind }, table) =>
      Object.keys(kind.actions).map((action) => ({ table, action })),
    ),
  };
}

function tabulate(all: readonly TrainSettings[], kind: AnyKind, key: Key, offset: number): Table {
  const from = new Int32Array(all.length + 1);
  const rows: { train: number; id: string; place: number; set: Record<string, number> }[] = [];
  all.forEach((train, t) => {
    for (const [id, part] of Object.entries(train.components)) {
      if (part.kind !== kind.kind) continue;
      rows.push({ train: t, id, place: train.unitBase, set: componentValues(kind, part) });
    }
    from[t + 1] = rows.length;
  });
  const parameters = fromNames(Object.keys(kind.parameters), (name) =>
    Float64Array.from(rows, ({ set }) => set[name] ?? (kind.parameters[name] as Parameter).value),
  );
  // A train has one shaft, pipe and supply, and two bodies: the motor's frame, the pump's bracket.
  const wires = fromNames(Object.keys(kind.connectors), (name) =>
    Int32Array.from(rows, ({ train, id }) => {
      if (kind.connectors[name] !== 'heat') return train;
      return 2 * train + (name === 'bracket' || id.startsWith('pump') ? 1 : 0);
    }),
  );
  return {
    kind,
    rows: rows.length,
    parameters,
    wires,
    from,
    changing: changingColumns(kind),
    offset,
    states: Object.keys(kind.states).length,
    // Draws are named by the train's place in the file: a new name changes nothing.
    stream: rows.map(({ place, id }) => streamOf(key, place, id, kind.kind)),
    components: rows.map(({ id }) => id),
    trains: rows.map(({ train }) => train),
    starts: rows.map(({ set }) => set),
  };
}

/** Sum over a train's rows of a parameter that its shaft or pipe gathers. */
function sum(tables: readonly Table[], n: number, name: string, wire: string): Column {
  const total = new Float64Array(n);
  for (const { parameters, wires, rows } of tables) {
    const column = parameters[name];
    const to = wires[wire];
    if (column && to) for (let i = 0; i < rows; i++) total[to[i]] += column[i];
  }
  return total;
}

/** The first parameter of that name among the train's components; 1 where there is none. */
function parameterOf(tables: readonly Table[], t: number, name: string): number {
  const table = tables.find(({ parameters }) => parameters[name]);
  return table?.parameters[name]?.[table.from[t]] ?? 1;
}

function fromNames<N extends string, T>(
  names: readonly N[],
  make: (name: N) => T,
): Readonly<Record<N, T>> {
  return Object.fromEntries(names.map((name) => [name, make(name)])) as Record<N, T>;
}
