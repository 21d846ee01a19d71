/** Long waveforms cut into rows: level, peak, kurtosis, and the samples behind them. */
import type { Series, Waveform } from './series.js';

/** Samples of a row; rows overlap by half. */
const LENGTH = 4096;

/** Row values: rms and peak in m/s², kurtosis. */
const KURTOSIS = [2];

/** A series that learns from one healthy waveform and is judged on another and a faulty one. */
export function burstSeries(
  name: string,
  parts: { readonly learn: Waveform; readonly healthy: Waveform; readonly faulty: Waveform },
): Series {
  const learn = cut(parts.learn);
  const healthy = cut(parts.healthy);
  const faulty = cut(parts.faulty);
  const waveforms = [...learn, ...healthy, ...faulty];
  return {
    name,
    rows: waveforms.map(features),
    train: learn.length,
    labels: [
      ...learn.map(() => -1 as const),
      ...healthy.map(() => 0 as const),
      ...faulty.map(() => 1 as const),
    ],
    kurtosis: KURTOSIS,
    waveforms,
  };
}

function cut(waveform: Waveform): Waveform[] {
  const { samples } = waveform;
  const count = Math.floor((2 * samples.length) / LENGTH) - 1;
  return Array.from({ length: Math.max(0, count) }, (_, k) => {
    const from = (k * LENGTH) / 2;
    return { ...waveform, samples: samples.subarray(from, from + LENGTH) };
  });
}

function features({ samples, scale }: Waveform): number[] {
  const n = samples.length;
  const mean = samples.reduce((sum, x) => sum + x, 0) / n;
  let m2 = 0;
  let m4 = 0;
  let peak = 0;
  for (const x of samples) {
    const d2 = (x - mean) ** 2;
    m2 += d2 / n;
    m4 += (d2 * d2) / n;
    peak = Math.max(peak, d2);
  }
  return [Math.sqrt(m2) * scale, Math.sqrt(peak) * scale, m2 > 0 ? m4 / (m2 * m2) : 3];
}
