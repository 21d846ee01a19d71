import { describe, expect, it } from 'vitest';
import { synthesize } from './burst.js';
import { excite } from './excitation.js';
import { bandPass, moments, signal, velocity } from './spectrum.cases.js';
import { statisticsOf } from './statistics.js';
import { job, site, train } from './train-condition.cases.js';

const fs = 25_600;

/** The three statistics, expected and read off 5 s of waveform. */
function both(power_kW: number, point: 0 | 1, now: ReturnType<typeof train>) {
  const where = site(point, { power_kW, unitBase: Math.round(power_kW) });
  const x = signal(synthesize(job(where, now, { fs_hz: fs, samples: 131_072 })));
  const band = moments(bandPass(x, fs, 1_000, 10_000));
  return {
    expected: statisticsOf(where, excite(where, now)),
    read: { velocity: velocity(x, fs), acceleration: band.rms, kurtosis: band.kurtosis },
  };
}

const cases = {
  healthy: train(),
  'slight outer race': train({}, { outer_mm2: 1 }),
  'outer race': train({}, { outer_mm2: 10 }),
  'outer race far end': train({}, { outer_mm2: 10 }, 1),
  'inner race': train({}, { inner_mm2: 10 }),
  'last stage': train({}, { outer_mm2: 99, stage4: 1, F_r: 2000 }),
  starved: train({}, { lube: 0 }),
  loose: train({ looseness: 1 }),
  unbalanced: train({ unbalance: 1 }),
  'supply unbalance': train({ supplyUnbalance: 0.03 }),
  cavitating: train({ cavitation: 1 }),
  standing: train({ running: false }),
};

describe('the transmitter’s closed forms', () => {
  for (const [name, now] of Object.entries(cases)) {
    it(`agree with the waveform: ${name}`, () => {
      for (const [power, point] of [
        [5.5, 0],
        [75, 1],
      ] as const) {
        const { expected, read } = both(power, point, now);
        expect(Math.abs(expected.acceleration / read.acceleration - 1)).toBeLessThan(0.08);
        expect(Math.abs(expected.velocity / read.velocity - 1)).toBeLessThan(0.15);
        expect(Math.abs((expected.kurtosis - 2) / (read.kurtosis - 2) - 1)).toBeLessThan(0.3);
      }
    });
  }
});

describe('symptoms', () => {
  const at = (now: ReturnType<typeof train>, point: 0 | 1 = 0) =>
    statisticsOf(site(point), excite(site(point), now));
  const healthy = at(train());

  it('grow with their own severity in ten steps', () => {
    const levels = Array.from({ length: 11 }, (_, i) => i / 10);
    const rise = (values: readonly number[]): boolean =>
      values.every((value, i) => i === 0 || value > values[i - 1]!);
    expect(rise(levels.map((x) => at(train({ unbalance: x })).velocity))).toBe(true);
    expect(rise(levels.map((x) => at(train({ looseness: x })).velocity))).toBe(true);
    expect(rise(levels.map((x) => at(train({ supplyUnbalance: 0.05 * x })).velocity))).toBe(true);
    expect(rise(levels.map((x) => at(train({ cavitation: x }), 1).acceleration))).toBe(true);
    expect(rise(levels.map((x) => at(train({}, { lube: 0.4 - 0.4 * x })).acceleration))).toBe(true);
    expect(rise(levels.map((x) => at(train({}, { outer_mm2: 20 * x })).acceleration))).toBe(true);
  });

  it('of an early spall are in the kurtosis, not in the ISO velocity', () => {
    const spall = at(train({}, { outer_mm2: 8 }));
    expect(spall.kurtosis).toBeGreaterThan(6);
    expect(spall.velocity / healthy.velocity).toBeLessThan(1.05);
  });

  it('of the last stage drown the impulses: kurtosis 3.5–6, velocity 7–18 mm/s', () => {
    const end = at(train({}, { outer_mm2: 99, stage4: 1, F_r: 2000 }));
    expect(end.kurtosis).toBeGreaterThan(3.5);
    expect(end.kurtosis).toBeLessThan(6);
    expect(end.velocity).toBeGreaterThan(7);
    expect(end.velocity).toBeLessThan(18);
  });

  it('of starvation raise the high floor two- to fivefold without impulses', () => {
    const dry = at(train({}, { lube: 0 }));
    expect(dry.acceleration / healthy.acceleration).toBeGreaterThan(2);
    expect(dry.acceleration / healthy.acceleration).toBeLessThan(5);
    expect(dry.kurtosis).toBeCloseTo(3, 1);
    // Below 6.4 kHz too: the line burst hears it.
    const heard = (lube: number): number =>
      moments(bandPass(signal(synthesize(job(site(), train({}, { lube })))), 12_800, 4_000, 6_000))
        .rms;
    expect(heard(0) / heard(1)).toBeGreaterThan(1.8);
  });

  it('of a bearing are loudest at its own machine', () => {
    for (let bearing = 0; bearing < 4; bearing++) {
      const now = train({}, { outer_mm2: 10 }, bearing);
      const motor = at(now, 0).acceleration - at(train(), 0).acceleration;
      const pump = at(now, 1).acceleration - at(train(), 1).acceleration;
      expect(bearing < 2 ? motor / pump : pump / motor).toBeGreaterThan(5);
    }
  });

  it('of a damaged neighbour arrive as a tenth of its impulses', () => {
    const sound = train();
    const sick = train({}, { outer_mm2: 60 });
    const neighbours = [{ site: site(0, { unitBase: 46 }), condition: sick, gain: 0.1 }];
    const own = excite(site(), sound, neighbours);
    expect(own.impacts).toHaveLength(1);
    const source = excite(site(0, { unitBase: 46 }), sick).impacts[0]!;
    expect(own.impacts[0]!.a).toBeCloseTo(0.1 * source.a, 12);
    expect(own.impacts[0]!.hz).toBe(source.hz);
  });
});
