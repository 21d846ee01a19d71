import type { BurstPlan } from '@plant47/contract';
import type { Input } from '@plant47/contract/sealed';
import { describe, expect, it } from 'vitest';
import { createPlantModel, shippedProfiles } from '../host/shipped-plant.js';
import { synthesize } from '../sensing/burst.js';
import { keyOfSeed } from '../world/key.js';
import { plantOf, threeTrains } from '../world/plant.cases.js';
import { hash, restore, snapshot } from '../world/state.js';
import { scalarPoints } from './device.js';
import type { PlantModel, PlantModelOptions } from './plant-model.js';

const KEY = keyOfSeed(7);
const SAMPLING = {
  scalars_s: 600,
  scan: { samples: 2048, fs_hz: 25_600, every_s: 3600 },
  line: { samples: 4096, fs_hz: 12_800, every_s: 21_600 },
};
const LINE: BurstPlan = { name: 'line', ...SAMPLING.line };

const model = (options: Partial<PlantModelOptions> = {}, data: unknown = threeTrains()) =>
  createPlantModel(plantOf(data), KEY, SAMPLING, { macro_s: 600, ...options });

/** Every scan of every device up to `hours`, as text a device. */
function record(
  plant: PlantModel,
  hours: number,
  inputs: readonly Input[] = [],
): Map<string, string> {
  const lines = new Map<string, string>();
  for (let k = 0; k <= 6 * hours; k++) {
    for (const { device, seq, values, quality } of plant.scan()) {
      const id = `${device.train}/${device.device}`;
      const text = `${seq}:${Array.from(values).join()};${Array.from(quality).join()}\n`;
      lines.set(id, (lines.get(id) ?? '') + text);
    }
    plant.advance(plant.nextScanTick(plant.state.tick), inputs);
  }
  return lines;
}

const sensor = (tick: number, point: string, fault: string, amount: number): Input => ({
  tick,
  source: 'scenario',
  seq: 0,
  command: { type: 'sensor', id: 's', point, fault, amount },
});

/** Values of one point over `hours`. */
function values(plant: PlantModel, point: string, hours: number, inputs: readonly Input[]) {
  const found: number[] = [];
  for (let k = 0; k <= 6 * hours; k++) {
    for (const scan of plant.scan()) {
      const at = scalarPoints(scan.device).findIndex(({ id }) => id === point);
      if (at >= 0) found.push(scan.values[at]!);
    }
    plant.advance(plant.nextScanTick(plant.state.tick), inputs);
  }
  return found;
}

describe('scans', () => {
  it('give every device at tick 0 and at each period, numbered', () => {
    const plant = model();
    expect(plant.scan().map(({ device, seq }) => [device.device, seq])).toEqual(
      [0, 1, 2].flatMap(() => ['vibration', 'energy', 'process'].map((kind) => [kind, 0])),
    );
    plant.advance(plant.nextScanTick(0), []);
    const [first] = plant.scan();
    expect(first?.seq).toBe(1);
    expect(first?.simTs).toBe(Date.UTC(2026, 0, 5, 0, 10));
  });

  it('are those of the fleet where a train is on board alone', () => {
    const fleet = record(model(), 12);
    const alone = record(model({ only: ['b'] }), 12);
    for (const kind of ['vibration', 'energy', 'process']) {
      expect(alone.get(`0/${kind}`)).toBe(fleet.get(`1/${kind}`));
    }
  });

  it('do not depend on the names of assets', () => {
    const data = threeTrains();
    const named = JSON.parse(JSON.stringify(data).replaceAll(/"id":"([abc])"/g, '"id":"pump-$1"'));
    expect(record(model({}, named), 6)).toEqual(record(model(), 6));
  });

  it('go on from a snapshot as if never interrupted', () => {
    const inputs = [sensor(24_000, 'a.bearing-de.temperature', 'sensor.drift', 5)];
    const whole = model();
    record(whole, 4, inputs);
    const kept = snapshot(whole.state);
    const rest = record(whole, 4, inputs);
    const other = model();
    restore(other.state, kept);
    expect(record(other, 4, inputs)).toEqual(rest);
  });

  it('leave the plant alone: its hash is that of a plant nobody looks at', () => {
    const watched = model();
    record(watched, 6);
    const unseen = model();
    for (let k = 0; k <= 36; k++) unseen.advance(unseen.nextScanTick(unseen.state.tick), []);
    expect(hash(watched.state)).toBe(hash(unseen.state));
  });

  it('stay within the declared range, and near the means', () => {
    const plant = model();
    record(plant, 3);
    const scans = plant.scan();
    for (const train of [0, 1, 2]) {
      const means = plant.means(train);
      const shown = scans.filter(({ device }) => device.train === train);
      const points = shown.flatMap(({ device }) => scalarPoints(device));
      const got = shown.flatMap((scan) => Array.from(scan.values));
      expect(means).toHaveLength(points.length);
      points.forEach((point, k) => {
        expect(got[k]).toBeGreaterThanOrEqual(point.range[0]);
        expect(got[k]).toBeLessThanOrEqual(point.range[1]);
        const slack = 6 * point.noise + point.resolution + 0.08 * Math.abs(means[k]!);
        expect(Math.abs(got[k]! - means[k]!)).toBeLessThan(slack);
      });
    }
  });
});

describe('sensor faults', () => {
  const point = 'a.bearing-de.temperature';
  const healthy = values(model(), point, 4, []);

  it('bias steps the one point and leaves the machine alone', () => {
    const biased = values(model(), point, 4, [sensor(72_000, point, 'sensor.bias', 6)]);
    biased.forEach((value, k) => {
      expect(value - healthy[k]!).toBeCloseTo(k * 12_000 > 72_000 ? 6 : 0, 6);
    });
    const other = 'a.bearing-nde.temperature';
    expect(values(model(), other, 4, [sensor(72_000, point, 'sensor.bias', 6)])).toEqual(
      values(model(), other, 4, []),
    );
  });

  it('stuck repeats exactly', () => {
    const stuck = values(model(), point, 4, [sensor(72_000, point, 'sensor.stuck', 0)]);
    expect(new Set(stuck.slice(8)).size).toBe(1);
  });

  it('drift shows in the means, which truth reads', () => {
    const plant = model();
    const clean = model();
    // Six vibration and ten energy values, then the winding.
    const at = 17;
    const inputs = [sensor(0, point, 'sensor.drift', 24)];
    record(plant, 6, inputs);
    record(clean, 6);
    expect(plant.means(0)[at]! - clean.means(0)[at]!).toBeCloseTo((24 * 37) / 144, 6);
  });
});

describe('bursts', () => {
  it('lie on scan instants, staggered, alternating between the two points of a train', () => {
    const plant = model();
    const due: { train: number; point: string; plan: string; k: number }[] = [];
    for (let k = 0; k < 6 * 24 * 4; k++) {
      for (const { device, point, plan } of plant.dueBursts()) {
        due.push({ train: device.train, point: point.component, plan: plan.name, k });
      }
      plant.advance(plant.nextScanTick(plant.state.tick), []);
    }
    for (const train of [0, 1, 2]) {
      const scans = due.filter((one) => one.train === train && one.plan === 'scan');
      const lines = due.filter((one) => one.train === train && one.plan === 'line');
      // Four days: 96 and 16, less the twentieth that transmitters lose.
      expect(scans.length).toBeGreaterThan(80);
      expect(scans.length).toBeLessThan(97);
      expect(lines.length).toBeGreaterThan(11);
      expect(new Set(scans.map(({ k }) => k % 6)).size).toBe(1);
      for (const point of ['bearing-de', 'pump-bearing-de']) {
        const own = scans.filter((one) => one.point === point).map(({ k }) => k);
        expect(own.every((k, i) => i === 0 || (k - own[i - 1]!) % 12 === 0)).toBe(true);
      }
    }
    const slots = [0, 1, 2].map((train) => due.find((one) => one.train === train)!.k % 6);
    expect(new Set(slots).size).toBe(3);
  });

  it('are the same whoever asks, and cross a thread', () => {
    const plant = model();
    const asked = plant.requestBurst('a.bearing-de.vibration', LINE)!;
    const again = model({ only: ['a'] }).requestBurst('a.bearing-de.vibration', LINE)!;
    const first = synthesize(asked.job);
    expect(first.samples).toHaveLength(4096);
    expect(synthesize(structuredClone(again.job)).samples).toEqual(first.samples);
    expect(plant.requestBurst('a.bearing-de.temperature', LINE)).toBeUndefined();
    expect(plant.requestBurst('nobody.bearing-de.vibration', LINE)).toBeUndefined();
  });

  it('know the shaft’s speed to a tenth of a percent', () => {
    const plant = model();
    for (let k = 0; k < 20; k++) {
      const { job } = plant.requestBurst('a.bearing-de.vibration', LINE)!;
      const order1 = job.tones.find(({ hz }) => hz > 20 && hz < 30)!;
      expect(Math.abs(job.speed_hz / order1.hz - 1)).toBeLessThan(1e-3);
      plant.advance(plant.nextScanTick(plant.state.tick), []);
    }
  });
});

describe('a plan of sampling', () => {
  const code = (changes: object): string => {
    try {
      const plant = plantOf();
      const sampling = { ...SAMPLING, ...changes };
      createPlantModel(plant, KEY, sampling, { profiles: shippedProfiles(), macro_s: 600 });
      return '';
    } catch (error) {
      return String((error as Error).message).split(' ')[0]!;
    }
  };

  it('off the grid of ticks, of scans or of macro-steps is refused with its code', () => {
    expect(code({})).toBe('');
    expect(code({ scalars_s: 0.03 })).toBe('E_SCAN_PERIOD');
    expect(code({ scan: { ...SAMPLING.scan, every_s: 1000 } })).toBe('E_BURST_OFF_SCAN');
    expect(code({ scalars_s: 60 })).toBe('E_SCAN_OFF_GRID');
  });
});
