import type { BurstJob, ImpactTrain } from '@plant47/contract/sealed';
import { describe, expect, it } from 'vitest';
import { streamOf } from '../physics/random.js';
import { synthesize } from './burst.js';
import {
  amplitudes,
  bandPass,
  envelopeSpectrum,
  moments,
  prominence,
  signal,
  velocity,
} from './spectrum.cases.js';
import { job, KEY, site, train } from './train-condition.cases.js';

/** The reference of the physics table: 6309 at 1475 rpm, one mode, no shaft orders. */
const BPFO = 74.65;
function reference(a: number, changes: Partial<BurstJob> = {}): BurstJob {
  const impact: ImpactTrain = {
    id: 1,
    hz: BPFO,
    pace: 'walk',
    slip: 0.01,
    a,
    scatter: 0,
    zone_hz: 0,
    exit_s: 0,
    exit: 0,
  };
  return {
    seq: 0,
    simTs: 0,
    fs_hz: 25_600,
    samples: 131_072,
    scale: 160 / 32_768,
    speed_hz: 1475 / 60,
    unit: 'm/s2',
    tones: [],
    impacts: a > 0 ? [impact] : [],
    modes: [{ hz: 3500, zeta: 0.05, gain: 1 }],
    // σ = 0.5 m/s² over the whole band, stated for 1–10 kHz.
    noise: { rms: 0.5 * Math.sqrt(9 / 12.8), high: 0, low: 0, depth: 0, sway_hz: 0 },
    stream: streamOf(KEY, 'reference', a),
    ...changes,
  };
}
const quiet = { rms: 0, high: 0, low: 0, depth: 0, sway_hz: 0 };

describe('an impulse train', () => {
  it('of 10 m/s² has 1.3028 m/s² rms and kurtosis 22.09 (B30, B31)', () => {
    const { rms, kurtosis } = moments(signal(synthesize(reference(10, { noise: quiet }))));
    expect(rms / 1.3028).toBeCloseTo(1, 2);
    expect(Math.abs(kurtosis / 22.09 - 1)).toBeLessThan(0.03);
  });

  it('over a floor follows the table of closed forms for A = 0 … 50', () => {
    for (const [a, rms, kurtosis] of [
      [0, 0.5, 3.0],
      [1, 0.517, 3.08],
      [2, 0.564, 3.87],
      [5, 0.821, 10.6],
      [10, 1.395, 17.5],
      [20, 2.653, 20.8],
      [50, 6.533, 21.9],
    ] as const) {
      const got = moments(signal(synthesize(reference(a))));
      expect(Math.abs(got.rms / rms - 1)).toBeLessThan(0.01);
      expect(Math.abs(got.kurtosis / kurtosis - 1)).toBeLessThan(0.04);
    }
  });

  it('is seen by the envelope at A = 1, where rms has moved by 3 %', () => {
    const lines = envelopeSpectrum(signal(synthesize(reference(1))), 25_600, 2_500, 4_500);
    expect(prominence(lines, BPFO, 25_600 / 131_072)).toBeGreaterThan(10);
  });

  it('has lines that widen as 2πk²σ²f_d: 1.689 Hz at the third of 2 % slip (B33)', () => {
    const fs = 3_200;
    const bin = fs / 65_536;
    // The width of the line's power: mean over runs of ∫P df over the peak of a Lorentzian, 2/π.
    const power = new Float64Array(200);
    for (let run = 0; run < 24; run++) {
      const impacts = [{ ...reference(10).impacts[0]!, slip: 0.02 }];
      const modes = [{ hz: 600, zeta: 0.3, gain: 1 }];
      const stream = streamOf(KEY, 'width', run);
      const settings = { fs_hz: fs, samples: 65_536, noise: quiet, impacts, modes, stream };
      const lines = amplitudes(signal(synthesize(reference(10, settings))));
      const middle = Math.round((3 * BPFO) / bin);
      for (let k = 0; k < 200; k++) power[k] = power[k]! + lines[middle - 100 + k]! ** 2;
    }
    const peak = power.slice(90, 111).reduce((sum, p) => sum + p, 0) / 21;
    const half = power.filter((_, k) => {
      const near = power.slice(Math.max(0, k - 5), k + 6);
      return near.reduce((sum, p) => sum + p, 0) / near.length > peak / 2;
    });
    expect(Math.abs((half.length * bin) / 1.689 - 1)).toBeLessThan(0.3);
  });
});

describe('a burst', () => {
  it('of a 50 Hz line of 1 m/s² rms is 3.183 mm/s (S03)', () => {
    const tones = [{ hz: 50, a: Math.SQRT2, phase: 0.3 }];
    const burst = synthesize(reference(0, { tones, noise: quiet, samples: 65_536, fs_hz: 12_800 }));
    expect(velocity(signal(burst), 12_800)).toBeCloseTo(3.1831, 2);
  });

  it('is the same alone, twice, or after others', () => {
    const here = job(site(), train({}, { outer_mm2: 5 }));
    const first = synthesize(here).samples;
    synthesize(job(site(1), train({ looseness: 1 }), { samples: 8192, fs_hz: 25_600 }));
    expect(synthesize(here).samples.every((count, i) => count === first[i])).toBe(true);
  });

  it('survives a structured clone of its job', () => {
    const here = job(site(), train({}, { inner_mm2: 5 }), { samples: 4096 });
    const copy = synthesize(structuredClone(here)).samples;
    const samples = synthesize(here).samples;
    expect(copy.every((count, i) => count === samples[i])).toBe(true);
  });

  it('has one noise density at both sampling rates, and no mode beyond 0.39 fs', () => {
    const slow = bandPass(signal(synthesize(job(site(), train()))), 12_800, 1_000, 5_000);
    const fast = signal(synthesize(job(site(), train(), { fs_hz: 25_600, samples: 131_072 })));
    expect(moments(slow).rms / moments(bandPass(fast, 25_600, 1_000, 5_000)).rms).toBeCloseTo(1, 1);
    const ringing = job(site(), train({}, { outer_mm2: 40 }));
    const lines = amplitudes(signal(synthesize(ringing)));
    const level = (hz: number): number => {
      const k = Math.round((hz * 65_536) / 12_800);
      return lines.slice(k - 400, k + 400).reduce((sum, line) => sum + line * line, 0);
    };
    expect(level(site().modes[1]!.hz)).toBeGreaterThan(3 * level(6_100));
  });
});

describe('an envelope', () => {
  const fs = 12_800;
  const bin = fs / 65_536;
  const fr = 1475 / 60;
  const envelope = (now: ReturnType<typeof train>): Float64Array =>
    envelopeSpectrum(signal(synthesize(job(site(), now))), fs, 2_000, 5_000);
  /** Strongest pitch within the slips that are seen: 1.5 % below to 0.3 % above. */
  const find = (lines: Float64Array, hz: number): { hz: number; value: number } => {
    let best = { hz, value: 0 };
    for (let shift = -0.015; shift <= 0.003; shift += 0.0004) {
      const value = prominence(lines, hz * (1 + shift), bin, 1);
      if (value > best.value) best = { hz: hz * (1 + shift), value };
    }
    return best;
  };

  it('of an outer-race spall has its line 0.3–1.5 % below the kinematic one, without sidebands', () => {
    const lines = envelope(train({}, { outer_mm2: 10 }));
    const { hz, value } = find(lines, 3.0366 * fr);
    expect(value).toBeGreaterThan(15);
    expect(1 - hz / (3.0366 * fr)).toBeGreaterThan(0.0025);
    expect(1 - hz / (3.0366 * fr)).toBeLessThan(0.0155);
    expect(prominence(lines, hz - fr, bin)).toBeLessThan(value / 3);
  });

  it('of an inner-race spall has sidebands a shaft turn apart, and the shaft line itself', () => {
    const lines = envelope(train({}, { inner_mm2: 10 }));
    const { hz, value } = find(lines, 4.9634 * fr);
    expect(value).toBeGreaterThan(6);
    expect(prominence(lines, fr, bin)).toBeGreaterThan(6);
    expect(
      Math.max(prominence(lines, hz - fr, bin), prominence(lines, hz + fr, bin)),
    ).toBeGreaterThan(6);
  });

  it('of a loose foot has every shaft order, and its third beats any outer-race pitch', () => {
    const lines = envelope(train({ looseness: 1 }));
    const third = prominence(lines, 3 * fr, bin, 1);
    for (const k of [1, 2, 4, 5]) expect(prominence(lines, k * fr, bin, 1)).toBeGreaterThan(10);
    for (let shift = -0.004; shift <= 0.006; shift += 0.0005) {
      expect(prominence(lines, 3.0366 * fr * (1 + shift), bin, 1)).toBeLessThan(third / 4);
    }
  });
});
