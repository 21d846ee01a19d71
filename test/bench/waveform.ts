/** Synthesis of bursts: samples a second, over a naive loop of Math.sin and Math.random. */
import { type BurstJob, streamOf, synthesize } from '@plant47/simulator';
import type { BenchResult } from './result.js';

const FR = 1475 / 60;
const ROUNDS = 7;
const WARM_UP = 8;

/** A 15 kW train: shaft orders, pick-up, a floor, and as many impact trains as are asked for. */
function job(samples: number, fs_hz: number, impacts: number): BurstJob {
  return {
    seq: 0,
    simTs: 0,
    fs_hz,
    samples,
    scale: 160 / 32_768,
    speed_hz: FR,
    unit: 'm/s2',
    tones: [1, 2, 3, 4, 6, 48, 81].map((k) => ({ hz: k * FR, a: 0.1, phase: k })),
    impacts: Array.from({ length: impacts }, (_, i) => ({
      id: i + 1,
      hz: (3.02 + i) * FR,
      pace: 'walk' as const,
      slip: 0.012,
      a: 5,
      scatter: 0.1,
      zone_hz: i % 2 === 0 ? 0 : FR,
      exit_s: 0,
      exit: 0,
    })),
    modes: [
      { hz: 1900, zeta: 0.06, gain: 0.4 },
      { hz: 3500, zeta: 0.05, gain: 1 },
      { hz: 7800, zeta: 0.04, gain: 0.5 },
    ],
    noise: { rms: 0.45, high: 0, low: 0, depth: 0.1, sway_hz: FR },
    stream: streamOf([1, 2, 3, 4], 'bench', samples),
  };
}

const sink = new Float64Array(65_536);

/** The same picture as most programs would draw it: a sine a tone, Box–Muller, a decay an impact. */
function naive(samples: number, fs: number): void {
  for (let i = 0; i < samples; i++) {
    const t = i / fs;
    let x = 0;
    for (let k = 1; k <= 7; k++) x += 0.1 * Math.sin(2 * Math.PI * k * FR * t);
    x += 0.45 * Math.sqrt(-2 * Math.log(1 - Math.random())) * Math.cos(2 * Math.PI * Math.random());
    const since = t % (1 / (3.02 * FR));
    x += 5 * Math.exp(-1100 * since) * Math.sin(22_000 * since);
    sink[i] = x;
  }
}

/** Median CPU microseconds of one call; variants take turns, so that load falls on all alike. */
function measure(variants: readonly (() => void)[]): number[] {
  for (const run of variants) for (let i = 0; i < WARM_UP; i++) run();
  const times = variants.map(() => [] as number[]);
  for (let round = 0; round < ROUNDS; round++) {
    variants.forEach((run, v) => {
      const start = process.cpuUsage();
      for (let i = 0; i < 4; i++) run();
      const { user, system } = process.cpuUsage(start);
      times[v]!.push((user + system) / 4);
    });
  }
  return times.map((list) => list.sort((a, b) => a - b)[ROUNDS >> 1]!);
}

/** Samples a second of `scan` and `line` bursts, healthy and with two spalls. */
export function benchWaveform(): BenchResult[] {
  const cases = [
    { name: 'line burst, healthy', job: job(65_536, 12_800, 0) },
    { name: 'line burst, two spalls', job: job(65_536, 12_800, 2) },
    { name: 'scan burst, healthy', job: job(8_192, 25_600, 0) },
    { name: 'scan burst, two spalls', job: job(8_192, 25_600, 2) },
  ];
  const times = measure([
    () => naive(65_536, 12_800),
    ...cases.map((one) => () => void synthesize(one.job)),
  ]);
  const plain = 65_536 / times[0]!;
  return cases.flatMap(({ name, job: { samples } }, i) => {
    const us = times[i + 1]!;
    const rate = samples / us;
    return [
      {
        name: `waveform: ${name}`,
        value: rate,
        unit: 'M samples/s',
        ratio: rate / plain,
        against: 'Math.sin and Math.random',
      },
      { name: `waveform: ${name}`, value: us / 1000, unit: 'ms', ratio: null, against: null },
    ];
  });
}
