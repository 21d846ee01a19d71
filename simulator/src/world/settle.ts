/** The settled initial condition: every train runs, its heat and its load history in balance. */
import { MODES } from '../control/starter.js';
import { faultColumn } from '../machines/kind.js';
import { TICKS_PER_SECOND } from './clock.js';
import { ask, evaluate, relax } from './instant.js';
import type { State } from './state.js';

/** Passes between losses and temperatures, and their length, s: fifteen times the slowest body. */
const PASSES = 60;
const PASS_S = 900;
/** The week is sampled each so many seconds for the mean of load cubed. */
const SAMPLE_S = 7200;
const WEEK_S = 604_800;

/** Brings all trains to their steady state at tick 0. */
export function settle(state: State): void {
  const { trains, curves } = state.world;
  const { supply, shaft, pipe } = state.net;
  supply.V.fill(400);
  supply.f.fill(50);
  supply.on.fill(1);
  state.train.mode.fill(MODES.indexOf('running'));
  state.train.ramps.fill(-1);
  for (let t = 0; t < trains.length; t++) {
    ask(state, t, t + 1, 0);
    shaft.omega[t] = 0.985 * supply.f[t] * Math.PI;
    pipe.Q[t] = curves[t].Q_N;
    stand(state, t);
    warm(state, t);
    meanLoads(state, t);
    warm(state, t);
  }
  // What has been charged while settling is no history.
  for (const { kind, m } of state.tables) if (kind.states['E']) m.E.fill(0);
}

function warm(state: State, t: number): void {
  for (let k = 0; k < PASSES; k++) {
    evaluate(state, t, 0);
    relax(state, t, t + 1, PASS_S);
  }
  evaluate(state, t, 0);
}

/** Standing conditions: severities without a fault record. */
function stand(state: State, t: number): void {
  for (const [id, severity] of Object.entries(state.world.standing[t])) {
    for (const { kind, from, m } of state.tables) {
      const column = faultColumn(kind, id);
      if (!column) continue;
      const i = from[t];
      for (const name of [column, `${column}:from`, `${column}:to`]) m[name][i] = severity;
      kind.faults[column]?.strike?.(m, i, severity);
    }
  }
}

/** Each bearing's own mean of load cubed times speed over its rated speed, by its first week. */
function meanLoads(state: State, t: number): void {
  let samples = 0;
  const bearings = state.tables.flatMap(({ kind, from, m }) =>
    kind.inputs['P_ref']
      ? Array.from({ length: from[t + 1] - from[t] }, (_, k) => ({ m, i: from[t] + k, sum: 0 }))
      : [],
  );
  for (let s = SAMPLE_S / 2; s < WEEK_S; s += SAMPLE_S) {
    if (!evaluate(state, t, s * TICKS_PER_SECOND)) continue;
    samples++;
    for (const one of bearings) {
      const force = one.m.F[one.i];
      one.sum += (force * force * force * state.net.shaft.omega[t]) / one.m.n_N[one.i];
    }
  }
  for (const { m, i, sum } of bearings) {
    m.P_ref[i] = (sum / Math.max(samples, 1)) * m.n_N[i];
  }
}
