/** A sensor chain: lag, error within its class, drift, fault, noise, converter, published step. */
import { exp } from '../physics/dmath.js';
import { normal, type Stream, streamOf, uniform } from '../physics/random.js';
import { TICKS_PER_SECOND } from '../world/clock.js';
import { converted, type Signal } from './converter.js';

/** How a point measures; all in the point's published unit. */
export interface ChainSettings {
  readonly range: readonly [number, number];
  /** Published step. */
  readonly resolution: number;
  /** Standard deviation of noise: constant part, and share of the value. */
  readonly noise: number;
  readonly noise_relative: number;
  /** Time constant, s; 0 = none. */
  readonly lag_s: number;
  /** Accuracy class: largest offset, and largest share of the value. */
  readonly offset: number;
  readonly gain: number;
  /** Largest drift in a year. */
  readonly drift_year: number;
  /** How the value reaches the input card. */
  readonly signal: Signal;
}

/** Errors that this one sensor came with; fixed for a run. */
export interface SensorErrors {
  readonly offset: number;
  readonly gain: number;
  /** Published units a second. */
  readonly drift: number;
  readonly noise: Stream;
}

/** Doubles of one sensor in the state: see the indices below. */
export const SENSOR_CELLS = 6;
const LAGGED = 0;
/** Tick of the last scan, plus one; 0 = never scanned. */
const SCANNED = 1;
const PUBLISHED = 2;
const FAULT = 3;
const AMOUNT = 4;
/** Tick at which the fault began. */
const SINCE = 5;

/** Codes of sensor faults in the state. */
const FAULTS: readonly string[] = ['', 'sensor.bias', 'sensor.drift', 'sensor.stuck'];
const BIAS = 1;
const DRIFT = 2;
const STUCK = 3;

const TICKS_PER_DAY = 86_400 * TICKS_PER_SECOND;
const YEAR_S = 31_557_600;

/** OPC-style quality of a scanned value (contract QUALITY). */
const GOOD = 192;
const UNCERTAIN = 64;

/** Draws a sensor's own errors: uniform within its class, named by place, not by asset name. */
export function sensorErrors(
  key: readonly number[],
  unitBase: number,
  point: string,
  set: ChainSettings,
): SensorErrors {
  const draws = streamOf(key, unitBase, point, 'errors');
  const within = (lane: number): number => 2 * uniform(draws, 0, lane) - 1;
  return {
    offset: set.offset * within(0),
    gain: set.gain * within(1),
    drift: (set.drift_year * within(2)) / YEAR_S,
    noise: streamOf(key, unitBase, point, 'noise'),
  };
}

/** Puts a fault on the sensor whose cells begin at `at`, or takes it off. */
export function setSensorFault(
  cells: Float64Array,
  at: number,
  fault: string,
  amount: number,
  tick: number,
): void {
  cells[at + FAULT] = Math.max(0, FAULTS.indexOf(fault));
  cells[at + AMOUNT] = amount;
  cells[at + SINCE] = tick;
}

/** What the sensor shows on average for a steady true value, before noise and converter. */
export function meanReading(
  cells: Float64Array,
  at: number,
  errors: SensorErrors,
  value: number,
  tick: number,
): number {
  const fault = cells[at + FAULT]!;
  if (fault === STUCK) return cells[at + PUBLISHED]!;
  const seconds = tick / TICKS_PER_SECOND;
  let reading = value * (1 + errors.gain) + errors.offset + errors.drift * seconds;
  if (fault === BIAS) reading += cells[at + AMOUNT]!;
  if (fault === DRIFT) {
    reading += (cells[at + AMOUNT]! * (tick - cells[at + SINCE]!)) / TICKS_PER_DAY;
  }
  return reading;
}

/** Result of `scanSensor`: value and quality, valid until the next call. */
export interface Reading {
  value: number;
  quality: number;
}
const reading: Reading = { value: 0, quality: GOOD };

/** Scans a sensor once at `tick`; moves its lag on. NaN in = no value, quality bad. */
export function scanSensor(
  cells: Float64Array,
  at: number,
  set: ChainSettings,
  errors: SensorErrors,
  value: number,
  tick: number,
): Reading {
  if (Number.isNaN(value)) {
    reading.value = Number.NaN;
    reading.quality = 0;
    return reading;
  }
  const lagged = lag(cells, at, set, value, tick);
  const stuck = cells[at + FAULT] === STUCK;
  const mean = meanReading(cells, at, errors, lagged, tick);
  const relative = set.noise_relative * mean;
  const sigma = Math.sqrt(set.noise * set.noise + relative * relative);
  const noisy = stuck || sigma === 0 ? mean : mean + sigma * normal(errors.noise, tick);
  const [lo, hi] = set.range;
  const clipped = noisy < lo ? lo : noisy > hi ? hi : noisy;
  reading.quality = clipped === noisy ? GOOD : UNCERTAIN;
  reading.value = stuck ? mean : round(converted(clipped, lo, hi, set.signal), set.resolution);
  cells[at + PUBLISHED] = reading.value;
  return reading;
}

/** First-order lag by its exact exponential; the first scan finds a settled sensor. */
function lag(cells: Float64Array, at: number, set: ChainSettings, u: number, tick: number): number {
  const last = cells[at + SCANNED]!;
  const dt = (tick - (last - 1)) / TICKS_PER_SECOND;
  const keep = last === 0 || set.lag_s === 0 ? 0 : exp(-dt / set.lag_s);
  const before = cells[at + LAGGED]!;
  const y = u + (before - u) * keep;
  cells[at + LAGGED] = y;
  cells[at + SCANNED] = tick + 1;
  return y;
}

/** Nearest multiple of a decimal step, as the shortest decimal that names it. */
function round(x: number, step: number): number {
  const steps = Math.floor(x / step + 0.5);
  // 1/0.1 is exactly 10, so a division keeps 0.3 from becoming 0.30000000000000004.
  const perUnit = 1 / step;
  return perUnit === Math.round(perUnit) ? steps / perUnit : steps * step;
}
