/** A small line of a point's last days. */
import { useMemo } from 'react';
import type { Trend } from '../live/api.js';
import { thinned } from './thinning.js';

const WIDTH = 300;
/** Columns that a line is thinned to; each keeps its least and greatest value. */
const COLUMNS = 150;

interface SparklineProps {
  readonly trend: Trend;
  readonly height?: number;
  /** Smallest span of values that fills the height, so that noise does not look like news. */
  readonly least: number;
  readonly colour?: string;
  readonly label: string;
}

export function Sparkline({ trend, height = 40, least, colour, label }: SparklineProps) {
  const path = useMemo(() => {
    const points = thinned(trend, COLUMNS);
    if (points.length < 2) return '';
    const t0 = points[0].t;
    const dt = Math.max(1, points[points.length - 1].t - t0);
    let low = Math.min(...points.map((point) => point.v));
    let high = Math.max(...points.map((point) => point.v));
    const spare = Math.max(0, least - (high - low)) / 2;
    low -= spare;
    high += spare;
    const y = (v: number) => height - 3 - ((v - low) / (high - low || 1)) * (height - 6);
    return points
      .map(({ t, v }, i) => {
        const x = ((t - t0) / dt) * WIDTH;
        return `${i ? 'L' : 'M'}${x.toFixed(1)} ${y(v).toFixed(1)}`;
      })
      .join('');
  }, [trend, height, least]);
  return (
    <svg
      className="sparkline"
      viewBox={`0 0 ${WIDTH} ${height}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={label}
    >
      <path d={path} fill="none" stroke={colour ?? '#33414d'} vectorEffect="non-scaling-stroke" />
    </svg>
  );
}
