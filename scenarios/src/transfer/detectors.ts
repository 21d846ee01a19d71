/** Eight plain detectors, as textbooks have them: each scores every row of a series. */
import { assessWaveform } from '@plant47/engine';
import { keyOfSeed, streamOf, uniform } from '@plant47/simulator';
import { isolationScores } from './isolation-forest.js';
import { principalScores } from './principal-components.js';
import { type Series, standardised, type Waveform } from './series.js';

interface Detector {
  readonly id: string;
  readonly label: string;
  /** A score a row; the higher, the odder. All equal where it cannot judge such records. */
  readonly score: (series: Series) => readonly number[];
}

/** Seed of the forest and of the random detector. */
export const DETECTOR_SEED = 47;
/** Weight of the newest value; Montgomery, Statistical Quality Control, §9.2. */
const EWMA_LAMBDA = 0.2;
/** Reference value, in standard deviations: half the shift that is looked for; same, §9.1. */
const CUSUM_K = 0.5;
/** Rows over which the kurtosis of a channel is taken where none is measured (judgement). */
const KURTOSIS_ROWS = 64;

/** Below it a machine stands and has no lines, Hz (judgement). */
const STANDING_HZ = 1;

const most = (row: readonly number[]): number => row.reduce((a, b) => Math.max(a, Math.abs(b)), 0);

export const DETECTORS: readonly Detector[] = [
  { id: 'threshold', label: 'Threshold', score: (series) => standardised(series).map(most) },
  { id: 'ewma', label: 'EWMA', score: ewma },
  { id: 'cusum', label: 'CUSUM', score: cusum },
  { id: 't2-q', label: 'T² + Q', score: principalScores },
  { id: 'kurtosis', label: 'Kurtosis', score: kurtosis },
  { id: 'comb', label: 'Comb', score: comb },
  {
    id: 'isolation-forest',
    label: 'Isolation forest',
    score: (series) => isolationScores(standardised(series), series.train, DETECTOR_SEED),
  },
  { id: 'random', label: 'Random', score: random },
];

function ewma(series: Series): number[] {
  const state = new Array<number>(series.rows[0]?.length ?? 0).fill(0);
  return standardised(series).map((row) => {
    row.forEach((z, c) => {
      state[c]! += EWMA_LAMBDA * (z - state[c]!);
    });
    return most(state);
  });
}

function cusum(series: Series): number[] {
  const width = series.rows[0]?.length ?? 0;
  const up = new Array<number>(width).fill(0);
  const down = new Array<number>(width).fill(0);
  return standardised(series).map((row) => {
    row.forEach((z, c) => {
      up[c] = Math.max(0, up[c]! + z - CUSUM_K);
      down[c] = Math.max(0, down[c]! - z - CUSUM_K);
    });
    return Math.max(most(up), most(down));
  });
}

/** The measured kurtosis; else that of the last rows of each channel. */
function kurtosis(series: Series): number[] {
  const { rows, kurtosis: channels } = series;
  if (channels.length > 0) return rows.map((row) => Math.max(...channels.map((c) => row[c]!)));
  const width = rows[0]?.length ?? 0;
  return rows.map((_, r) => {
    const window = rows.slice(Math.max(0, r + 1 - KURTOSIS_ROWS), r + 1);
    let highest = 0;
    for (let c = 0; c < width; c++) highest = Math.max(highest, kurtosisOf(window, c));
    return highest;
  });
}

function kurtosisOf(window: readonly (readonly number[])[], c: number): number {
  const n = window.length;
  const mean = window.reduce((sum, row) => sum + row[c]!, 0) / n;
  let m2 = 0;
  let m4 = 0;
  for (const row of window) {
    const d2 = (row[c]! - mean) ** 2;
    m2 += d2 / n;
    m4 += (d2 * d2) / n;
  }
  return m2 > 0 ? m4 / (m2 * m2) : 0;
}

/** The strongest family of bearing lines in the envelope; silent without a waveform. */
function comb({ rows, waveforms }: Series): number[] {
  if (!waveforms) return rows.map(() => 0);
  return waveforms.map(combScore);
}

function combScore({ samples, fs_hz, scale, shaft_hz, bearing }: Waveform): number {
  if (!(shaft_hz > STANDING_HZ)) return 0;
  const burst = { seq: 0, simTs: 0, fs_hz, scale, speed_hz: shaft_hz, unit: 'm/s2', samples };
  return Math.max(...assessWaveform(burst, bearing, shaft_hz).lines.map(({ score }) => score));
}

function random({ name, rows }: Series): number[] {
  const stream = streamOf(keyOfSeed(DETECTOR_SEED), 'random', name);
  return rows.map((_, r) => uniform(stream, r));
}
