/** True values: what an ideal sensor would see, SI. */
import type { Output } from '../machines/kind.js';
import type { World } from './compile.js';
import { placeOf } from './inputs.js';
import type { AnyRows, State } from './state.js';

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
  const declared = world.tables[table].kind.outputs[output] as Output<AnyRows> | undefined;
  if (!declared) return undefined;
  const [, , , see] = declared;
  return ({ tables, net }) => see(tables[table].m, row, net);
}

/** The true value of an output, SI; NaN where the train has no such output. */
export function read(state: State, train: number, component: string, output: string): number {
  return reader(state.world, train, component, output)?.(state) ?? Number.NaN;
}
