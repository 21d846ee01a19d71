/** The settled initial condition: every train runs, its heat and its load history in balance. */
import { MODES } from '../control/starter.js';
import { faultColumn } from '../machines/kind.js';
import { TICKS_PER_SECOND } from './clock.js';
import type { World } from './compile.js';
import { ask, evaluate, relax } from './instant.js';
import type { State } from './state.js';

/** Passes between losses and temperatures, and their length, s: fifteen times the slowest body. */
const PASSES = 60;
const PASS_S = 900;
/** The week is sampled each so many seconds for the mean of load cubed. */
const SAMPLE_S = 7200;
const WEEK_S = 604_800;

/** Brings all trains to their steady state at tick 0. */
export function settle(world: World, state: State): void {
  const { supply, shaft, pipe } = state.net;
  supply.V.fill(400);
  supply.f.fill(50);
  supply.on.fill(1);
  state.train.mode.fill(MODES.indexOf('running'));
  state.train.ramps.fill(-1);
  for (let t = 0; t < world.trains.length; t++) {
    ask(world, state, t, t + 1, 0);
    shaft.omega[t] = 0.985 * supply.f[t] * Math.PI;
    pipe.Q[t] = world.curves[t].Q_N;
    stand(world, state, t);
    warm(world, state, t);
    meanLoads(world, state, t);
    warm(world, state, t);
  }
  for (const [j, { kind }] of world.tables.entries()) {
    // What has been charged while settling is no history.
    if (kind.states['E']) state.rows[j].E.fill(0);
  }
}

function warm(world: World, state: State, t: number): void {
  for (let k = 0; k < PASSES; k++) {
    evaluate(world, state, t, 0);
    relax(world, state, t, t + 1, PASS_S);
  }
  evaluate(world, state, t, 0);
}

/** Standing conditions: severities without a fault record. */
function stand(world: World, state: State, t: number): void {
  for (const [id, severity] of Object.entries(world.standing[t])) {
    world.tables.forEach(({ kind, from }, j) => {
      const column = faultColumn(kind, id);
      if (!column) return;
      const i = from[t];
      state.rows[j][column][i] = severity;
      state.rows[j][`${column}:from`][i] = severity;
      state.rows[j][`${column}:to`][i] = severity;
      kind.faults[column]?.strike?.(state.rows[j], i, severity);
    });
  }
}

/** Each bearing's own mean of load cubed times speed over its rated speed, by its first week. */
function meanLoads(world: World, state: State, t: number): void {
  let samples = 0;
  const sums: { rows: { P_ref: Float64Array }; i: number; sum: number }[] = [];
  world.tables.forEach(({ kind, from }, j) => {
    if (!kind.inputs['P_ref']) return;
    for (let i = from[t]; i < from[t + 1]; i++) sums.push({ rows: state.rows[j], i, sum: 0 });
  });
  for (let s = SAMPLE_S / 2; s < WEEK_S; s += SAMPLE_S) {
    if (!evaluate(world, state, t, s * TICKS_PER_SECOND)) continue;
    samples++;
    for (const one of sums) {
      const { F, n_N } = one.rows as unknown as Record<'F' | 'n_N', Float64Array>;
      const force = F[one.i];
      one.sum += (force * force * force * state.net.shaft.omega[t]) / n_N[one.i];
    }
  }
  for (const { rows, i, sum } of sums) {
    const { n_N } = rows as unknown as Record<'n_N', Float64Array>;
    rows.P_ref[i] = (sum / Math.max(samples, 1)) * n_N[i];
  }
}
