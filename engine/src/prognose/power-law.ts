/**
 * Remaining life from the growth of an impulse amplitude. A spall of area D grows as
 * dD/dt = C·D^1.5 and its impulses as D^.6 (Li et al. 1999; form of the growth law), hence
 * u = amplitude^(−1/1.2) falls linearly in time and reaches nearly zero at failure.
 */
import { linearRegression, median } from 'simple-statistics';

export interface AmplitudePoint {
  readonly t_h: number;
  readonly amplitude: number;
}

export interface LifeEstimate {
  /** Median hours left. */
  readonly hours: number;
  /** Standard deviation of ln(hours left). */
  readonly spread: number;
  readonly points: number;
}

/** Exponent of the linearised indicator. */
const POWER = -1 / 1.2;
/** Hours between D_f and the pole of the growth law for the class of machine (judgement). */
export const POLE_H = 18;
const LEAST_POINTS = 4;
const WINDOW_H = 200;

/** Median of each three neighbours: one odd burst does not tilt the line. */
function smooth(points: readonly AmplitudePoint[]): AmplitudePoint[] {
  return points.map((point, i) => {
    const near = points.slice(Math.max(0, i - 1), i + 2).map((p) => p.amplitude);
    return { t_h: point.t_h, amplitude: near.length === 3 ? median(near) : point.amplitude };
  });
}

/** Straight line through u(t) over the last 200 h; undefined where it does not fall. */
export function powerLawLife(
  points: readonly AmplitudePoint[],
  now_h: number,
): LifeEstimate | undefined {
  const recent = smooth(points.filter((p) => p.amplitude > 0 && p.t_h > now_h - WINDOW_H));
  if (recent.length < LEAST_POINTS) return undefined;
  const xy = recent.map((p) => [p.t_h - now_h, p.amplitude ** POWER]);
  const line = linearRegression(xy);
  if (!(line.m < 0) || !(line.b > 0)) return undefined;
  const pole_h = -line.b / line.m;
  let error = 0;
  let meanT = 0;
  for (const [t, u] of xy) {
    error += (u! - line.m * t! - line.b) ** 2;
    meanT += t! / xy.length;
  }
  let spreadT = 0;
  for (const [t] of xy) spreadT += (t! - meanT) ** 2;
  const sigma2 = error / Math.max(1, xy.length - 2);
  const slope2 = sigma2 / spreadT / (line.m * line.m);
  const level2 = (sigma2 * (1 / xy.length + (meanT * meanT) / spreadT)) / (line.b * line.b);
  const hours = Math.max(2, pole_h - POLE_H);
  return { hours, spread: Math.sqrt(slope2 + level2) * (pole_h / hours), points: recent.length };
}
