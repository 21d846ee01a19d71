/** Envelope spectrum of a burst: band-pass, analytic signal, magnitude, amplitude spectrum. */
import type { Burst } from '@plant47/contract';
import { fft, powerOfTwoBelow } from './fft.js';

export interface Spectrum {
  /** Width of a bin, Hz. */
  readonly df: number;
  /** Amplitude of each bin in the signal's unit. */
  readonly amplitude: Float64Array;
}
export interface Band {
  readonly low_hz: number;
  readonly high_hz: number;
}

/** The band that structure resonances of these machines lie in, below the sensor's corner. */
export function resonanceBand(fs_hz: number): Band {
  return { low_hz: 1_500, high_hz: Math.min(10_000, 0.45 * fs_hz) };
}

/** Samples of a burst in its unit, without their mean. */
export function waveform(burst: Burst): Float64Array {
  const x = Float64Array.from(burst.samples, (count) => count * burst.scale);
  let sum = 0;
  for (const value of x) sum += value;
  const mean = x.length ? sum / x.length : 0;
  return x.map((value) => value - mean);
}

/** Envelope of `x` in a band: magnitude of the analytic signal, of a power-of-two length. */
export function envelope(x: Float64Array, fs_hz: number, band: Band): Float64Array {
  const n = powerOfTwoBelow(x.length);
  const re = x.slice(0, n);
  const im = new Float64Array(n);
  fft(re, im);
  for (let k = 0; k < n; k++) {
    const f = (k * fs_hz) / n;
    // Positive frequencies of the band twice, all others not at all: band-pass and Hilbert at once.
    const gain = k <= n / 2 && f >= band.low_hz && f <= band.high_hz ? 2 : 0;
    re[k] *= gain;
    im[k] *= gain;
  }
  fft(re, im, true);
  return re.map((value, i) => Math.hypot(value, im[i]));
}

/** One-sided amplitude spectrum with a Hann window; a sine of amplitude A reads A at its bin. */
export function amplitudeSpectrum(x: Float64Array, fs_hz: number): Spectrum {
  const n = powerOfTwoBelow(x.length);
  let mean = 0;
  for (let i = 0; i < n; i++) mean += x[i] / n;
  const re = new Float64Array(n);
  const im = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    re[i] = (x[i] - mean) * (0.5 - 0.5 * Math.cos((2 * Math.PI * i) / n));
  }
  fft(re, im);
  const amplitude = new Float64Array(n / 2);
  for (let k = 0; k < n / 2; k++) amplitude[k] = (4 / n) * Math.hypot(re[k], im[k]);
  return { df: fs_hz / n, amplitude };
}

/** Envelope spectrum of a burst in its resonance band. */
export function envelopeSpectrum(burst: Burst): Spectrum {
  const x = envelope(waveform(burst), burst.fs_hz, resonanceBand(burst.fs_hz));
  return amplitudeSpectrum(x, burst.fs_hz);
}
