import { CONVERSIONS, epochOf } from '@plant47/contract/sealed';
import { describe, expect, it } from 'vitest';
import { createPlantModel, shippedProfiles } from '../host/shipped-plant.js';
import { keyOfSeed } from '../world/key.js';
import { outputs } from '../world/outputs.cases.js';
import { plantOf, threeTrains } from '../world/plant.cases.js';

const SAMPLING = {
  scalars_s: 1,
  scan: { samples: 8192, fs_hz: 25_600, every_s: 3600 },
  line: { samples: 65_536, fs_hz: 12_800, every_s: 21_600 },
};
const model = (data: unknown = threeTrains()) =>
  createPlantModel(plantOf(data), keyOfSeed(1), SAMPLING);

/** Addresses that masters out there rely on. Append a line; never change one. */
const GOLDEN = `
vibration bearing-de.velocity 8 u16 0.001
vibration bearing-de.acceleration 9 u16 0.001
vibration bearing-de.kurtosis 10 u16 0.001
vibration pump-bearing-de.velocity 11 u16 0.001
vibration pump-bearing-de.acceleration 12 u16 0.001
vibration pump-bearing-de.kurtosis 13 u16 0.001
energy motor.voltage-1 8 f32 1
energy motor.voltage-2 10 f32 1
energy motor.voltage-3 12 f32 1
energy motor.current-1 14 f32 1
energy motor.current-2 16 f32 1
energy motor.current-3 18 f32 1
energy motor.power 20 f32 1
energy motor.power-factor 22 f32 1
energy motor.frequency 24 f32 1
energy motor.energy 26 f32 1
process motor.winding-temperature 8 i16 0.1
process bearing-de.temperature 9 i16 0.1
process bearing-nde.temperature 10 i16 0.1
process pump-bearing-de.temperature 11 i16 0.1
process pump-bearing-nde.temperature 12 i16 0.1
process train.ambient-temperature 13 i16 0.1
process motor.speed 14 u16 0.1
process pump.suction-pressure 15 i16 0.001
process pump.discharge-pressure 16 i16 0.001
process pump.flow 17 u16 0.1
process motor.running 18 u16 1
`;

describe('the register map', () => {
  it('keeps every address that was ever published', () => {
    const map = shippedProfiles().flatMap(({ device, points }) =>
      points.flatMap(({ name, modbus }) =>
        modbus ? [`${device} ${name} ${modbus.address} ${modbus.type} ${modbus.scale}`] : [],
      ),
    );
    expect(map.slice(0, GOLDEN.trim().split('\n').length).sort()).toEqual(
      GOLDEN.trim().split('\n').sort(),
    );
  });

  it('numbers units by place: train n is n, 80 + n and 160 + n of gateway (n − 1) div 80', () => {
    const data = threeTrains();
    const [line] = data.areas[0]!.lines;
    const [first] = line!.trains;
    line!.trains = Array.from({ length: 82 }, (_, i) => ({ ...first!, id: `m-${i + 1}` }));
    const plant = createPlantModel(plantOf(data), keyOfSeed(1), SAMPLING, {
      only: ['m-47', 'm-80', 'm-81'],
    });
    expect(plant.devices.map(({ gateway, unit }) => [gateway, unit])).toEqual([
      [0, 47],
      [0, 127],
      [0, 207],
      [0, 80],
      [0, 160],
      [0, 240],
      [1, 1],
      [1, 81],
      [1, 161],
    ]);
  });
});

describe('the catalogue', () => {
  const { assets, world } = model();

  it('names points by asset, component and quantity, and their topics by ISA-95 path', () => {
    const [asset] = assets;
    expect(asset?.devices.map(({ topic }) => topic)).toEqual([
      'rig/hall/one/a/vibration',
      'rig/hall/one/a/energy',
      'rig/hall/one/a/process',
    ]);
    const points = asset!.devices.flatMap((device) => device.points);
    for (const { id, component, range, resolution, noise } of points) {
      expect(id.startsWith(`a.${component}.`)).toBe(true);
      expect(range[0]).toBeLessThan(range[1]);
      expect(resolution).toBeGreaterThan(0);
      expect(noise).toBeGreaterThanOrEqual(0);
    }
    expect(new Set(points.map(({ tag }) => tag)).size).toBe(points.length);
    expect(points.find(({ id }) => id === 'a.bearing-de.temperature')?.tag).toBe('TT-0102');
    expect(points.filter(({ form }) => form === 'waveform').map(({ id }) => id)).toEqual([
      'a.bearing-de.vibration',
      'a.pump-bearing-de.vibration',
    ]);
  });

  it('shows every output that a profile asks for, in a unit that fits its SI unit', () => {
    const known = outputs(world);
    for (const { points } of shippedProfiles()) {
      for (const { name, from, unit } of points) {
        if (!('output' in from)) continue;
        const [component] = name.split('.');
        const found = known.find(
          (one) => one.component === component && one.output === from.output,
        );
        expect(found, `${name}: ${from.output}`).toBeDefined();
        expect(CONVERSIONS[unit].si).toBe(found?.unit);
      }
    }
  });

  it('is plain data, and tells nothing of a fault', () => {
    expect(JSON.parse(JSON.stringify(assets))).toEqual(assets);
    expect(JSON.stringify(assets)).not.toMatch(/severity|starvation|outer-race|looseness/);
  });
});

describe('the epoch', () => {
  it('is Unix time, leap years included', () => {
    for (const text of [
      '1970-01-01T00:00:00Z',
      '2000-02-29T23:59:59Z',
      '2026-01-05T00:00:00Z',
      '2100-03-01T12:30:00Z',
    ]) {
      expect(epochOf(text)).toBe(Date.parse(text));
    }
  });
});
