import { describe, expect, it } from 'vitest';
import type { ModbusBinding } from './catalogue.js';
import { decodeValue, encodeValue, milliseconds, setMilliseconds } from './registers.js';

/** 2026-01-05T12:00:00Z, ms. */
const NOON = 1_767_614_400_000;
const view = new DataView(new ArrayBuffer(32));
const binding = (type: ModbusBinding['type'], scale = 1, offset = 0): ModbusBinding => ({
  address: 2,
  type,
  scale,
  offset,
  qualityBit: 0,
});

describe('a value in registers', () => {
  it.each([
    ['u16', 0.1, 0, 65.3, 65.3],
    ['i16', 0.1, 0, -65.3, -65.3],
    ['i16', 0.1, -40, -12.7, -12.7],
    ['u32', 0.01, 0, 1_234_567.89, 1_234_567.89],
    ['i32', 1, 0, -70_000, -70_000],
    ['f32', 1, 0, 1487.25, 1487.25],
    ['u16', 1, 0, -5, 0],
    ['u16', 1, 0, 70_000, 65_534],
    ['i16', 1, 0, -40_000, -32_767],
  ] as const)('%s × %d + %d: %d is read as %d', (type, scale, offset, value, read) => {
    const at = binding(type, scale, offset);
    encodeValue(view, at, value);
    expect(decodeValue(view, at)).toBeCloseTo(read, 9);
  });

  it.each(['u16', 'i16', 'u32', 'i32', 'f32'] as const)('%s says that there is none', (type) => {
    encodeValue(view, binding(type), Number.NaN);
    expect(decodeValue(view, binding(type))).toBeNaN();
  });

  it('lies high word first', () => {
    encodeValue(view, binding('u32'), 0x01020304);
    expect([4, 5, 6, 7].map((i) => view.getUint8(i))).toEqual([1, 2, 3, 4]);
  });

  it('of time keeps every millisecond', () => {
    setMilliseconds(view, 0, NOON + 123);
    expect(milliseconds(view, 0)).toBe(NOON + 123);
    expect(view.getBigUint64(0)).toBe(BigInt(NOON + 123));
  });
});
