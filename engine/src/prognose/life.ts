/** Quantiles of the remaining life out of what the class knows and what the trend shows. */
import type { LifeEstimate } from './power-law.js';

export interface Quantile {
  readonly q: number;
  readonly s: number;
}

/** What is known without a trend: median hours and spread of ln(hours). */
export interface ClassPrior {
  readonly hours: number;
  readonly spread: number;
}

const QUANTILES: readonly [number, number][] = [
  [0.05, -1.645],
  [0.1, -1.282],
  [0.25, -0.674],
  [0.5, 0],
  [0.75, 0.674],
  [0.9, 1.282],
  [0.95, 1.645],
];

/** Growth in six-hour blocks and healing of the spall's edges scatter any forecast (judgement). */
const MODEL_SPREAD = 0.25;

/** Precision-weighted mean in ln(hours). */
export function combine(prior: ClassPrior, trend: LifeEstimate | undefined): ClassPrior {
  if (!trend) return prior;
  const spread = Math.hypot(trend.spread, MODEL_SPREAD);
  const a = 1 / (prior.spread * prior.spread);
  const b = 1 / (spread * spread);
  const log = (a * Math.log(prior.hours) + b * Math.log(trend.hours)) / (a + b);
  return { hours: Math.exp(log), spread: Math.max(0.3, Math.sqrt(1 / (a + b))) };
}

/** Strictly increasing quantiles in simulated seconds. */
export function quantilesOf(life: ClassPrior): Quantile[] {
  return QUANTILES.map(([q, z]) => ({
    q,
    s: Math.round(Math.max(0.1, life.hours * Math.exp(z * life.spread)) * 3600),
  }));
}
