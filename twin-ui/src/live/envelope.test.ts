import { describe, expect, it } from 'vitest';
import { amplitudeSpectrum, envelope, envelopeSpectrum } from './envelope.js';
import { fft } from './fft.js';

const FS = 12_800;
const N = 8_192;
const sine = (f: number, amplitude: number) =>
  Float64Array.from({ length: N }, (_, i) => amplitude * Math.sin((2 * Math.PI * f * i) / FS));

describe('fft', () => {
  it('turns an impulse into a flat spectrum and back', () => {
    const re = new Float64Array(64);
    const im = new Float64Array(64);
    re[3] = 1;
    fft(re, im);
    for (let k = 0; k < 64; k++) expect(Math.hypot(re[k], im[k])).toBeCloseTo(1, 12);
    fft(re, im, true);
    expect(re[3]).toBeCloseTo(1, 12);
    expect(re[4]).toBeCloseTo(0, 12);
  });

  it('keeps the energy of a signal (Parseval)', () => {
    const re = sine(137, 1.3);
    const im = new Float64Array(N);
    const energy = re.reduce((sum, x) => sum + x * x, 0);
    fft(re, im);
    const after = re.reduce((sum, x, k) => sum + x * x + im[k] * im[k], 0) / N;
    expect(after / energy).toBeCloseTo(1, 10);
  });
});

describe('amplitude spectrum', () => {
  it('reads the amplitude of a sine that lies on a bin', () => {
    const k = 96;
    const { df, amplitude } = amplitudeSpectrum(sine((k * FS) / N, 2.5), FS);
    expect(df).toBeCloseTo(1.5625, 12);
    expect(amplitude[k]).toBeCloseTo(2.5, 9);
  });
});

describe('envelope', () => {
  it('of an amplitude-modulated tone is its modulation', () => {
    // (1 + m·cos Ωt)·cos ωt has the envelope 1 + m·cos Ωt where Ω ≪ ω.
    const [carrier, modulation, m] = [(2_048 * FS) / N, (48 * FS) / N, 0.6];
    const x = Float64Array.from({ length: N }, (_, i) => {
      const t = i / FS;
      const shape = 1 + m * Math.cos(2 * Math.PI * modulation * t);
      return shape * Math.cos(2 * Math.PI * carrier * t);
    });
    const band = { low_hz: 1_500, high_hz: 5_760 };
    const found = envelope(x, FS, band);
    for (let i = 0; i < N; i += 97) {
      expect(found[i]).toBeCloseTo(1 + m * Math.cos((2 * Math.PI * modulation * i) / FS), 6);
    }
    expect(amplitudeSpectrum(found, FS).amplitude[48]).toBeCloseTo(m, 6);
  });

  it('of a burst shows the rate of its impacts, not their resonance', () => {
    const period = 128; // 100 Hz
    // Park & Miller's generator: noise that is the same on every run.
    let seed = 47;
    const noise = () => {
      seed = (seed * 16_807) % 2_147_483_647;
      return seed / 2_147_483_647 - 0.5;
    };
    const samples = Int16Array.from({ length: N }, (_, i) => {
      const age = i % period;
      const ring = Math.exp(-age / 12) * Math.sin((2 * Math.PI * 3_200 * age) / FS);
      return Math.round(8_000 * ring + 3_000 * noise());
    });
    const burst = {
      seq: 0,
      simTs: 0,
      fs_hz: FS,
      scale: 0.001,
      speed_hz: 25,
      unit: 'm/s2',
      samples,
    };
    const { df, amplitude, band } = envelopeSpectrum(burst);
    expect(band.low_hz).toBeLessThan(3_200);
    expect(band.high_hz).toBeGreaterThan(3_200);
    let strongest = 1;
    for (let k = 1; k < 700 / df; k++) if (amplitude[k] > amplitude[strongest]) strongest = k;
    expect(strongest * df).toBeCloseTo(100, 6);
  });
});
