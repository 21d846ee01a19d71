/** A residual channel: learn a model, then EWMA with persistence, and a CUSUM on daily means. */
import { addRow, fitRidge, initRidge, predict, type RidgeState } from './ridge.js';

export interface ResidualConfig {
  /** Regressors, the constant included. */
  readonly size: number;
  /** Least standard deviation credited to each regressor. */
  readonly spread: readonly number[];
  /** Least limit, in the target's unit. */
  readonly floor: number;
  /** Limit in standard deviations of the learnt residual. */
  readonly sigmas: number;
  /** Hours above the limit of the last `of` that raise. */
  readonly hours: number;
  readonly of: number;
  /** +1: only rises matter; −1: only falls. */
  readonly sign: 1 | -1;
}

export interface ResidualState {
  readonly learn: RidgeState;
  beta: number[] | null;
  sigma: number;
  limit: number;
  /** Newest hourly residual, signed so that the bad direction is positive. */
  residual: number;
  ewma: number;
  /** 1 or 0 for each of the last hours, oldest first. */
  readonly over: number[];
  raised: boolean;
  /** Residuals of the last hours, newest last, and hours since a sudden rise; 0 = none. */
  readonly recent: number[];
  surge_h: number;
  /** Mean and count of the day so far, and the CUSUM of daily means in its own σ. */
  day: number;
  dayCount: number;
  cusum: number;
  /** Hours for which a new level is being learnt; 0 when armed. */
  relearn_h: number;
  offset: number;
  offsetCount: number;
}

/** Weight of a new hour (hero study: .1). */
const EWMA = 0.1;
/** Hysteresis: an alarm ends below this share of its limit. */
const CLEAR = 0.7;
/** Least learning hours: seven days less stops (hero study: three days fail, seven hold). */
const LEAST_ROWS = 72;
/** Reference value and decision limit of the daily CUSUM, in σ. */
const CUSUM = { k: 1, h: 8, sigma_floor: 0.5 } as const;

export function initResidual(config: ResidualConfig): ResidualState {
  return {
    learn: initRidge(config.size),
    beta: null,
    sigma: 0,
    limit: config.floor,
    residual: 0,
    ewma: 0,
    over: [],
    raised: false,
    recent: [],
    surge_h: 0,
    day: 0,
    dayCount: 0,
    cusum: 0,
    relearn_h: 0,
    offset: 0,
    offsetCount: 0,
  };
}

/** One hourly row while learning. */
export function learnResidual(state: ResidualState, x: readonly number[], y: number): void {
  addRow(state.learn, x, y);
}

/** Ends learning; a channel with too few rows stays silent. */
export function armResidual(state: ResidualState, config: ResidualConfig): void {
  if (state.learn.n < LEAST_ROWS) return;
  const model = fitRidge(state.learn, config.spread);
  state.beta = model.beta;
  state.sigma = model.sigma;
  state.limit = Math.max(config.floor, config.sigmas * model.sigma);
  state.learn.xx.length = 0;
  state.learn.xy.length = 0;
}

/** One hourly row when armed; `state.raised` is the verdict. */
export function stepResidual(
  state: ResidualState,
  config: ResidualConfig,
  x: readonly number[],
  y: number,
): void {
  if (!state.beta) return;
  const residual = config.sign * (y - predict(state.beta, x)) - state.offset;
  if (state.relearn_h > 0) {
    relearn(state, residual);
    return;
  }
  state.residual = residual;
  state.ewma += EWMA * (residual - state.ewma);
  const bar = state.raised ? CLEAR * state.limit : state.limit;
  state.over.push(state.ewma > bar ? 1 : 0);
  if (state.over.length > config.of) state.over.shift();
  let count = 0;
  for (const hit of state.over) count += hit;
  if (count >= config.hours) state.raised = true;
  else if (state.raised && count <= config.of - config.hours) state.raised = false;
  stepSurge(state, residual, config.floor);
  stepDay(state, residual, config.floor);
}

/**
 * A surge: from nothing to well above the floor within six hours, as fresh grease makes it. It
 * ends when it has died away; what still stands after sixteen hours is left to the EWMA.
 */
const SURGE = { rise: 1.3, calm: 0.4, over: 0.5, hours: 16, within: 6 } as const;

function stepSurge(state: ResidualState, residual: number, floor: number): void {
  const { recent } = state;
  recent.push(residual);
  if (recent.length > SURGE.within + 1) recent.shift();
  if (state.surge_h > 0) {
    const done = residual < SURGE.over * floor || state.surge_h >= SURGE.hours;
    // Negative until it has been calm again: one surge is one surge.
    state.surge_h = done ? -1 : state.surge_h + 1;
  } else if (state.surge_h < 0) {
    if (residual < SURGE.calm * floor) state.surge_h = 0;
  } else if (recent.length > SURGE.within) {
    if (residual > SURGE.rise * floor && recent[0]! < SURGE.calm * floor) state.surge_h = 1;
  }
}

/** True where a sudden rise stands. */
export const surgeStands = (state: ResidualState): boolean => state.surge_h > 0;

function stepDay(state: ResidualState, residual: number, floor: number): void {
  state.day += residual;
  state.dayCount += 1;
  if (state.dayCount < 24) return;
  const sigma = Math.max(state.sigma, CUSUM.sigma_floor * (floor / 3));
  state.cusum = Math.max(0, state.cusum + state.day / state.dayCount / sigma - CUSUM.k);
  state.day = 0;
  state.dayCount = 0;
}

/** True where the daily CUSUM stands: earlier than the EWMA, but a witness only. */
export const cusumStands = (state: ResidualState): boolean => state.cusum > CUSUM.h;

function relearn(state: ResidualState, residual: number): void {
  state.offsetCount += 1;
  state.offset += residual / state.offsetCount;
  state.relearn_h -= 1;
}

/** After maintenance: forget the verdict and take the level of the next `hours` as the new one. */
export function relearnLevel(state: ResidualState, hours: number): void {
  state.relearn_h = hours;
  state.offsetCount = 0;
  state.ewma = 0;
  state.cusum = 0;
  state.over.length = 0;
  state.raised = false;
  state.recent.length = 0;
  state.surge_h = 0;
  state.residual = 0;
}
