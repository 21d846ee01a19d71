import type { BearingEntry, Burst } from '@plant47/contract';
import { describe, expect, it } from 'vitest';
import { gaussian } from '../fake-train.cases.js';
import { lineFeatures, scanFeatures } from './burst-features.js';

const B6309: BearingEntry = {
  component: 'bearing-de',
  designation: '6309',
  Z: 8,
  Dw_mm: 17.462,
  Dpw_mm: 72.5,
  angle_deg: 0,
};

function burstOf(n: number, fs: number, fill: (x: Float64Array) => void): Burst {
  const x = new Float64Array(n);
  fill(x);
  const scale = 0.002;
  return {
    seq: 0,
    simTs: 0,
    fs_hz: fs,
    scale,
    speed_hz: 24.6,
    unit: 'm/s2',
    samples: Int16Array.from(x, (v) => Math.max(-32767, Math.min(32767, Math.round(v / scale)))),
  };
}

function addImpulses(
  x: Float64Array,
  fs: number,
  rate: number,
  amplitude: number,
  slip: () => number,
): void {
  const w = 2 * Math.PI * 3500;
  for (let t = 0.001; t * fs < x.length; t += (1 + slip()) / rate) {
    const from = Math.ceil(t * fs);
    for (let i = from; i < Math.min(x.length, from + 400); i++) {
      const tau = i / fs - t;
      x[i]! += amplitude * Math.exp(-0.05 * w * tau) * Math.sin(w * tau);
    }
  }
}

function hero(options: { spall?: number; loose?: number; seed?: number; slip?: number }): Burst {
  const g = gaussian(options.seed ?? 1);
  const fr = 24.583;
  return burstOf(65_536, 12_800, (x) => {
    for (let i = 0; i < x.length; i++) {
      x[i] = 0.4 * g() + 0.15 * Math.sin((2 * Math.PI * fr * i) / 12_800);
    }
    const order = 3.0366 * (1 + (options.slip ?? -0.003));
    if (options.spall) addImpulses(x, 12_800, order * fr, options.spall, () => 0.01 * g());
    if (options.loose) addImpulses(x, 12_800, fr, options.loose, () => 0);
  });
}

describe('features of a burst', () => {
  it('reads the velocity of a sine to 1 %: v = A / (2 pi f)', () => {
    const burst = burstOf(8192, 25_600, (x) => {
      for (let i = 0; i < x.length; i++) x[i] = 10 * Math.sin((2 * Math.PI * 50 * i) / 25_600);
    });
    const expected = (10 / (2 * Math.PI * 50) / Math.SQRT2) * 1000;
    expect(scanFeatures(burst).velocity_mm_s / expected).toBeCloseTo(1, 2);
  });

  it('finds rms and kurtosis of an impulse train at their closed forms', () => {
    const g = gaussian(3);
    const [amplitude, rate, zeta, fn] = [5, 74.65, 0.05, 3500];
    const burst = burstOf(65_536, 25_600, (x) => {
      addImpulses(x, 25_600, rate, amplitude, () => 0.01 * g());
    });
    const omega = 2 * Math.PI * fn;
    const { moments } = scanFeatures(burst);
    expect(moments.rms / (amplitude * Math.sqrt(rate / (4 * zeta * omega)))).toBeCloseTo(1, 1);
    expect(moments.kurtosis / ((1.5 * zeta * omega) / rate)).toBeCloseTo(1, 1);
  });

  it('takes the shaft speed from the signal to 0.02 % where the tag is 2 % wrong', () => {
    const { speed } = lineFeatures(hero({}), [B6309], 24.583 * 1.02);
    expect(speed.source).toBe('signal');
    expect(Math.abs(speed.speed_hz / 24.583 - 1)).toBeLessThan(2e-4);
  });

  it('resolves the outer-race comb of the 6309 beside three times the shaft speed', () => {
    const features = lineFeatures(hero({ spall: 1.5 }), [B6309], 24.6);
    const band = features.bands.reduce((a, b) =>
      a.combs[0]!.outer.score > b.combs[0]!.outer.score ? a : b,
    );
    expect(band.combs[0]!.outer.slip).toBeCloseTo(-0.003, 3);
    expect(band.raw[0]!.outer - band.rival[0]!.outer).toBeGreaterThan(3);
    expect(band.combs[0]!.outer.score).toBeGreaterThan(band.combs[0]!.inner.score + 3);
  });

  it('does not take once-per-turn impacts for a bearing line', () => {
    for (let seed = 1; seed <= 5; seed++) {
      const features = lineFeatures(hero({ loose: 6, seed }), [B6309], 24.6);
      for (const band of features.bands) {
        expect(band.raw[0]!.outer - band.rival[0]!.outer).toBeLessThan(3);
      }
    }
  });
});
