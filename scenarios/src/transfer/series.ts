/** What a plain detector sees: rows of channels, the first of them healthy. */
import type { BearingEntry } from '@plant47/contract';

/** A stretch of vibration behind a row. */
export interface Waveform {
  readonly samples: Int16Array;
  readonly fs_hz: number;
  /** m/s² a count. */
  readonly scale: number;
  readonly shaft_hz: number;
  readonly bearing: BearingEntry;
}

export interface Series {
  readonly name: string;
  /** One array a row, each with a value for each channel. */
  readonly rows: readonly (readonly number[])[];
  /** Rows from 0 that are healthy by agreement: what a detector may learn. */
  readonly train: number;
  /** 0 healthy, 1 faulty, −1 = not judged; one for each row. */
  readonly labels: readonly (0 | 1 | -1)[];
  /** Channels that are kurtosis already. */
  readonly kurtosis: readonly number[];
  /** Waveforms of the rows; absent where there are none. */
  readonly waveforms?: readonly Waveform[];
}

/** Records of one sort. */
export interface Family {
  readonly id: string;
  readonly label: string;
  readonly series: readonly Series[];
}

/** Mean and standard deviation of each channel over the rows that may be learnt. */
function baseline({ rows, train }: Series): { mean: number[]; std: number[] } {
  const width = rows[0]?.length ?? 0;
  const mean = new Array<number>(width).fill(0);
  const std = new Array<number>(width).fill(0);
  for (const row of rows.slice(0, train)) {
    for (let c = 0; c < width; c++) mean[c]! += row[c]! / train;
  }
  for (const row of rows.slice(0, train)) {
    for (let c = 0; c < width; c++) std[c]! += (row[c]! - mean[c]!) ** 2 / Math.max(1, train - 1);
  }
  // A channel that stood still while it was learnt counts in its own unit from there on.
  return { mean, std: std.map((v) => (v > 1e-18 ? Math.sqrt(v) : 1)) };
}

/** Rows in standard deviations from what was learnt. */
export function standardised(series: Series): number[][] {
  const { mean, std } = baseline(series);
  return series.rows.map((row) => row.map((x, c) => (x - mean[c]!) / std[c]!));
}
