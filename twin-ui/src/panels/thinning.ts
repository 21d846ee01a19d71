/** Long trends drawn on few pixels. */
import type { Trend } from '../live/api.js';

/** Least and greatest value of each column of time, in order. */
export function thinned(trend: Trend, columns: number): { t: number; v: number }[] {
  const from = trend.simTs[0] ?? 0;
  const width = Math.max(1, ((trend.simTs.at(-1) ?? 0) - from) / columns);
  const out: { t: number; v: number }[] = [];
  let column = -1;
  let low = { t: 0, v: 0 };
  let high = { t: 0, v: 0 };
  const flush = () => {
    if (column < 0) return;
    const pair = low.t <= high.t ? [low, high] : [high, low];
    out.push(...(low.t === high.t ? [low] : pair));
  };
  trend.simTs.forEach((t, i) => {
    const v = trend.values[i];
    if (v === null || Number.isNaN(v)) return;
    const at = Math.floor((t - from) / width);
    if (at !== column) {
      flush();
      column = at;
      low = { t, v };
      high = { t, v };
    } else if (v < low.v) low = { t, v };
    else if (v > high.v) high = { t, v };
  });
  flush();
  return out;
}
