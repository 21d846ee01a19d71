import { describe, expect, it } from 'vitest';
import { processDevice } from '../../devices/small-plant.cases.js';
import { clockMap, deviceMap } from './register-map.js';

describe('a map', () => {
  it('states each address in all its forms', () => {
    const { registers } = deviceMap(processDevice(1));
    const speed = registers.find(({ point }) => point === 'motor-1.motor.speed');
    expect(speed).toMatchObject({
      address: 12,
      number5: '30013',
      number6: '300013',
      hex: '0x000C',
      type: 'f32',
      words: 'big-endian, high word first',
      access: 'FC4, FC3',
    });
    const start = registers.find(({ point }) => point === 'pump.load');
    expect(start).toMatchObject({ number5: '40102', scale: 0.1, access: 'FC3, FC6, FC16' });
  });

  it('of the clock unit shows where the watermark goes', () => {
    expect(clockMap().registers.at(-1)).toMatchObject({ number5: '40101', type: 'u64' });
  });
});
