/**
 * Remaining life from the growth of an impulse amplitude. A spall of area D grows as
 * dD/dt = C·D^1.5 and rings as D^.6 (form of Li et al. 1999), so that
 *   ln A(t) = K − 1.2·ln(T − t),
 * T being the pole of the law, a little after the failure. K (path, size, growth) has a class
 * prior; (K, T) are estimated together on a grid, with a likelihood that forgives outliers.
 */

export interface AmplitudePoint {
  readonly t_h: number;
  readonly amplitude: number;
  /** Standard deviation of ln(amplitude). */
  readonly sigma: number;
}

export interface PowerLawPrior {
  /** Mean and deviation of K for the class of machine. */
  readonly K: number;
  readonly K_sigma: number;
  /** Median and deviation of ln of the hours left when lines are first seen. */
  readonly hours: number;
  readonly spread: number;
  /** Hours from failure to the pole: (2/C)·D_f^−½. */
  readonly pole_h: number;
}

/** Probabilities of hours left, on a grid that is even in ln(hours). */
export interface LifeDistribution {
  readonly hours: readonly number[];
  readonly p: readonly number[];
}

/** Exponent of amplitude against time to the pole: .6 / (1.5 − 1) … 2·.6. */
const SLOPE = 1.2;
const GRID = { from_h: 2, to_h: 2000, count: 140 } as const;
const K_STEPS = 31;
/** Degrees of freedom of the likelihood: healing and odd bursts are outliers. */
const FREEDOM = 4;

/** Posterior of the hours left at `now_h`. */
export function lifeDistribution(
  points: readonly AmplitudePoint[],
  now_h: number,
  prior: PowerLawPrior,
): LifeDistribution {
  const ratio = Math.log(GRID.to_h / GRID.from_h) / (GRID.count - 1);
  const hours: number[] = [];
  const logs: number[] = [];
  for (let g = 0; g < GRID.count; g++) {
    const left = GRID.from_h * Math.exp(ratio * g);
    const z = Math.log(left / prior.hours) / prior.spread;
    hours.push(left);
    logs.push(-0.5 * z * z + logEvidence(points, now_h + left + prior.pole_h, prior));
  }
  const top = Math.max(...logs);
  const weights = logs.map((l) => Math.exp(l - top));
  const total = weights.reduce((a, b) => a + b, 0);
  return { hours, p: weights.map((w) => w / total) };
}

/** ln of the likelihood of the points for a pole at `pole_h`, K integrated out. */
function logEvidence(
  points: readonly AmplitudePoint[],
  pole_h: number,
  prior: PowerLawPrior,
): number {
  if (points.length === 0) return 0;
  const terms: number[] = [];
  for (let k = 0; k < K_STEPS; k++) {
    const z = -3 + (6 * k) / (K_STEPS - 1);
    const K = prior.K + z * prior.K_sigma;
    let log = -0.5 * z * z;
    for (const { t_h, amplitude, sigma } of points) {
      const e = (Math.log(amplitude) - K + SLOPE * Math.log(pole_h - t_h)) / sigma;
      log -= ((FREEDOM + 1) / 2) * Math.log(1 + (e * e) / FREEDOM);
    }
    terms.push(log);
  }
  const top = Math.max(...terms);
  return top + Math.log(terms.reduce((sum, t) => sum + Math.exp(t - top), 0));
}
