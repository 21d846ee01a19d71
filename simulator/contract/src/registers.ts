/** Modbus registers as bytes: header, values and clock of a unit; big-endian, high word first. */
import type { ModbusBinding } from './catalogue.js';

/** Registers 0–7: heartbeat, seq, simTs, quality; the first value may lie at 8. */
export const HEADER = { heartbeat: 0, seq: 1, simTs: 3, quality: 7, values: 8 } as const;
/** Bit of the quality register that says: the run is over. */
export const RUN_OVER_BIT = 15;

/** Unit 247 of gateway 0: the clock of mode R. */
export const CLOCK_UNIT = 247;
/** state: 0 enrol, 1 run, 2 frozen, 3 end; the others u64 ms. */
export const CLOCK_MAP = { state: 8, completeTo: 9, watermark: 100 } as const;
export const CLOCK_STATES = ['enrol', 'run', 'frozen', 'end'] as const;

/** Least and largest number that a type holds, and the one that stands for "no value". */
export interface RawRange {
  readonly min: number;
  readonly max: number;
  readonly none: number;
}
export const RAW: Readonly<Record<ModbusBinding['type'], RawRange>> = {
  u16: { min: 0, max: 0xfffe, none: 0xffff },
  i16: { min: -0x7fff, max: 0x7fff, none: -0x8000 },
  u32: { min: 0, max: 0xfffffffe, none: 0xffffffff },
  i32: { min: -0x7fffffff, max: 0x7fffffff, none: -0x80000000 },
  f32: { min: -3.4e38, max: 3.4e38, none: Number.NaN },
};

/** Registers that a value of this type takes. */
export function registersOf(type: ModbusBinding['type']): 1 | 2 {
  return type === 'u16' || type === 'i16' ? 1 : 2;
}

/** Writes one value by its binding; integers are rounded and held within their range. */
export function encodeValue(view: DataView, binding: ModbusBinding, value: number): void {
  const at = 2 * binding.address;
  const scaled = (value - binding.offset) / binding.scale;
  if (binding.type === 'f32') {
    view.setFloat32(at, scaled, false);
    return;
  }
  const raw = RAW[binding.type];
  const n = Number.isNaN(scaled)
    ? raw.none
    : Math.max(raw.min, Math.min(raw.max, Math.floor(scaled + 0.5)));
  if (binding.type === 'u16') view.setUint16(at, n, false);
  else if (binding.type === 'i16') view.setInt16(at, n, false);
  else if (binding.type === 'u32') view.setUint32(at, n, false);
  else view.setInt32(at, n, false);
}

/** The value that a master reads back, or NaN where the register says there is none. */
export function decodeValue(view: DataView, binding: ModbusBinding): number {
  const at = 2 * binding.address;
  if (binding.type === 'f32') return view.getFloat32(at, false) * binding.scale + binding.offset;
  let n: number;
  if (binding.type === 'u16') n = view.getUint16(at, false);
  else if (binding.type === 'i16') n = view.getInt16(at, false);
  else if (binding.type === 'u32') n = view.getUint32(at, false);
  else n = view.getInt32(at, false);
  return n === RAW[binding.type].none ? Number.NaN : n * binding.scale + binding.offset;
}

/** Writes a u64 of ms into four registers. */
export function setMilliseconds(view: DataView, address: number, ms: number): void {
  const high = Math.floor(ms / 4294967296);
  view.setUint32(2 * address, high, false);
  view.setUint32(2 * address + 4, ms - high * 4294967296, false);
}

/** Reads a u64 of ms from four registers. */
export function milliseconds(view: DataView, address: number): number {
  return view.getUint32(2 * address, false) * 4294967296 + view.getUint32(2 * address + 4, false);
}

/** Scan number, simulated time and quality bits of a unit's image. */
export interface ImageHeader {
  readonly seq: number;
  readonly simTs: number;
  readonly quality: number;
}

/** Writes registers 1 to 7. */
export function setHeader(view: DataView, header: ImageHeader): void {
  view.setUint32(2 * HEADER.seq, header.seq, false);
  setMilliseconds(view, HEADER.simTs, header.simTs);
  view.setUint16(2 * HEADER.quality, header.quality, false);
}

/** Reads registers 1 to 7. */
export function headerOf(view: DataView): ImageHeader {
  return {
    seq: view.getUint32(2 * HEADER.seq, false),
    simTs: milliseconds(view, HEADER.simTs),
    quality: view.getUint16(2 * HEADER.quality, false),
  };
}
