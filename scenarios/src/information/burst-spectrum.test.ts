import type { BurstJob } from '@plant47/simulator';
import { createPlantModel, keyOfSeed, synthesize, TICKS_PER_SECOND } from '@plant47/simulator';
import { describe, expect, it } from 'vitest';
import { readPlant } from '../runner/plant-file.js';
import { burstDistance, burstInformation } from './burst-information.js';
import { spectrumOf } from './burst-spectrum.js';

const plant = readPlant('waterworks').value;
const PLAN = { name: 'line' as const, samples: 65_536, fs_hz: 25_600, every_s: 21_600 };

function burstJob(): BurstJob {
  const sampling = {
    scalars_s: 600,
    scan: { samples: 8192, fs_hz: 25_600, every_s: 3600 },
    line: { samples: 65_536, fs_hz: 12_800, every_s: 21_600 },
  };
  const model = createPlantModel(plant, keyOfSeed(3), sampling, { only: ['motor-47'] });
  model.advance(600 * TICKS_PER_SECOND, []);
  model.scan();
  const point = model.devices.flatMap(({ points }) => points).find((p) => p.form === 'waveform');
  const due = model.requestBurst(point?.id ?? '', PLAN);
  if (due === undefined) throw new Error('motor-47 has no waveform point');
  return due.job;
}

/** Mean power of a burst between two frequencies, by the discrete Fourier transform. */
function powerBetween(job: BurstJob, from_hz: number, to_hz: number): number {
  const { samples } = synthesize(job);
  const n = 4096;
  const step = job.fs_hz / n;
  let sum = 0;
  let segments = 0;
  for (let start = 0; start + n <= samples.length; start += n) {
    segments += 1;
    for (let k = Math.ceil(from_hz / step); k * step < to_hz; k++) {
      let re = 0;
      let im = 0;
      for (let i = 0; i < n; i++) {
        const angle = (2 * Math.PI * k * i) / n;
        const x = (samples[start + i] ?? 0) * job.scale;
        re += x * Math.cos(angle);
        im += x * Math.sin(angle);
      }
      sum += (2 * (re * re + im * im)) / (n * n);
    }
  }
  return sum / segments;
}

function expectedBetween(job: BurstJob, from_hz: number, to_hz: number): number {
  return spectrumOf(job).cells.reduce((sum, density, k) => {
    const middle = (k + 0.5) * 50;
    return middle > from_hz && middle < to_hz ? sum + density * 50 : sum;
  }, 0);
}

const impact = { id: 1, hz: 90, pace: 'walk', slip: 0.01, a: 8, scatter: 0.1 } as const;
const still = { zone_hz: 0, exit_s: 0, exit: 0 };

describe('mean spectrum of a burst', () => {
  it('has the power of the drawn samples: floor, shaped floor, impacts', () => {
    const quiet = { ...burstJob(), tones: [], impacts: [] };
    const noise = { ...quiet.noise, depth: 0, high: 2, low: 3 };
    const knocking = { ...quiet, impacts: [{ ...impact, ...still }] };
    for (const job of [quiet, { ...quiet, noise }, knocking]) {
      for (const [from, to] of [
        [100, 200],
        [2000, 2500],
        [7000, 7500],
      ] as const) {
        const ratio = powerBetween(job, from, to) / expectedBetween(job, from, to);
        // 2.6 s hold about 256 bins of 100 Hz: ±6 % one sigma; impacts scatter more.
        expect(ratio).toBeGreaterThan(0.75);
        expect(ratio).toBeLessThan(1.3);
      }
    }
  }, 30_000);

  it('has lines of the envelope where impacts come at a rate, wide where they slip', () => {
    const job = { ...burstJob(), impacts: [{ ...impact, ...still }] };
    const steady = spectrumOf(job).lines;
    const slipping = spectrumOf({
      ...job,
      impacts: [{ ...impact, ...still, slip: 0.1 }],
    }).lines;
    expect(steady[0]?.power).toBeGreaterThan(10);
    // 2πk²·slip²·f·T = 6.283 · 0.01 · 90 · 2.56
    expect(slipping[0]?.bins).toBeCloseTo(14.48, 1);
    const random = spectrumOf({ ...job, impacts: [{ ...impact, ...still, pace: 'random' }] });
    expect(random.lines).toEqual([]);
  });
});

describe('information of bursts', () => {
  const base = { ...burstJob(), tones: [], impacts: [] };
  const quiet = spectrumOf(base);

  it('is none between equal branches, and none where the level alone differs', () => {
    expect(burstInformation(quiet, quiet)).toBeCloseTo(0, 6);
    const louder = spectrumOf({ ...base, noise: { ...base.noise, rms: base.noise.rms * 1.3 } });
    expect(burstInformation(quiet, louder)).toBeLessThan(0.05);
    expect(burstDistance(quiet, louder)).toBeLessThan(0.05);
  });

  it('follows Whittle for a small change of shape: ½ Σ n·(Δ ln S)²', () => {
    const shaped = spectrumOf({ ...base, noise: { ...base.noise, high: 0.02, low: 0 } });
    const flat = spectrumOf({ ...base, noise: { ...base.noise, high: 0, low: 0 } });
    const exact = burstInformation(flat, shaped);
    expect(exact).toBeGreaterThan(0);
    expect(burstDistance(flat, shaped) / exact).toBeGreaterThan(0.97);
    expect(burstDistance(flat, shaped) / exact).toBeLessThan(1.03);
  });

  it('counts a tone by its energy over the density of the noise: a²T/2S', () => {
    const a = 0.01;
    const tone = spectrumOf({ ...base, tones: [{ hz: 1000, a, phase: 0 }] });
    const density = quiet.cells[20] ?? 0;
    const energy = (a * a * quiet.duration_s) / (2 * density);
    expect(burstInformation(quiet, tone)).toBeCloseTo(energy, 3);
  });

  it('does not count the growth of a shaft order that speed explains', () => {
    const slow = spectrumOf({ ...base, tones: [{ hz: 24, a: 0.1, phase: 0 }] });
    const fast = spectrumOf({ ...base, tones: [{ hz: 24.24, a: 0.1 * 1.01 ** 3, phase: 0 }] });
    expect(burstInformation(slow, fast)).toBeLessThan(0.01);
  });
});
