/** Intervals and quantiles that reports print, by closed forms and exact sums. */

/** A value with its 95 % interval; null where there is nothing to reckon it from. */
export interface Interval {
  readonly value: number | null;
  readonly low: number | null;
  readonly high: number | null;
}

const NOTHING: Interval = { value: null, low: null, high: null };
/** 97.5 % point of the standard normal. */
const Z = 1.959963984540054;

/** Share of `count` in `of` with Wilson's score interval (Wilson 1927). */
export function wilson(count: number, of: number): Interval {
  if (of === 0) return NOTHING;
  const p = count / of;
  const z2 = Z * Z;
  const middle = (p + z2 / (2 * of)) / (1 + z2 / of);
  const half = (Z * Math.sqrt((p * (1 - p)) / of + z2 / (4 * of * of))) / (1 + z2 / of);
  return {
    value: p,
    low: count === 0 ? 0 : middle - half,
    high: count === of ? 1 : middle + half,
  };
}

/** Rate of `count` events in `exposure` with the exact Poisson interval (Garwood 1936). */
export function garwood(count: number, exposure: number): Interval {
  if (exposure <= 0) return NOTHING;
  const low = count === 0 ? 0 : meanWhere(count - 1, 0.975);
  return {
    value: count / exposure,
    low: low / exposure,
    high: meanWhere(count, 0.025) / exposure,
  };
}

/** Upper 95 % bound of a Poisson mean after `count` events (one-sided; Garwood 1936). */
export const poissonUpper = (count: number): number => meanWhere(count, 0.05);

/** Mean at which P(X ≤ count) = p; half a χ² quantile of 2·count + 2 degrees of freedom. */
function meanWhere(count: number, p: number): number {
  const logFactorial = logFactorialOf(count);
  let low = 0;
  let high = 20 + 2 * count + 10 * Math.sqrt(count);
  for (let i = 0; i < 100; i++) {
    const mean = (low + high) / 2;
    if (poissonCdf(count, mean, logFactorial) > p) low = mean;
    else high = mean;
  }
  return (low + high) / 2;
}

/** Summed away from the largest term, so that no mean is too large for the exponential. */
function poissonCdf(count: number, mean: number, logFactorial: number): number {
  if (mean <= 0) return 1;
  const first = Math.exp(count * Math.log(mean) - mean - logFactorial);
  let term = 1;
  if (mean >= count) {
    let sum = 1;
    for (let k = count; k > 0 && term > EPSILON * sum; k--) {
      term *= k / mean;
      sum += term;
    }
    return first * sum;
  }
  let sum = 0;
  for (let k = count + 1; term > EPSILON * sum; k++) {
    term *= mean / k;
    sum += term;
  }
  return 1 - first * sum;
}

const EPSILON = 1e-17;

function logFactorialOf(n: number): number {
  let sum = 0;
  for (let k = 2; k <= n; k++) sum += Math.log(k);
  return sum;
}

/** The q-quantile, straight between the sorted values (Hyndman & Fan type 7); null of none. */
export function quantile(values: readonly number[], q: number): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (sorted.length - 1) * q;
  const low = sorted[Math.floor(at)];
  const high = sorted[Math.ceil(at)];
  return low === undefined || high === undefined ? null : low + (high - low) * (at % 1);
}

export function mean(values: readonly number[]): number | null {
  let sum = 0;
  for (const value of values) sum += value;
  return values.length === 0 ? null : sum / values.length;
}
