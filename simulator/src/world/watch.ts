/** What may happen to a train by itself: failures, trips, the end of a start. */
import { isEnergised, MODES, type Mode, tripCause } from '../control/starter.js';
import { AGE_EVERY, ceilTo, TICK } from './clock.js';
import type { World } from './compile.js';
import { hold } from './instant.js';
import type { AnyRows, State } from './state.js';

/** One train at one tick, for what happens seldom. */
export interface Site {
  readonly world: World;
  readonly state: State;
  readonly t: number;
  readonly tick: number;
}

/** Share of synchronous speed at which a start has succeeded. */
const STARTED = 0.94;

/** Rows of the motor of train t: the kind that declares a rated voltage. */
function motorOf(world: World, state: State, t: number): { m: AnyRows; i: number } {
  const j = world.tables.findIndex(({ parameters }) => parameters['V_N']);
  return { m: state.rows[j], i: world.tables[j].from[t] };
}

function causeOf(world: World, state: State, t: number, tick: number): string | undefined {
  const { m, i } = motorOf(world, state, t);
  const { supply, shaft } = state.net;
  const mode = MODES[state.train.mode[t]] as Mode;
  if (!isEnergised(mode)) return undefined;
  return tripCause({
    mode,
    winding_K: m.theta_w[i],
    voltage: supply.V[t],
    ratedVoltage: m.V_N[i],
    speed: shaft.omega[t] / m.omega_s[i],
    since_s: (tick - state.train.since[t]) * TICK,
    drive: supply.drive[t] > 0,
  });
}

/** True where nothing is due to happen to train t: no trip, no new failure. */
export function isCalm(world: World, state: State, t: number): boolean {
  for (let j = 0; j < world.tables.length; j++) {
    const { kind, from } = world.tables[j];
    if (!kind.failure) continue;
    const m = state.rows[j];
    for (let i = from[t]; i < from[t + 1]; i++) {
      if (m.failed[i] === 0 && kind.failure(m, i) !== undefined) return false;
    }
  }
  return causeOf(world, state, t, 0) === undefined;
}

/** Looks for failures, trips and the end of a start of train t, and lets them happen. */
export function watch(world: World, state: State, t: number, tick: number): void {
  for (let j = 0; j < world.tables.length; j++) {
    const { kind, from } = world.tables[j];
    if (!kind.failure) continue;
    const m = state.rows[j];
    for (let i = from[t]; i < from[t + 1]; i++) {
      const cause = m.failed[i] === 0 ? kind.failure(m, i) : undefined;
      if (cause !== undefined) fail({ world, state, t, tick }, j, i, cause);
    }
  }
  const cause = causeOf(world, state, t, tick);
  if (cause !== undefined) {
    trip({ world, state, t, tick }, cause);
    return;
  }
  if (MODES[state.train.mode[t]] !== 'starting') return;
  const { m, i } = motorOf(world, state, t);
  if (state.net.shaft.omega[t] < STARTED * m.omega_s[i]) return;
  // A converter has started once its frequency stands.
  if (state.net.supply.drive[t] > 0 && state.net.supply.f[t] < 24.9) return;
  setMode({ world, state, t, tick }, 'running');
  note({ world, state, t, tick }, 'train', 'started', '');
}

/** Functional failure of a row: recorded in truth, and the train trips. */
function fail(site: Site, j: number, i: number, cause: string): void {
  const { world, state, t, tick } = site;
  state.rows[j].failed[i] = 1;
  note(site, world.tables[j].components[i], 'failure', cause);
  state.faults.forEach((fault, k) => {
    if (fault.table === j && fault.row === i && fault.failure === null && fault.repair === null) {
      state.faults[k] = { ...fault, failure: tick };
    }
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
  const { world, state, t, tick } = site;
  const { train, net } = state;
  train.mode[t] = MODES.indexOf(mode);
  train.since[t] = tick;
  net.supply.on[t] = isEnergised(mode) ? 1 : 0;
  touch(state, t, tick);
  hold(world, state, t, t + 1);
}

/** Has the plan step train t finely for a minute from here. */
export function touch(state: State, t: number, tick: number): void {
  state.train.fine[t] = ceilTo(tick + AGE_EVERY, AGE_EVERY);
}

/** Records an event. */
export function note(site: Site, component: string, event: string, detail: string): void {
  const { world, state, t, tick } = site;
  const { asset } = world.trains[t];
  state.events.push({ tick, train: t, asset, component, event, detail });
}
