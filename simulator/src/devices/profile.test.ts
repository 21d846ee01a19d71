import { PlantError } from '@plant47/contract';
import { parseProfile } from '@plant47/contract/sealed';
import { describe, expect, it } from 'vitest';
import { shippedProfiles } from '../host/shipped-plant.js';

const point = (name: string, changes: object = {}) => ({
  name,
  tag: 'TT',
  label: 'A temperature',
  from: { output: 'temperature' },
  unit: 'degC',
  range: [-50, 200],
  resolution: 0.1,
  noise: 0.05,
  ...changes,
});
const profile = (points: object[], changes: object = {}) => ({
  schema: 'plant47/device/1',
  id: 'rig',
  label: 'Rig',
  device: 'process',
  unit: 160,
  points,
  ...changes,
});
const at = (address: number, type = 'i16', scale = 0.1) => ({ modbus: { address, type, scale } });

function codes(value: unknown): string[] {
  try {
    parseProfile(value, 'rig.yaml');
    return [];
  } catch (error) {
    if (!(error instanceof PlantError)) throw error;
    return error.issues.map(({ code }) => code).sort();
  }
}

describe('a device profile', () => {
  it('is accepted in its shipped forms', () => {
    expect(shippedProfiles().map(({ id }) => id)).toEqual([
      'vibration-transmitter',
      'energy-meter',
      'process-io',
    ]);
  });

  it('is refused for overlapping registers, the header, doubles and too narrow types, all at once', () => {
    expect(
      codes(
        profile([
          point('a.temperature', at(8, 'f32')),
          point('b.temperature', at(9)),
          point('c.temperature', at(3)),
          point('c.temperature', at(20, 'i16', 0.001)),
          point('d.temperature', { range: [5, 5] }),
        ]),
      ),
    ).toEqual([
      'E_DUPLICATE_POINT',
      'E_RANGE',
      'E_REGISTER_HEADER',
      'E_REGISTER_OVERLAP',
      'E_REGISTER_RANGE',
    ]);
  });

  it('is refused for an unknown unit, field or type, with the path of each', () => {
    const bad = profile([
      point('a.temperature', { unit: 'K' }),
      point('b.temperature', { colour: 'red' }),
      point('c.temperature', at(8, 'u64')),
    ]);
    try {
      parseProfile(bad, 'rig.yaml');
      expect.unreachable();
    } catch (error) {
      const { issues } = error as PlantError;
      expect(issues.map(({ code }) => code)).toEqual(['E_PROFILE', 'E_PROFILE', 'E_PROFILE']);
      expect(issues.map(({ path }) => path.split('.').slice(0, 4).join('.'))).toEqual([
        'rig.yaml.points.0',
        'rig.yaml.points.1',
        'rig.yaml.points.2',
      ]);
    }
  });

  it('is refused for more values than the quality register has bits', () => {
    const many = Array.from({ length: 16 }, (_, i) => point(`a.temperature-${i}`, at(8 + i)));
    expect(codes(profile(many))).toEqual(['E_REGISTER_COUNT']);
  });

  it('is refused for a waveform in a register', () => {
    const wave = point('a.vibration', { from: { waveform: 'motor' }, ...at(8) });
    expect(codes(profile([wave]))).toEqual(['E_REGISTER_WAVEFORM']);
  });
});
