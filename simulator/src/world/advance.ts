/**
 * The plan of steps, train by train.
 *
 * Macro-steps lie on an absolute grid and are never clipped by whoever looks: longest first, then
 * a minute, then ticks. An event of a train (an input, a nightly stop, work done) ends its own
 * macro-step at its tick; ticks follow for a minute and minutes up to the next point of the grid.
 * A macro-step inside which anything happens by itself is taken back and made finer. Trains do
 * not meet in physics, so the plan of one never changes another's.
 */
import { type Issue, PlantError } from '@plant47/contract';
import type { Input } from '@plant47/contract/sealed';
import { nextNightly } from '../control/duty.js';
import { MODES } from '../control/starter.js';
import { AGE_EVERY, TICKS_PER_SECOND } from './clock.js';
import type { World } from './compile.js';
import { apply, endWork, switchOver } from './inputs.js';
import type { State } from './state.js';
import { leap, step } from './step.js';
import type { Site } from './watch.js';

/** Ticks of the middle macro-step. */
const MINUTE = AGE_EVERY;

/**
 * Advances the plant to a tick on its macro grid. `inputs` are all recorded inputs, sorted by
 * (tick, source, sequence); those from the state's tick up to `toTick` are applied.
 * Throws PlantError E_OFF_GRID where `toTick` is off the grid.
 */
export function advance(state: State, toTick: number, inputs: readonly Input[]): void {
  if (toTick <= state.tick) return;
  const { world } = state;
  const grid = world.macro || 1;
  if (!Number.isInteger(toTick) || toTick % grid !== 0) throw offGrid(toTick, grid);
  const due = dueByTrain(world, state.tick, toTick, inputs);
  if (world.macro === 0) {
    advanceTogether(state, toTick, due);
  } else {
    for (let t = 0; t < world.trains.length; t++) advanceTrain(state, t, toTick, due[t]);
  }
  state.tick = toTick;
}

function offGrid(tick: number, grid: number): PlantError {
  const issue: Issue = {
    code: 'E_OFF_GRID',
    path: 'advance',
    message: `tick ${tick} is off the macro grid of ${grid} ticks`,
    remedy: `advance to a multiple of ${grid / TICKS_PER_SECOND} s`,
  };
  return new PlantError([issue]);
}

/** Inputs of each train in [from, to), in their order. */
function dueByTrain(
  world: World,
  from: number,
  to: number,
  inputs: readonly Input[],
): readonly (readonly Input[])[] {
  const due: Input[][] = world.trains.map(() => []);
  let low = 0;
  let high = inputs.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (inputs[middle].tick < from) low = middle + 1;
    else high = middle;
  }
  for (let k = low; k < inputs.length && inputs[k].tick < to; k++) {
    const { command } = inputs[k];
    if (!('asset' in command)) continue;
    const t = world.trains.findIndex(({ asset }) => asset === command.asset);
    if (t >= 0) due[t].push(inputs[k]);
  }
  return due;
}

/** The first tick after the site's at which something is due; Infinity where nothing is. */
function nextEvent({ state, t, tick }: Site, due: readonly Input[]): number {
  const work = state.train.work_until[t];
  const nightly = Math.abs(nextNightly(state.world.duty[t], tick));
  const input = due.find((one) => one.tick > tick)?.tick ?? Infinity;
  return Math.min(input, work > tick ? work : Infinity, nightly > tick ? nightly : Infinity);
}

/** Lets everything happen that is due at a site: work, the night, then inputs. */
function happen(site: Site, due: readonly Input[]): void {
  const { state, t, tick } = site;
  const { work_until, asleep, mode } = state.train;
  if (work_until[t] === tick && tick > 0) endWork(site);
  const nightly = nextNightly(state.world.duty[t], tick - 1);
  if (nightly === -tick && tick > 0 && MODES[mode[t]] === 'running') {
    asleep[t] = 1;
    switchOver(site, 'stop');
  } else if (nightly === tick && asleep[t] > 0) {
    asleep[t] = 0;
    if (MODES[mode[t]] === 'off') switchOver(site, 'start');
  }
  for (const input of due) if (input.tick === tick) apply(site, input.command);
}

/** All trains by ticks alone. */
function advanceTogether(state: State, to: number, due: readonly (readonly Input[])[]): void {
  const n = state.world.trains.length;
  for (let tick = state.tick; tick < to; ) {
    let next = to;
    for (let t = 0; t < n; t++) {
      const site = { state, t, tick };
      happen(site, due[t]);
      next = Math.min(next, nextEvent(site, due[t]));
    }
    step(state, 0, n, tick, next);
    tick = next;
  }
}

/** One train by its own plan. */
function advanceTrain(state: State, t: number, to: number, due: readonly Input[]): void {
  const { macro } = state.world;
  /** Up to here macro-steps of a length have been taken back: finer ones are due. */
  let fineTo = 0;
  let minuteTo = 0;
  const first = { state, t, tick: state.tick };
  happen(first, due);
  let event = Math.min(nextEvent(first, due), to);
  for (let tick = state.tick; tick < to; ) {
    const fine = Math.max(state.train.fine[t], fineTo);
    const left = event - tick;
    if (tick >= fine && tick % MINUTE === 0 && left >= MINUTE) {
      const long = tick >= minuteTo && tick % macro === 0 && left >= macro;
      const length = long ? macro : MINUTE;
      if (leap(state, t, tick, length)) tick += length;
      else if (length > MINUTE) minuteTo = tick + length;
      else fineTo = tick + length;
    } else {
      const end = Math.min(event, (Math.floor(tick / MINUTE) + 1) * MINUTE);
      step(state, t, t + 1, tick, end);
      tick = end;
    }
    if (tick === event && tick < to) {
      const site = { state, t, tick };
      happen(site, due);
      event = Math.min(nextEvent(site, due), to);
    }
  }
}
