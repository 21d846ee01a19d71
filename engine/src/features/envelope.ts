/** Band-limited squared envelope and its spectrum, cut out of a burst's spectrum by its bins. */
import { inverseComplex, realSpectrum } from './fft.js';
import type { LineSpectrum } from './spectrum.js';

/** Power spectrum of a squared envelope, with the local floor to judge a line by. */
export interface EnvelopeSpectrum {
  readonly from_hz: number;
  readonly to_hz: number;
  readonly df_hz: number;
  /** Bins of `power` and `floor`. */
  readonly size: number;
  /** Squared amplitude of the envelope's lines, SI⁴. */
  readonly power: Float64Array;
  /** Local median of `power`, SI⁴. */
  readonly floor: Float64Array;
  /** Mean square of the band's signal, SI². */
  readonly meanSquare: number;
  /** Kurtosis of the band's complex envelope, 2 for Gaussian noise. */
  readonly kurtosis: number;
}

const FLOOR_BLOCK_HZ = 12;

const windows = new Map<number, Float64Array>();
function hann(n: number): Float64Array {
  let window = windows.get(n);
  if (!window) {
    window = new Float64Array(n);
    for (let i = 0; i < n; i++) window[i] = 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / n);
    windows.set(n, window);
  }
  return window;
}

/**
 * Squared envelope spectrum of the band that begins at `from_hz` and is 1/`parts` of the sampling
 * rate wide (`parts` a power of two): the bins of the band, shifted to zero, are an analytic
 * signal at a lower rate, so no filter is needed.
 */
export function envelopeSpectrum(
  spectrum: LineSpectrum,
  from_hz: number,
  parts: number,
): EnvelopeSpectrum {
  const size = spectrum.n / parts;
  const first = Math.round(from_hz / spectrum.df_hz);
  const x = spectrum.bins;
  const analytic = inverseComplex(size, (input) => {
    for (let i = 0; i < 2 * size; i++) input[i] = x[2 * first + i]!;
  });
  // The inverse divides by `size`; with 2·scale/n instead the envelope is in SI units.
  const gain = ((2 * size) / spectrum.n) * spectrum.scale;
  const window = hann(size);
  let sum2 = 0;
  let sum4 = 0;
  for (let i = 0; i < size; i++) {
    const re = analytic[2 * i]!;
    const im = analytic[2 * i + 1]!;
    const square = (re * re + im * im) * gain * gain;
    analytic[i] = square;
    sum2 += square;
    sum4 += square * square;
  }
  const mean = sum2 / size;
  const out = realSpectrum(size, (input) => {
    for (let i = 0; i < size; i++) input[i] = (analytic[i]! - mean) * window[i]!;
  });
  const half = size / 2;
  const power = new Float64Array(half);
  const scale = 4 / size; // 2/n for one side, 2 for the window's coherent gain
  for (let k = 1; k < half; k++) {
    const re = out[2 * k]! * scale;
    const im = out[2 * k + 1]! * scale;
    power[k] = re * re + im * im;
  }
  return {
    from_hz,
    to_hz: from_hz + spectrum.fs_hz / parts,
    df_hz: spectrum.df_hz,
    size: half,
    power,
    floor: localFloor(power, Math.max(16, Math.round(FLOOR_BLOCK_HZ / spectrum.df_hz))),
    meanSquare: mean / 2,
    kurtosis: mean > 0 ? sum4 / size / (mean * mean) : 2,
  };
}

/** Median of blocks of `block` bins, joined by straight lines. */
function localFloor(power: Float64Array, block: number): Float64Array {
  const blocks = Math.max(1, Math.floor(power.length / block));
  const medians = new Float64Array(blocks);
  for (let b = 0; b < blocks; b++) {
    const from = b * block;
    const to = b === blocks - 1 ? power.length : from + block;
    const part = power.slice(from, to).sort();
    medians[b] = Math.max(part[part.length >> 1]!, 1e-30);
  }
  const floor = new Float64Array(power.length);
  for (let k = 0; k < power.length; k++) {
    const at = Math.max(0, Math.min(blocks - 1, (k - block / 2) / block));
    const left = Math.floor(at);
    const right = Math.min(blocks - 1, left + 1);
    floor[k] = medians[left]! + (medians[right]! - medians[left]!) * (at - left);
  }
  return floor;
}
