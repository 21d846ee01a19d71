/** Bearing lines at one measuring point: z of each family's comb, three hits in three bursts. */
import type { Station } from '../acquire/layout.js';
import { FAMILIES, type Family, type LineFeatures } from '../features/burst-features.js';
import { type Baseline, baselineOf } from './baseline.js';

/** What one burst says of one family. */
export interface FamilyReading {
  readonly simTs: number;
  readonly hit: boolean;
  readonly z: number;
  /** raw − rival comb. */
  readonly margin: number;
  readonly pitch_hz: number;
  /** pitch ÷ shaft speed. */
  readonly order: number;
  /** Amplitude of the impulses in the best band, m/s²: √ of the envelope's line amplitude. */
  readonly amplitude: number;
  /** The same in every band. */
  readonly amplitudes: readonly number[];
  readonly score: number;
  readonly band: number;
  readonly bearing: number;
}

export interface CombState {
  /** Scores while learning: [family · bands · bearings][burst]. */
  learn: number[][];
  base: (Baseline | null)[] | null;
  /** Rival combs likewise: how much a standing loose foot or rub showed while learning. */
  learnRival: number[][];
  baseRival: (Baseline | null)[] | null;
  /** Newest readings of each family, oldest first. */
  readonly readings: Record<Family, FamilyReading[]>;
  /** Families that stand (three of three), and since when. */
  readonly stands: Record<Family, boolean>;
  /** Shaft comb while learning and now: once-per-turn impacts. */
  learnShaft: number[];
  baseShaft: Baseline | null;
  shaft: number;
}

const KEEP = 120;
/** Each of three bursts must stand out by this much, and the three together by three times 4. */
const Z_HIT = 3;
const Z_SUM = 12;
const MARGIN = 3;
/** Readings of one defect agree in pitch to this share; a wandering search does not. */
const PITCH_SPREAD = 0.003;
/** Least sigma of a comb score: that of noise scatters by .45 to .85 (synthetic bursts). */
const SCORE_SIGMA = 0.65;

export function initComb(): CombState {
  const each = <T>(make: () => T): Record<Family, T> => ({
    outer: make(),
    inner: make(),
    ball: make(),
    cage: make(),
  });
  return {
    learn: [],
    base: null,
    learnRival: [],
    baseRival: null,
    readings: each(() => [] as FamilyReading[]),
    stands: each(() => false as boolean),
    learnShaft: [],
    baseShaft: null,
    shaft: 0,
  };
}

/** Index of a score in `learn` and `base`. */
const place = (bearing: number, band: number, family: number, bands: number): number =>
  (bearing * bands + band) * FAMILIES.length + family;

export function learnComb(state: CombState, station: Station, features: LineFeatures): void {
  const bands = features.bands.length;
  features.bands.forEach((band, b) => {
    for (let i = 0; i < station.bearings.length; i++) {
      FAMILIES.forEach((family, f) => {
        const at = place(i, b, f, bands);
        (state.learn[at] ??= []).push(band.combs[i]![family].score);
        (state.learnRival[at] ??= []).push(band.rival[i]![family]);
      });
    }
  });
  state.learnShaft.push(Math.max(...features.bands.map((band) => band.shaft)));
}

export function armComb(state: CombState): void {
  state.base = state.learn.map((scores) => baselineOf(scores, SCORE_SIGMA));
  state.baseRival = state.learnRival.map((scores) => baselineOf(scores, SCORE_SIGMA));
  state.baseShaft = baselineOf(state.learnShaft, 2);
  state.learn = [];
  state.learnRival = [];
  state.learnShaft = [];
}

function bestReading(
  state: CombState,
  features: LineFeatures,
  family: Family,
  bearings: number,
): FamilyReading | undefined {
  let best: FamilyReading | undefined;
  const f = FAMILIES.indexOf(family);
  features.bands.forEach((band, b) => {
    for (let i = 0; i < bearings; i++) {
      const at = place(i, b, f, features.bands.length);
      const base = state.base?.[at];
      const comb = band.combs[i]![family];
      const z = base ? (comb.score - base.median) / base.sigma : 0;
      if (best && z <= best.z) continue;
      const rival = band.rival[i]![family];
      const margin = band.raw[i]![family] - rival;
      // A foot that was loose all along explains nothing new.
      const old = state.baseRival?.[at];
      const clear = margin >= MARGIN || (old && rival < old.median + 3 * old.sigma);
      best = {
        simTs: features.simTs,
        hit: z > Z_HIT && clear === true && comb.lines >= 2,
        z,
        margin,
        pitch_hz: comb.pitch_hz,
        order: comb.pitch_hz / features.speed.speed_hz,
        amplitude: Math.sqrt(comb.level),
        amplitudes: features.bands.map((other) => Math.sqrt(other.combs[i]![family].level)),
        score: comb.score,
        band: b,
        bearing: i,
      };
    }
  });
  return best;
}

/** One long burst when armed. */
export function stepComb(state: CombState, station: Station, features: LineFeatures): void {
  for (const family of FAMILIES) {
    const reading = bestReading(state, features, family, station.bearings.length);
    if (!reading) continue;
    const list = state.readings[family];
    list.push(reading);
    if (list.length > KEEP) list.shift();
    const last = list.slice(-3);
    const orders = last.map((r) => r.order);
    const spread = Math.max(...orders) / Math.min(...orders) - 1;
    const sum = last.reduce((total, r) => total + r.z, 0);
    const hits = last.length === 3 && last.every((r) => r.hit);
    const three = hits && sum > Z_SUM && spread <= PITCH_SPREAD;
    const gone = last.length === 3 && last.every((r) => r.z < Z_HIT);
    state.stands[family] = state.stands[family] ? !gone : three;
  }
  const shaft = Math.max(...features.bands.map((band) => band.shaft));
  state.shaft = state.baseShaft ? (shaft - state.baseShaft.median) / state.baseShaft.sigma : 0;
}

/** The standing family with the strongest comb, or undefined. */
export function standingFamily(state: CombState): Family | undefined {
  let best: Family | undefined;
  for (const family of FAMILIES) {
    if (!state.stands[family]) continue;
    const score = state.readings[family].at(-1)?.score ?? 0;
    if (!best || score > (state.readings[best].at(-1)?.score ?? 0)) best = family;
  }
  return best;
}

/** After a bearing was replaced: the history belongs to the old one. */
export function resetComb(state: CombState): void {
  for (const family of FAMILIES) {
    state.readings[family].length = 0;
    state.stands[family] = false;
  }
}
