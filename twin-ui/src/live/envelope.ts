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

/** Bands that are tried: this wide, at half their width from each other; judgement. */
const BAND_HZ = 1_000;
const LOWEST_HZ = 1_000;
/** Samples on which bands are compared. */
const TRIED = 16_384;

/** The band whose envelope is the most impulsive: greatest fourth moment over the square of the
 *  second, 2 for noise (Antoni & Randall, The spectral kurtosis, MSSP 20, 2006). */
export function impulsiveBand(x: Float64Array, fs_hz: number): Band {
  const top = Math.min(10_000, 0.47 * fs_hz);
  const part = x.subarray(0, TRIED);
  let best: Band = { low_hz: LOWEST_HZ, high_hz: top };
  let most = 0;
  for (let low_hz = LOWEST_HZ; low_hz + BAND_HZ <= top; low_hz += BAND_HZ / 2) {
    const band = { low_hz, high_hz: low_hz + BAND_HZ };
    let square = 0;
    let fourth = 0;
    const tried = envelope(part, fs_hz, band);
    for (const e of tried) {
      square += e * e;
      fourth += e * e * e * e;
    }
    const kurtosis = (fourth * tried.length) / (square * square || 1);
    if (kurtosis <= most) continue;
    most = kurtosis;
    best = band;
  }
  return best;
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

export interface EnvelopeSpectrum extends Spectrum {
  readonly band: Band;
}
/** A burst is looked at by several panels, and reckoned once. */
const reckoned = new WeakMap<Burst, EnvelopeSpectrum>();

/** Envelope spectrum of a burst in its most impulsive band. */
export function envelopeSpectrum(burst: Burst): EnvelopeSpectrum {
  const known = reckoned.get(burst);
  if (known) return known;
  const x = waveform(burst);
  const band = impulsiveBand(x, burst.fs_hz);
  const spectrum = amplitudeSpectrum(envelope(x, burst.fs_hz, band), burst.fs_hz);
  const made = { ...spectrum, band };
  reckoned.set(burst, made);
  return made;
}
