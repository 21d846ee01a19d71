/** True values: what an ideal sensor would see, SI. */
import type { AnyKind, Output } from '../machines/kind.js';
import type { World } from './compile.js';
import { placeOf } from './inputs.js';
import type { AnyRows, State } from './state.js';

export interface OutputEntry {
  readonly component: string;
  readonly output: string;
  readonly unit: string;
  readonly label: string;
  readonly range: readonly [number, number];
}

/** A value of one train, bound once and read often. */
export type Reader = (state: State) => number;

/** Binds an output of a component of a train; undefined where the kind declares none. */
export function reader(
  world: World,
  train: number,
  component: string,
  output: string,
): Reader | undefined {
  const place = placeOf(world, train, component);
  if (!place) return undefined;
  const { table, row } = place;
  const declared = outputOf(world.tables[table].kind, output);
  if (!declared) return undefined;
  const [, , , see] = declared;
  return (state) => see(state.rows[table], row, state.net);
}

function outputOf(kind: AnyKind, output: string): Output<AnyRows> | undefined {
  return kind.outputs[output] as Output<AnyRows> | undefined;
}

/** The true value of an output, SI; NaN where the train has no such output. */
export function read(
  world: World,
  state: State,
  train: number,
  component: string,
  output: string,
): number {
  return reader(world, train, component, output)?.(state) ?? Number.NaN;
}

/** Every output of train 0, which has the components of all. */
export function outputs(world: World): OutputEntry[] {
  return world.tables.flatMap(({ kind, components, from }) =>
    components.slice(from[0], from[1]).flatMap((component) =>
      Object.entries(kind.outputs as Record<string, Output<AnyRows>>).map(
        ([output, [unit, label, range]]) => ({
          component,
          output,
          unit,
          label,
          range,
        }),
      ),
    ),
  );
}
