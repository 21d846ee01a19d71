/** Quantiles of the remaining life out of its distribution. */
import type { LifeDistribution } from './power-law.js';

export interface Quantile {
  readonly q: number;
  readonly s: number;
}

const QUANTILES = [0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95] as const;

/**
 * The forecast itself scatters, beyond what is not known of the present: growth comes in six-hour
 * blocks of 25–30 % (they average out with the square root of time), and where failure lies before
 * the pole differs by some hours from bearing to bearing (judgement, development seeds).
 */
const BLOCK_H = 6;
const BLOCK_SPREAD = 0.25;
const END_H = 6;

/** Standard deviation of ln(hours) of a forecast over `hours`. */
function forecastSpread(hours: number): number {
  const blocks = BLOCK_SPREAD * BLOCK_SPREAD * BLOCK_H * hours;
  return Math.min(0.5, Math.sqrt(END_H * END_H + blocks) / hours);
}

/** The distribution smeared by the scatter of the forecast; its grid is even in ln(hours). */
function smear({ hours, p }: LifeDistribution): LifeDistribution {
  const step = Math.log(hours[1]! / hours[0]!);
  const out = new Array<number>(p.length).fill(0);
  for (let i = 0; i < p.length; i++) {
    const spread = forecastSpread(hours[i]!);
    const reach = Math.ceil((3 * spread) / step);
    const scale = (p[i]! * step) / spread;
    for (let d = -reach; d <= reach; d++) {
      const j = Math.max(0, Math.min(p.length - 1, i + d));
      out[j]! += scale * Math.exp(-0.5 * ((d * step) / spread) ** 2);
    }
  }
  const total = out.reduce((a, b) => a + b, 0);
  return { hours, p: out.map((w) => w / total) };
}

/** Hours below which the life lies with probability q; straight between grid points. */
export function hoursAt(life: LifeDistribution, q: number): number {
  let sum = 0;
  for (let i = 0; i < life.p.length; i++) {
    const before = sum;
    sum += life.p[i]!;
    if (sum < q) continue;
    const share = life.p[i]! > 0 ? (q - before) / life.p[i]! : 0;
    const left = life.hours[Math.max(0, i - 1)]!;
    return left + share * (life.hours[i]! - left);
  }
  return life.hours[life.hours.length - 1]!;
}

/** Strictly increasing quantiles in simulated seconds. */
export function quantilesOf(life: LifeDistribution): Quantile[] {
  const wide = smear(life);
  let last = 0;
  return QUANTILES.map((q) => {
    last = Math.max(last + 1, Math.round(3600 * hoursAt(wide, q)));
    return { q, s: last };
  });
}

/** Probabilities of failure within a day, three days, a week, a month. */
export function failureWithin(life: LifeDistribution): { within_s: number; p: number }[] {
  const wide = smear(life);
  return [24, 72, 168, 720].map((limit_h) => {
    let p = 0;
    for (let i = 0; i < wide.p.length; i++) if (wide.hours[i]! <= limit_h) p += wide.p[i]!;
    return { within_s: limit_h * 3600, p: Math.min(1, Math.round(1000 * p) / 1000) };
  });
}
