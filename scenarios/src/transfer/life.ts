/** The one agreement for run-to-failure records, real or simulated. */
import type { Series } from './series.js';

/** Shares of a life: learnt, then judged as healthy; the last part is judged as faulty. */
const LEARN = 0.2;
const HEALTHY = 0.5;
const FAULTY = 0.9;

/** A life in rows, to be learnt from its first fifth; the middle is judged by nobody. */
export function lifeSeries(
  name: string,
  rows: Series['rows'],
  kurtosis: readonly number[] = [],
): Series {
  const train = Math.floor(LEARN * rows.length);
  const labels = rows.map((_, r) => {
    const share = r / rows.length;
    if (share >= LEARN && share < HEALTHY) return 0;
    return share >= FAULTY ? 1 : -1;
  });
  return { name, rows, train, labels, kurtosis };
}
