/** How good the forecasts of remaining life were. */
import { LAMBDAS } from './forecast.js';
import type { LifeCourse } from './life-course.js';
import { type Interval, mean, quantile, wilson } from './statistics.js';

export interface LifeMeasures {
  readonly alphaLambda: readonly { readonly lambda: number; readonly passed: Interval }[];
  readonly horizon_h: number | null;
  readonly reads: number;
  readonly coverage: Interval;
  /** Of P50, in % of the life from onset to failure. */
  readonly mae: number | null;
  readonly rmse: number | null;
  readonly crps_h: number | null;
  /** Mean asymmetric score (Saxena et al. 2008), d in % of life, |d| held at 100. */
  readonly cmapss: number | null;
}

/** Pools the courses of one run or many. */
export function lifeMeasuresOf(courses: readonly LifeCourse[]): LifeMeasures {
  const reads = courses.flatMap(({ onset_h, failure_h, reads }) =>
    reads.flatMap((read) => {
      const { p10_h, p50_h, p90_h, left_h } = read;
      if (p10_h === null || p50_h === null || p90_h === null) return [];
      const error = (100 * (p50_h - left_h)) / (failure_h - onset_h);
      return { error, covered: p10_h <= left_h && left_h <= p90_h, crps_h: read.crps_h ?? 0 };
    }),
  );
  const squares = mean(reads.map(({ error }) => error * error));
  return {
    alphaLambda: LAMBDAS.map((lambda) => {
      const passed = courses.filter(({ alphaLambda }) =>
        alphaLambda.some((at) => at.lambda === lambda && at.passed),
      );
      return { lambda, passed: wilson(passed.length, courses.length) };
    }),
    horizon_h: quantile(
      courses.map(({ horizon_h }) => horizon_h ?? 0),
      0.5,
    ),
    reads: reads.length,
    coverage: wilson(reads.filter(({ covered }) => covered).length, reads.length),
    mae: mean(reads.map(({ error }) => Math.abs(error))),
    rmse: squares === null ? null : Math.sqrt(squares),
    crps_h: mean(reads.map(({ crps_h }) => crps_h)),
    cmapss: mean(reads.map(({ error }) => asymmetric(error))),
  };
}

function asymmetric(percent: number): number {
  const d = Math.max(-100, Math.min(100, percent));
  return d < 0 ? Math.exp(-d / 13) - 1 : Math.exp(d / 10) - 1;
}
