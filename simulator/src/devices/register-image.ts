/** Register images: the big-endian bytes that a Modbus master reads from one unit. */
import {
  CLOCK_MAP,
  CLOCK_STATES,
  CLOCK_UNIT,
  encodeValue,
  HEADER,
  QUALITY,
  RUN_OVER_BIT,
  registersOf,
  setHeader,
  setMilliseconds,
} from '@plant47/contract';
import { type CommandEntry, type Device, type DeviceScan, scalarPoints } from './device.js';
import { bendRegisters } from './register-form.js';

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

/** Turns marks (1 = defined) into the end of the run that each address stands in. */
function runs(marks: ArrayLike<number>): Uint32Array {
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
  const commands = device.commands ?? [];
  const inputMarks: number[] = [];
  for (let a = 0; a < HEADER.values; a++) inputMarks[a] = 1;
  for (const { modbus } of scalarPoints(device)) {
    if (!modbus) continue;
    const n = registersOf(modbus.type);
    for (let i = 0; i < n; i++) inputMarks[modbus.address + i] = 1;
  }
  const holdingMarks = inputMarks.slice();
  const coilMarks: number[] = [];
  for (const entry of commands) {
    (entry.table === 'coil' ? coilMarks : holdingMarks)[entry.address] = 1;
  }
  return {
    gateway: device.gateway,
    unit: device.unit,
    device,
    bytes: new Uint8Array(2 * holdingMarks.length),
    input: runs(inputMarks),
    holding: runs(holdingMarks),
    coils: new Uint8Array(coilMarks.length),
    coilRuns: runs(coilMarks),
    discretes: new Uint8Array(RUN_OVER_BIT + 1),
    discreteRuns: runs(new Uint8Array(RUN_OVER_BIT + 1).fill(1)),
    commands,
  };
}

const viewOf = (image: UnitImage): DataView =>
  new DataView(image.bytes.buffer, image.bytes.byteOffset, image.bytes.byteLength);

/** Puts a scan into its unit's image: values, seq, simTs and quality together. */
export function setScan(image: UnitImage, scan: DeviceScan): void {
  const view = viewOf(image);
  let good = 0;
  let i = 0;
  for (const { form, modbus } of scan.device.points) {
    if (form !== 'scalar') continue;
    const value = scan.values[i] ?? Number.NaN;
    if (modbus) {
      encodeValue(view, modbus, value);
      const isGood = scan.quality[i] === QUALITY.good && !Number.isNaN(value);
      if (isGood) good |= 1 << modbus.qualityBit;
    }
    i += 1;
  }
  if (scan.form) bendRegisters(image, scan.form);
  setHeader(view, { seq: scan.seq, simTs: scan.simTs, quality: good });
  for (let bit = 0; bit < image.discretes.length; bit++) {
    image.discretes[bit] = (good >>> bit) & 1;
  }
}

/** Sets bit 15 of the quality register: the run is over, nothing will be scanned again. */
export function setRunOver(image: UnitImage): void {
  const view = viewOf(image);
  const at = 2 * HEADER.quality;
  view.setUint16(at, view.getUint16(at, false) | (1 << RUN_OVER_BIT), false);
  image.discretes[RUN_OVER_BIT] = 1;
}

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
  setHeader(view, { seq: clock.seq, simTs: clock.simTs, quality: over | 3 });
  view.setUint16(2 * CLOCK_MAP.state, CLOCK_STATES.indexOf(clock.state), false);
  setMilliseconds(view, CLOCK_MAP.completeTo, clock.completeTo);
}
