/** One train, or a run of trains, at one instant: demand, coefficients, balance, losses. */

import { demandUnder, warmerBy } from '../control/course.js';
import { airAt, demandAt, sumWaves } from '../control/duty.js';
import { frequencyFor, slewed, throttleFor } from '../control/flow-control.js';
import { TICKS_PER_SECOND } from './clock.js';
import { RAMP } from './layout.js';
import { clear, run, turn } from './shaft.js';
import type { State } from './state.js';

/** Newton steps after which speed and flow count as having no balance. */
const NEWTON_MAX = 40;
/** Balance: relative change of flow and change of speed, rad/s, in the last Newton step. */
const FLOW_DONE = 1e-9;
const SPEED_DONE = 1e-7;
/** Seconds of pseudo-time that keep the flow's Newton step tame from shut-off. */
const PSEUDO = 1e4;

/** Sets what the outside asks of trains [first, last) at t seconds; `slew` s limits converters. */
export function ask(state: State, first: number, last: number, t: number, slew = Infinity): void {
  const { world, courses, tables } = state;
  const { f, ambient, drive, on } = state.net.supply;
  const weather = sumWaves(world.weather, t);
  for (let k = first; k < last; k++) {
    ambient[k] = airAt(world.air[k], weather, t) + warmerBy(courses, k, t);
    const manual = state.train.manual[k];
    const u = manual > 0 ? manual : demandUnder(courses, k, demandAt(world.duty[k], t), t);
    const throttle = drive[k] > 0 ? 1 : throttleFor(u, world.curves[k]);
    for (const { m, from } of tables) m.throttle?.fill(throttle, from[k], from[k + 1]);
    if (drive[k] > 0 && on[k] > 0) f[k] = slewed(f[k], frequencyFor(u, world.curves[k]), slew);
  }
}

/** Moves the severities of train t to where they are at `tick`. */
export function moveSeverities({ tables }: State, t: number, tick: number): void {
  for (const { kind, from, m } of tables) {
    for (const name of Object.keys(kind.faults)) {
      const [a, b, since, until] = RAMP.map((end) => m[name + end]);
      for (let i = from[t]; i < from[t + 1]; i++) {
        const span = until[i] - since[i];
        const x = span > 0 ? Math.max(0, Math.min((tick - since[i]) / span, 1)) : 1;
        m[name][i] = a[i] + (b[i] - a[i]) * x;
      }
    }
  }
}

/** Holds coefficients of trains [first, last). */
export function hold({ tables, net }: State, first: number, last: number): void {
  for (const { kind, m, from } of tables) kind.hold(m, net, from[first], from[last]);
}

/** States efforts of trains [first, last) anew. */
export function act({ tables, net }: State, first: number, last: number): void {
  clear(net.shaft.tau, net.shaft.slope, first, last);
  clear(net.pipe.H, net.pipe.slope, first, last);
  for (const { kind, m, from } of tables) kind.act(m, net, from[first], from[last]);
}

/** Holds losses of trains [first, last) and gathers the heat that bodies take. */
export function lose({ tables, net }: State, first: number, last: number): void {
  net.heat.flow.fill(0, 2 * first, 2 * last);
  for (const { kind, m, from } of tables) kind.lose(m, net, from[first], from[last]);
}

/** Advances temperatures of trains [first, last) by dt seconds. */
export function relax({ tables, net }: State, first: number, last: number, dt: number): void {
  for (const { kind, m, from } of tables) kind.relax(m, net, from[first], from[last], dt);
}

/** Advances damage of trains [first, last) over the dt seconds around `at`. */
export function age(s: State, first: number, last: number, dt: number, at: number): void {
  for (const { kind, m, from } of s.tables) kind.age(m, s.net, from[first], from[last], dt, at);
}

/** Brings speed and flow of train t into balance; false where there is none near its speed. */
function balance(state: State, t: number): boolean {
  const { shaft, pipe } = state.net;
  for (let k = 0; k < NEWTON_MAX; k++) {
    const omega = shaft.omega[t];
    const Q = pipe.Q[t];
    act(state, t, t + 1);
    if (turn(shaft, t, t + 1, Infinity) > 0) return false;
    run(pipe, t, t + 1, PSEUDO);
    const still = Math.abs(shaft.omega[t] - omega) < SPEED_DONE;
    if (still && Math.abs(pipe.Q[t] - Q) <= FLOW_DONE * (Q + 1e-3)) return true;
  }
  return false;
}

/**
 * Train t, quasi-static at a tick: demand, severities, coefficients, balance, losses.
 * False where a running train finds no balance or a resting one still turns.
 */
export function evaluate(state: State, t: number, tick: number): boolean {
  const { shaft, supply } = state.net;
  const f = supply.f[t];
  ask(state, t, t + 1, tick / TICKS_PER_SECOND);
  // Under a converter the speed follows the frequency: that is where Newton begins.
  if (supply.f[t] !== f) shaft.omega[t] *= supply.f[t] / f;
  if (tick <= state.train.ramps[t]) moveSeverities(state, t, tick);
  hold(state, t, t + 1);
  if (supply.on[t] > 0) {
    if (!balance(state, t)) return false;
  } else {
    if (shaft.omega[t] > 0.02) return false;
    shaft.omega[t] = 0;
    state.net.pipe.Q[t] = 0;
  }
  lose(state, t, t + 1);
  return true;
}
