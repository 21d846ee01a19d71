/** Register images: the big-endian bytes that a Modbus master reads from one unit. */
import type { ModbusBinding } from '@plant47/contract';
import { type CommandEntry, type Device, type DeviceScan, scalarPoints } from './device.js';

/** Registers 0–7: heartbeat, seq, simTs, quality; the first value may lie at 8. */
export const HEADER = { heartbeat: 0, seq: 1, simTs: 3, quality: 7, values: 8 } as const;
export const RUN_OVER_BIT = 15;
/** Quality code of a value that its bit calls good. */
const GOOD = 192;

/** One unit's registers; FC3 reads what FC4 reads, and the command registers beside it. */
export interface UnitImage {
  readonly gateway: number;
  readonly unit: number;
  readonly device: Device | undefined;
  /** Register a lies at byte 2·a. */
  readonly bytes: Uint8Array;
  /** For each address the first one after it that is undefined; 0 = undefined itself. */
  readonly input: Uint32Array;
  readonly holding: Uint32Array;
  /** Bits of coils and discrete inputs, one a byte, with their runs as above. */
  readonly coils: Uint8Array;
  readonly coilRuns: Uint32Array;
  readonly discretes: Uint8Array;
  readonly discreteRuns: Uint32Array;
  readonly commands: readonly CommandEntry[];
}

/** Registers that a value of this type takes. */
export function registersOf(type: ModbusBinding['type']): 1 | 2 {
  return type === 'u16' || type === 'i16' ? 1 : 2;
}

interface Raw {
  readonly min: number;
  readonly max: number;
  /** What stands for "no value". */
  readonly none: number;
}
const RAW: Readonly<Record<'u16' | 'i16' | 'u32' | 'i32', Raw>> = {
  u16: { min: 0, max: 0xfffe, none: 0xffff },
  i16: { min: -0x7fff, max: 0x7fff, none: -0x8000 },
  u32: { min: 0, max: 0xfffffffe, none: 0xffffffff },
  i32: { min: -0x7fffffff, max: 0x7fffffff, none: -0x80000000 },
};

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

/** Turns marks (1 = defined) into the end of the run that each address stands in. */
function runs(marks: Uint8Array): Uint32Array {
  const ends = new Uint32Array(marks.length);
  let end = 0;
  for (let i = marks.length - 1; i >= 0; i--) {
    if (!marks[i]) end = 0;
    else if (!end) end = i + 1;
    ends[i] = end;
  }
  return ends;
}

/** An image of `device` with every value undefined until its first scan. */
export function createUnitImage(device: Device): UnitImage {
  const bindings = scalarBindings(device);
  const commands = device.commands ?? [];
  const inputMarks: number[] = [];
  for (let a = 0; a < HEADER.values; a++) inputMarks[a] = 1;
  for (const binding of bindings) {
    const n = registersOf(binding.type);
    for (let i = 0; i < n; i++) inputMarks[binding.address + i] = 1;
  }
  const holdingMarks = inputMarks.slice();
  const coilMarks: number[] = [];
  for (const entry of commands) {
    (entry.table === 'coil' ? coilMarks : holdingMarks)[entry.address] = 1;
  }
  const discreteMarks = new Uint8Array(RUN_OVER_BIT + 1).fill(1);
  return {
    gateway: device.gateway,
    unit: device.unit,
    device,
    bytes: new Uint8Array(2 * holdingMarks.length),
    input: runs(marksOf(inputMarks)),
    holding: runs(marksOf(holdingMarks)),
    coils: new Uint8Array(coilMarks.length),
    coilRuns: runs(marksOf(coilMarks)),
    discretes: new Uint8Array(RUN_OVER_BIT + 1),
    discreteRuns: runs(discreteMarks),
    commands,
  };
}

function marksOf(sparse: readonly number[]): Uint8Array {
  const marks = new Uint8Array(sparse.length);
  for (let i = 0; i < sparse.length; i++) marks[i] = sparse[i] ?? 0;
  return marks;
}

function scalarBindings(device: Device): ModbusBinding[] {
  const found: ModbusBinding[] = [];
  for (const point of scalarPoints(device)) if (point.modbus) found.push(point.modbus);
  return found;
}

const viewOf = (image: UnitImage): DataView =>
  new DataView(image.bytes.buffer, image.bytes.byteOffset, image.bytes.byteLength);

/** Puts a scan into its unit's image: values, seq, simTs and quality together. */
export function setScan(image: UnitImage, scan: DeviceScan): void {
  const view = viewOf(image);
  let good = 0;
  let i = 0;
  for (const point of scan.device.points) {
    if (point.form !== 'scalar') continue;
    const value = scan.values[i] ?? Number.NaN;
    if (point.modbus) {
      encodeValue(view, point.modbus, value);
      const isGood = scan.quality[i] === GOOD && !Number.isNaN(value);
      if (isGood) good |= 1 << point.modbus.qualityBit;
    }
    i += 1;
  }
  setHeader(view, scan.seq, scan.simTs, good);
  for (let bit = 0; bit < image.discretes.length; bit++) {
    image.discretes[bit] = (good >>> bit) & 1;
  }
}

function setHeader(view: DataView, seq: number, simTs: number, quality: number): void {
  view.setUint32(2 * HEADER.seq, seq, false);
  setMilliseconds(view, HEADER.simTs, simTs);
  view.setUint16(2 * HEADER.quality, quality, false);
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

/** Sets bit 15 of the quality register: the run is over, nothing will be scanned again. */
export function setRunOver(image: UnitImage): void {
  const view = viewOf(image);
  const at = 2 * HEADER.quality;
  view.setUint16(at, view.getUint16(at, false) | (1 << RUN_OVER_BIT), false);
  image.discretes[RUN_OVER_BIT] = 1;
}

/** Unit 247 of gateway 0: the clock of mode R. */
export const CLOCK_UNIT = 247;
/** state: 0 enrol, 1 run, 2 frozen, 3 end; the others u64 ms. */
export const CLOCK_MAP = { state: 8, completeTo: 9, watermark: 100 } as const;
export const CLOCK_STATES = ['enrol', 'run', 'frozen', 'end'] as const;

/** An image of the clock unit: simTs and state to read, the watermark to write. */
export function createClockImage(): UnitImage {
  const length = CLOCK_MAP.watermark + 4;
  const input = new Uint8Array(length);
  input.fill(1, 0, CLOCK_MAP.completeTo + 4);
  const holding = input.slice();
  holding.fill(1, CLOCK_MAP.watermark, length);
  return {
    gateway: 0,
    unit: CLOCK_UNIT,
    device: undefined,
    bytes: new Uint8Array(2 * length),
    input: runs(input),
    holding: runs(holding),
    coils: new Uint8Array(0),
    coilRuns: new Uint32Array(0),
    discretes: new Uint8Array(0),
    discreteRuns: new Uint32Array(0),
    commands: [],
  };
}

/** What the clock unit shows. */
export interface ClockReading {
  readonly seq: number;
  readonly simTs: number;
  readonly completeTo: number;
  readonly state: (typeof CLOCK_STATES)[number];
}

/** Puts the clock into its image. */
export function setClock(image: UnitImage, clock: ClockReading): void {
  const view = viewOf(image);
  const over = clock.state === 'end' ? 1 << RUN_OVER_BIT : 0;
  setHeader(view, clock.seq, clock.simTs, over | 3);
  view.setUint16(2 * CLOCK_MAP.state, CLOCK_STATES.indexOf(clock.state), false);
  setMilliseconds(view, CLOCK_MAP.completeTo, clock.completeTo);
}
