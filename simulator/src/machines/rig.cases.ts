/** A test rig: rows of one kind on a net of their own, without a plant. */
import type { AnyKind, Column } from './kind.js';
import type { Net } from './net.js';

/** A net of one train: 400 V, 50 Hz, contactor closed, 25 °C. */
export function netOfOne(J: number): Net {
  const one = (value = 0): Column => Float64Array.of(value);
  return {
    shaft: {
      omega: one(),
      tau: one(),
      slope: one(),
      load: one(),
      whirl: one(),
      J: one(J),
      T_N: one(97.11149),
    },
    pipe: { Q: one(), H: one(), slope: one(), I: one(400) },
    heat: { theta: Float64Array.of(298.15, 298.15), flow: new Float64Array(2) },
    supply: { V: one(400), f: one(50), on: one(1), drive: one(0), ambient: one(298.15) },
  };
}

/** One row of a kind, with its defaults, a model and overrides. */
// biome-ignore lint/suspicious/noExplicitAny: a rig reads any column by name.
export function rowOf(kind: AnyKind, model = '', set: Record<string, number> = {}): any {
  const row: Record<string, unknown> = { stream: [{ k0: 1, k1: 2, c2: 3, c3: 4 }] };
  const named = { ...kind.parameters, ...kind.states, ...kind.held, ...kind.inputs };
  for (const [name, declared] of Object.entries(named)) {
    const start = 'value' in declared ? declared.value : declared.start;
    row[name] = Float64Array.of(set[name] ?? kind.models[model]?.[name] ?? start);
  }
  for (const name of Object.keys(kind.faults)) row[name] = Float64Array.of(set[name] ?? 0);
  for (const name of Object.keys(kind.connectors)) row[name] = Int32Array.of(0);
  return row;
}
