/** What may happen to a train by itself: failures, trips, the end of a start. */
import {
  hasStarted,
  isEnergised,
  MODES,
  type Mode,
  type Protected,
  tripCause,
} from '../control/starter.js';
import { AGE_EVERY, ceilTo, TICK } from './clock.js';
import { hold } from './instant.js';
import type { AnyRows, State } from './state.js';

/** One train at one tick, for what happens seldom. */
export interface Site {
  readonly state: State;
  readonly t: number;
  readonly tick: number;
}

/** The motor of train t, the kind that declares a rated voltage: its columns and row. */
function motorOf({ tables }: State, t: number): { m: AnyRows; i: number } {
  const table = tables.find(({ parameters }) => parameters['V_N']);
  return { m: table?.m, i: table?.from[t] ?? 0 };
}

/** What the protective relay of train t sees. */
function protectedNow(state: State, t: number, tick: number): Protected {
  const { m, i } = motorOf(state, t);
  const { supply, shaft } = state.net;
  return {
    mode: MODES[state.train.mode[t]],
    winding_K: m.theta_w[i],
    voltage: supply.V[t],
    ratedVoltage: m.V_N[i],
    speed: shaft.omega[t] / m.omega_s[i],
    since_s: (tick - state.train.since[t]) * TICK,
    drive: supply.drive[t] > 0,
    frequency: supply.f[t],
  };
}

interface Failure {
  readonly table: number;
  readonly row: number;
  readonly cause: string;
}

/** A part of train t that has failed without being recorded so, or undefined. */
function newFailure({ tables }: State, t: number): Failure | undefined {
  for (let table = 0; table < tables.length; table++) {
    const { kind, from, m } = tables[table];
    if (!kind.failure) continue;
    for (let row = from[t]; row < from[t + 1]; row++) {
      const cause = m.failed[row] === 0 ? kind.failure(m, row) : undefined;
      if (cause !== undefined) return { table, row, cause };
    }
  }
  return undefined;
}

/** True where nothing is due to happen to train t: no trip, no new failure. */
export function isCalm(state: State, t: number): boolean {
  return !newFailure(state, t) && tripCause(protectedNow(state, t, 0)) === undefined;
}

/** Looks for failures, trips and the end of a start of train t, and lets them happen. */
export function watch(state: State, t: number, tick: number): void {
  const site = { state, t, tick };
  for (let one = newFailure(state, t); one; one = newFailure(state, t)) fail(site, one);
  const now = protectedNow(state, t, tick);
  const cause = tripCause(now);
  if (cause !== undefined) {
    trip(site, cause);
  } else if (hasStarted(now)) {
    setMode(site, 'running');
    note(site, 'train', 'started', '');
  }
}

/** Functional failure of a row: recorded in truth, and the train trips. */
function fail(site: Site, { table, row, cause }: Failure): void {
  const { state, t, tick } = site;
  const { m, components } = state.tables[table];
  m.failed[row] = 1;
  note(site, components[row], 'failure', cause);
  state.faults.forEach((fault, k) => {
    const same = fault.table === table && fault.row === row;
    const open = fault.failure === null && fault.repair === null;
    if (same && open) state.faults[k] = { ...fault, failure: tick };
  });
  if (isEnergised(MODES[state.train.mode[t]])) trip(site, 'failure');
}

/** Opens the contactor of train t for a cause. */
function trip(site: Site, cause: string): void {
  setMode(site, 'tripped');
  note(site, 'motor', 'trip', cause);
}

/** Puts train t into a mode; its contactor, its coefficients and its plan follow. */
export function setMode(site: Site, mode: Mode): void {
  const { state, t, tick } = site;
  const { train, net } = state;
  train.mode[t] = MODES.indexOf(mode);
  train.since[t] = tick;
  net.supply.on[t] = isEnergised(mode) ? 1 : 0;
  touch(state, t, tick);
  hold(state, t, t + 1);
}

/** Has the plan step train t finely for a minute from here. */
export function touch(state: State, t: number, tick: number): void {
  state.train.fine[t] = ceilTo(tick + AGE_EVERY, AGE_EVERY);
}

/** Records an event. */
export function note(site: Site, component: string, event: string, detail: string): void {
  const { state, t, tick } = site;
  const { asset } = state.world.trains[t];
  state.events.push({ tick, train: t, asset, component, event, detail });
}
