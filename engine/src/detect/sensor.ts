/** Is the sensor itself to be believed: bias step, stuck. */

export interface SensorState {
  last: number;
  /** Mean of the six bins before a step; level to compare the time after with. */
  readonly recent: number[];
  /** Height of the step under suspicion, K; 0 when none. */
  step: number;
  /** Level before it. */
  before: number;
  /** Bins since the step, and the residuals of those bins. */
  readonly after: number[];
  verdict: 'good' | 'suspect' | 'bias' | 'stuck';
  /** Bins in a row with exactly the same value. */
  same: number;
}

/** No bearing changes its temperature faster: R·ΔP·(1 − e^(−10/50)) is 2–3 K per 10 min. */
const STEP_K = 4;
/** Confirmed after six hours without a trend. */
const CONFIRM_BINS = 36;
/** A day of the very same reading, to the last digit, is no measurement. */
const STUCK_BINS = 72;

export function initSensor(): SensorState {
  return { last: NaN, recent: [], step: 0, before: 0, after: [], verdict: 'good', same: 0 };
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, v) => sum + v, 0) / Math.max(1, values.length);

/**
 * One bin: `value` the reading, `expected` what the model says of it (NaN where none), so that
 * load and weather are out of the trend.
 */
export function stepSensor(state: SensorState, value: number, expected: number): void {
  if (!Number.isFinite(value)) return;
  const jump = value - state.last;
  state.same = value === state.last ? state.same + 1 : 0;
  if (state.same >= STUCK_BINS) state.verdict = 'stuck';
  else if (state.verdict === 'stuck' && state.same === 0) state.verdict = 'good';
  state.last = value;
  const residual = Number.isFinite(expected) ? value - expected : NaN;
  if (state.verdict === 'good' && Math.abs(jump) > STEP_K && state.recent.length >= 3) {
    state.verdict = 'suspect';
    state.step = jump;
    state.before = mean(state.recent);
    state.after.length = 0;
  }
  if (state.verdict === 'suspect' || state.verdict === 'bias') followStep(state, residual);
  else if (Number.isFinite(residual)) {
    state.recent.push(residual);
    if (state.recent.length > 6) state.recent.shift();
  }
}

function followStep(state: SensorState, residual: number): void {
  if (!Number.isFinite(residual)) return;
  state.after.push(residual - state.before);
  if (state.after.length < CONFIRM_BINS) return;
  if (state.after.length > CONFIRM_BINS) state.after.shift();
  const first = mean(state.after.slice(0, 12));
  const last = mean(state.after.slice(-12));
  // Flat: less than .1 K/h over the four hours between the two thirds' centres.
  const flat = Math.abs(last - first) < 0.4 + 0.1 * Math.abs(state.step);
  const stands = Math.abs(last) > 0.5 * Math.abs(state.step);
  if (stands && (flat || state.verdict === 'bias')) state.verdict = 'bias';
  else if (!stands) resetSensor(state);
}

/** The machine is not settled: history ends here, and what was only a suspicion is dropped. */
export function pauseSensor(state: SensorState): void {
  state.last = NaN;
  state.recent.length = 0;
  if (state.verdict === 'suspect') resetSensor(state);
}

/** Forget the suspicion: the reading came back, or the sensor was replaced. */
export function resetSensor(state: SensorState): void {
  state.verdict = 'good';
  state.step = 0;
  state.after.length = 0;
  state.recent.length = 0;
}
