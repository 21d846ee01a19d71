/** Everything that the kinds of a world declare as an output, for tests that go through all. */
import type { Output } from '../machines/kind.js';
import type { World } from './compile.js';
import type { AnyRows } from './state.js';

interface OutputEntry {
  readonly component: string;
  readonly output: string;
  readonly unit: string;
  readonly range: readonly [number, number];
}

/** Every output of train 0, which has the components of all. */
export function outputs(world: World): OutputEntry[] {
  return world.tables.flatMap(({ kind, components, from }) =>
    components
      .slice(from[0], from[1])
      .flatMap((component) =>
        Object.entries(kind.outputs as Record<string, Output<AnyRows>>).map(
          ([output, [unit, , range]]) => ({ component, output, unit, range }),
        ),
      ),
  );
}
