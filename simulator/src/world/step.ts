/** Stepping: ticks of the fast clock, and macro-steps with speed and flow in balance. */
import { isEnergised, MODES } from '../control/starter.js';
import type { Column } from '../machines/kind.js';
import { AGE_EVERY, DUTY_EVERY, TICK, TICKS_PER_SECOND, WARM_EVERY } from './clock.js';
import { act, age, ask, evaluate, hold, lose, moveSeverities, relax } from './instant.js';
import { creep, isWild, run, turn } from './shaft.js';
import type { State } from './state.js';
import { isCalm, watch } from './watch.js';

/** Longest step while a shaft is wild, s. */
const WILD_STEP = 0.001;

/** Advances trains [first, last) from one tick to another by whole ticks. Allocates nothing. */
export function step(state: State, first: number, last: number, from: number, to: number): void {
  let tick = from;
  while (tick < to) {
    const end = Math.min(to, tick + WARM_EVERY - (tick % WARM_EVERY));
    if (tick % DUTY_EVERY === 0) {
      const middle = (tick + DUTY_EVERY / 2) / TICKS_PER_SECOND;
      ask(state, first, last, middle, 1);
      hold(state, first, last);
    }
    for (let k = tick; k < end; k++) move(state, first, last, TICK);
    tick = end;
    if (tick % WARM_EVERY === 0) visit(state, first, last, tick);
  }
}

/** The 1 Hz visit: heat, damage each minute, coefficients, protection. */
function visit(state: State, first: number, last: number, tick: number): void {
  const { warmed, aged, ramps } = state.train;
  const minute = tick % AGE_EVERY === 0;
  for (let t = first; t < last; ) {
    // Neighbours whose clocks agree are advanced together.
    let end = t + 1;
    while (end < last && warmed[end] === warmed[t] && aged[end] === aged[t]) end++;
    relax(state, t, end, (tick - warmed[t]) * TICK);
    if (minute) {
      age(state, t, end, (tick - aged[t]) * TICK, ((tick + aged[t]) * TICK) / 2);
      aged.fill(tick, t, end);
    }
    warmed.fill(tick, t, end);
    t = end;
  }
  for (let t = first; t < last; t++) {
    if (tick <= ramps[t] + WARM_EVERY) moveSeverities(state, t, tick);
    slew(state, t, tick);
  }
  hold(state, first, last);
  lose(state, first, last);
  for (let t = first; t < last; t++) watch(state, t, tick);
}

/** A converter that has not reached its frequency goes on moving. */
function slew(state: State, t: number, tick: number): void {
  const starting = MODES[state.train.mode[t]] === 'starting';
  if (starting && state.net.supply.drive[t] > 0) ask(state, t, t + 1, tick * TICK, 1);
}

/** Advances speed and flow of trains [first, last) by dt. */
function move(state: State, first: number, last: number, dt: number): void {
  const { shaft, pipe } = state.net;
  act(state, first, last);
  if (turn(shaft, first, last, dt) > 0) {
    for (let s = first; s < last; s++) if (isWild(shaft, s, dt)) rush(state, s, dt);
  }
  run(pipe, first, last, dt);
}

/** Takes a wild shaft through dt in small steps, its flow held. */
function rush(state: State, s: number, dt: number): void {
  const steps = Math.ceil(dt / WILD_STEP);
  for (let k = 0; k < steps; k++) {
    act(state, s, s + 1);
    creep(state.net.shaft, s, dt / steps);
  }
  act(state, s, s + 1);
}

/**
 * Takes train t over `ticks` at once, speed and flow in balance throughout. Second order: half the
 * damage at the rates of the start, heat by the losses of the middle, to which a first half-step
 * leads, and half the damage at the rates of the end.
 * Returns false, the train back where it was, where anything happens inside that needs finer steps.
 */
export function leap(state: State, t: number, tick: number, ticks: number): boolean {
  const { train, kept, damaged } = state;
  const mode = MODES[train.mode[t]];
  if (mode === 'starting' || (!isEnergised(mode) && state.net.shaft.omega[t] > 0.02)) return false;
  const dt = ticks * TICK;
  const start = tick * TICK;
  keep(state, t, kept);
  age(state, t, t + 1, dt / 2, start + dt / 4);
  keep(state, t, damaged);
  relax(state, t, t + 1, dt / 2);
  let calm = evaluate(state, t, tick + ticks / 2);
  if (calm) {
    giveBack(state, t, damaged);
    relax(state, t, t + 1, dt);
    calm = evaluate(state, t, tick + ticks);
    age(state, t, t + 1, dt / 2, start + 0.75 * dt);
    calm &&= isCalm(state, t);
  }
  if (!calm) {
    giveBack(state, t, kept);
    returnTo(state, t, tick);
    return false;
  }
  train.warmed[t] = tick + ticks;
  train.aged[t] = tick + ticks;
  return true;
}

/** Keeps the integrated quantities of train t, its speed, its flow and its frequency. */
function keep(state: State, t: number, to: Column): void {
  const { block, net } = state;
  const cells = state.world.stateCells[t];
  for (let k = 0; k < cells.length; k++) to[k + 3] = block[cells[k]];
  to[0] = net.shaft.omega[t];
  to[1] = net.pipe.Q[t];
  to[2] = net.supply.f[t];
}

/** Puts the integrated quantities of train t back; what is held stays. */
function giveBack(state: State, t: number, from: Column): void {
  const { block } = state;
  const cells = state.world.stateCells[t];
  for (let k = 0; k < cells.length; k++) block[cells[k]] = from[k + 3];
}

/** Has train t hold again what it held at a tick, from which a macro-step was taken back. */
function returnTo(state: State, t: number, tick: number): void {
  const { kept, net } = state;
  net.shaft.omega[t] = kept[0];
  net.pipe.Q[t] = kept[1];
  ask(state, t, t + 1, tick * TICK);
  net.supply.f[t] = kept[2];
  if (tick <= state.train.ramps[t]) moveSeverities(state, t, tick);
  hold(state, t, t + 1);
  act(state, t, t + 1);
  lose(state, t, t + 1);
}
