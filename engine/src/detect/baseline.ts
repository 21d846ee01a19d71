/** Level of a feature over the learning window: median and scaled MAD. */
import { median, medianAbsoluteDeviation } from 'simple-statistics';

export interface Baseline {
  readonly median: number;
  /** 1.4826 · MAD: the standard deviation of Gaussian data. */
  readonly sigma: number;
}

export function baselineOf(values: readonly number[], floor: number): Baseline | null {
  if (values.length === 0) return null;
  const list = [...values];
  return {
    median: median(list),
    sigma: Math.max(floor, 1.4826 * medianAbsoluteDeviation(list)),
  };
}
