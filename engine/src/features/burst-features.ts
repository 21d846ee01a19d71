/** Everything the detectors read from one burst. */
import type { BearingEntry, Burst } from '@plant47/contract';
import { type Comb, fixedComb, searchComb, withoutShaft } from './comb.js';
import { envelopeSpectrum } from './envelope.js';
import { realSpectrum } from './fft.js';
import { bearingOrders } from './kinematics.js';
import { type Moments, moments } from './moments.js';
import { bandRms, hannPower, type LineSpectrum, velocityRms } from './spectrum.js';
import { type ShaftSpeed, shaftSpeed } from './speed.js';

export type Family = 'outer' | 'inner' | 'ball' | 'cage';
export const FAMILIES: readonly Family[] = ['outer', 'inner', 'ball', 'cage'];

/** One band of the envelope: combs of each bearing's families, and the shaft's own comb. */
export interface BandFeatures {
  readonly from_hz: number;
  readonly kurtosis: number;
  readonly rms: number;
  /** Comb of each candidate bearing (order of `bearings`) and family, shaft lines struck out. */
  readonly combs: readonly Readonly<Record<Family, Comb>>[];
  /** Same, whole spectrum: the score that the rival is compared with. */
  readonly raw: readonly Readonly<Record<Family, number>>[];
  /** Comb of the shaft multiple nearest to each family: 3·fr beside BPFO of eight balls. */
  readonly rival: readonly Readonly<Record<Family, number>>[];
  /** Comb of fr itself, h = 1 … 5. */
  readonly shaft: number;
}

export interface ScanFeatures {
  readonly simTs: number;
  readonly moments: Moments;
  readonly velocity_mm_s: number;
  /** RMS of the halves below and above 5 kHz, m/s². */
  readonly mid: number;
  readonly high: number;
}

export interface LineFeatures {
  readonly simTs: number;
  readonly speed: ShaftSpeed;
  readonly moments: Moments;
  readonly velocity_mm_s: number;
  /** Velocity amplitude of ½, 1, 2 … 8 × shaft speed, mm/s. */
  readonly orders: readonly number[];
  /** Velocity amplitude at twice the supply frequency, mm/s; 0 where unknown. */
  readonly twiceLine: number;
  readonly bands: readonly BandFeatures[];
}

export const ORDERS: readonly number[] = [0.5, 1, 2, 3, 4, 5, 6, 7, 8];

/**
 * Each band is an eighth of the sampling rate wide; these are their lower edges ÷ that width.
 * Watched day and night: .8–2.4, 2–3.6 and 2.8–4.4 kHz at 12.8 kHz, where structures ring; each
 * costs half a millisecond a burst.
 */
const WATCHED_BANDS: readonly number[] = [0.5, 1.25, 1.75];
/** Where a burst is judged by itself, nothing is left out. */
export const ALL_BANDS: readonly number[] = [0.5, 1, 1.5, 2, 2.5];
const BAND_PARTS = 8;

/** Rectangular spectrum of a burst, shared by all its features. */
function spectrumOf(burst: Burst, n = burst.samples.length): LineSpectrum {
  const { samples } = burst;
  let mean = 0;
  for (let i = 0; i < n; i++) mean += samples[i]!;
  mean /= n;
  const bins = realSpectrum(n, (input) => {
    for (let i = 0; i < n; i++) input[i] = samples[i]! - mean;
  });
  return { n, fs_hz: burst.fs_hz, df_hz: burst.fs_hz / n, bins, scale: burst.scale };
}

/** Features of a short burst: level, impulsiveness, high-frequency floor. */
export function scanFeatures(burst: Burst): ScanFeatures {
  const spectrum = spectrumOf(burst);
  const top = 0.39 * burst.fs_hz;
  return {
    simTs: burst.simTs,
    moments: moments(burst.samples, burst.scale),
    velocity_mm_s: velocityRms(spectrum),
    mid: bandRms(spectrum, 1000, Math.min(5000, top)),
    high: top > 5500 ? bandRms(spectrum, 5000, top) : 0,
  };
}

/** Velocity amplitude (mm/s) of the line at `f`: the strongest of three Hann bins. */
function velocityAt(spectrum: LineSpectrum, f: number): number {
  const at = Math.round(f / spectrum.df_hz);
  if (at < 2 || at > spectrum.n / 2 - 3) return 0;
  let best = 0;
  for (let k = at - 1; k <= at + 1; k++) best = Math.max(best, hannPower(spectrum, k));
  return (Math.sqrt(best) / (2 * Math.PI * f)) * 1000;
}

function bandFeatures(
  spectrum: LineSpectrum,
  start: number,
  bearings: readonly BearingEntry[],
  speed_hz: number,
): BandFeatures {
  const from_hz = (start * spectrum.fs_hz) / BAND_PARTS;
  const envelope = envelopeSpectrum(spectrum, from_hz, BAND_PARTS);
  const clean = withoutShaft(envelope, speed_hz);
  const combs: Record<Family, Comb>[] = [];
  const raw: Record<Family, number>[] = [];
  const rival: Record<Family, number>[] = [];
  for (const bearing of bearings) {
    const orders = bearingOrders(bearing);
    const comb = {} as Record<Family, Comb>;
    const whole = {} as Record<Family, number>;
    const beside = {} as Record<Family, number>;
    for (const family of FAMILIES) {
      const order = orders[family];
      comb[family] = searchComb(clean, order * speed_hz);
      whole[family] = fixedComb(envelope, comb[family].pitch_hz);
      beside[family] = fixedComb(envelope, Math.max(1, Math.round(order)) * speed_hz);
    }
    combs.push(comb);
    raw.push(whole);
    rival.push(beside);
  }
  return {
    from_hz,
    kurtosis: envelope.kurtosis,
    rms: Math.sqrt(envelope.meanSquare),
    combs,
    raw,
    rival,
    shaft: fixedComb(envelope, speed_hz),
  };
}

/** Features of a long burst: orders and resolved bearing lines of the `bearings` it hears. */
export function lineFeatures(
  burst: Burst,
  bearings: readonly BearingEntry[],
  tag_hz: number,
  supply_hz = Number.NaN,
  bands = WATCHED_BANDS,
): LineFeatures {
  const spectrum = spectrumOf(burst);
  const speed = shaftSpeed(spectrum, tag_hz);
  return {
    simTs: burst.simTs,
    speed,
    moments: moments(burst.samples, burst.scale),
    velocity_mm_s: velocityRms(spectrum),
    orders: ORDERS.map((order) => velocityAt(spectrum, order * speed.speed_hz)),
    twiceLine: Number.isFinite(supply_hz) ? velocityAt(spectrum, 2 * supply_hz) : 0,
    bands: bands.map((start) => bandFeatures(spectrum, start, bearings, speed.speed_hz)),
  };
}
