/** The verdict on one long burst by itself, without a learnt baseline. */
import type { BearingEntry, Burst } from '@plant47/contract';
import {
  ALL_BANDS,
  type BandFeatures,
  FAMILIES,
  type Family,
  type LineFeatures,
  lineFeatures,
} from '../features/burst-features.js';
import { bearingOrders } from '../features/kinematics.js';

type Verdict = 'healthy' | 'unknown' | 'outer-race' | 'inner-race' | 'rolling-element' | 'cage';

interface FoundLine {
  readonly name: Family;
  readonly expected_hz: number;
  readonly found_hz: number;
  /** Comb score of the best band: Σ ln(1 + line/floor). */
  readonly score: number;
  /** Score above the nearest comb of the shaft. */
  readonly margin: number;
  /** Harmonics that stand out. */
  readonly lines: number;
}

export interface WaveformAssessment {
  readonly shaft_hz: number;
  readonly shaft_source: 'signal' | 'tag';
  readonly features: LineFeatures;
  readonly lines: readonly FoundLine[];
  readonly hypotheses: readonly { readonly fault: string; readonly p: number }[];
  readonly verdict: Verdict;
}

const NAMES: Readonly<Record<Family, Verdict>> = {
  outer: 'outer-race',
  inner: 'inner-race',
  ball: 'rolling-element',
  cage: 'cage',
};

/** Comb of noise scatters about 7 ± 1.2 and stays below this in 10⁴ bursts (synthetic). */
const SCORE_NOISE = 12.5;
/** Above it a family is named, if the shaft and the other families stay well below. */
const SCORE_NAMED = 16;
const MARGIN = 3;
const LEAD = 3;
const LEAST_LINES = 3;
/** Kurtosis of a burst that no healthy machine shows. */
const IMPULSIVE = 3.6;
/** A comb this strong speaks for itself; a weaker one needs impulses beside it. */
const SCORE_PLAIN = 20;
const SOME_IMPULSES = 3.25;

function foundLine(features: LineFeatures, bearing: BearingEntry, family: Family): FoundLine {
  const best = features.bands.reduce((a: BandFeatures, b) =>
    b.combs[0]![family].score > a.combs[0]![family].score ? b : a,
  );
  const comb = best.combs[0]![family];
  return {
    name: family,
    expected_hz: bearingOrders(bearing)[family] * features.speed.speed_hz,
    found_hz: comb.pitch_hz,
    score: comb.score,
    margin: best.raw[0]![family] - best.rival[0]![family],
    lines: comb.lines,
  };
}

/** Diagnosis of a waveform at a bearing of known geometry; `tag_hz` is the stated shaft speed. */
export function assessWaveform(
  burst: Burst,
  bearing: BearingEntry,
  tag_hz: number,
): WaveformAssessment {
  const features = lineFeatures(burst, [bearing], tag_hz, Number.NaN, ALL_BANDS);
  const lines = FAMILIES.map((family) => foundLine(features, bearing, family));
  const ranked = [...lines].sort((a, b) => b.score - a.score);
  const [first, second] = [ranked[0]!, ranked[1]!];
  const named =
    first.score > SCORE_NAMED &&
    first.margin >= MARGIN &&
    first.lines >= LEAST_LINES &&
    first.score - second.score >= LEAD &&
    (first.score > SCORE_PLAIN || features.moments.kurtosis > SOME_IMPULSES);
  const odd = first.score > SCORE_NOISE || features.moments.kurtosis > IMPULSIVE;
  const weight = (line: FoundLine): number => Math.exp(0.7 * (line.score - SCORE_NAMED));
  const total = lines.reduce((sum, line) => sum + weight(line), 1);
  const cap = named ? 0.95 : 0.55;
  return {
    shaft_hz: features.speed.speed_hz,
    shaft_source: features.speed.source,
    features,
    lines,
    hypotheses: ranked.map((line) => ({
      fault: `bearing.${NAMES[line.name]}`,
      p: Math.min(cap, weight(line) / total),
    })),
    verdict: named ? NAMES[first.name] : odd ? 'unknown' : 'healthy',
  };
}
