/** Is a request legal for a unit? Checked on the bytes, before anything else sees them. */
import { CLOCK_MAP, CLOCK_UNIT, milliseconds } from '@plant47/contract';
import type { UnitImage } from '../../devices/register-image.js';

/** Exception codes of the Modbus application protocol v1.1b3, section 7. */
export const EXCEPTION = { function: 1, address: 2, value: 3, failure: 4, gateway: 0x0b } as const;

/** Function codes that a unit answers. */
export const FC = {
  readCoils: 1,
  readDiscretes: 2,
  readHolding: 3,
  readInput: 4,
  writeCoil: 5,
  writeRegister: 6,
  writeCoils: 15,
  writeRegisters: 16,
  serverId: 17,
  maskWrite: 22,
  readWrite: 23,
  identify: 0x2b,
} as const;

/** Largest quantities, same source, sections 6.1–6.17. */
const MOST = {
  bits: 2000,
  registers: 125,
  writtenBits: 1968,
  writtenRegisters: 123,
  exchangedRegisters: 121,
};
const MEI_IDENTIFY = 0x0e;
const COIL_ON = 0xff00;
const MOST_SPECIFIC_ACCESS = 4;

const word = (bytes: Buffer, at: number): number => (bytes[at]! << 8) | bytes[at + 1]!;

/**
 * The exception that a request deserves, or 0 where it is legal.
 * `at` is where the PDU begins in `bytes`, `length` its bytes.
 */
export function checkRequest(
  bytes: Buffer,
  at: number,
  length: number,
  image: UnitImage | undefined,
): number {
  if (!image) return EXCEPTION.gateway;
  switch (bytes[at]) {
    case FC.readCoils:
      return checkRead(bytes, at, length, image.coilRuns, MOST.bits);
    case FC.readDiscretes:
      return checkRead(bytes, at, length, image.discreteRuns, MOST.bits);
    case FC.readHolding:
      return checkRead(bytes, at, length, image.holding, MOST.registers);
    case FC.readInput:
      return checkRead(bytes, at, length, image.input, MOST.registers);
    case FC.writeCoil:
      return checkWriteCoil(bytes, at, length, image);
    case FC.writeRegister:
      if (length !== 5) return EXCEPTION.value;
      return checkWriteRegisters(image, word(bytes, at + 1), 1, bytes, at + 3);
    case FC.writeCoils:
      return checkWriteCoils(bytes, at, length, image);
    case FC.writeRegisters:
      return checkWriteMany(bytes, at, length, image);
    case FC.serverId:
      return length === 1 ? 0 : EXCEPTION.value;
    case FC.maskWrite:
      return checkMaskWrite(bytes, at, length, image);
    case FC.readWrite:
      return checkReadWrite(bytes, at, length, image);
    case FC.identify:
      return checkIdentify(bytes, at, length);
    default:
      return EXCEPTION.function;
  }
}

function checkRead(
  bytes: Buffer,
  at: number,
  length: number,
  runs: Uint32Array,
  most: number,
): number {
  if (length !== 5) return EXCEPTION.value;
  const count = word(bytes, at + 3);
  if (count === 0 || count > most) return EXCEPTION.value;
  const address = word(bytes, at + 1);
  // Beyond the map `runs` gives undefined, which no comparison lets through.
  return address + count <= runs[address]! ? 0 : EXCEPTION.address;
}

function checkWriteCoil(bytes: Buffer, at: number, length: number, image: UnitImage): number {
  if (length !== 5) return EXCEPTION.value;
  const value = word(bytes, at + 3);
  if (value !== 0 && value !== COIL_ON) return EXCEPTION.value;
  return checkCoil(image, word(bytes, at + 1), value === COIL_ON ? 1 : 0);
}

function checkCoil(image: UnitImage, address: number, bit: 0 | 1): number {
  const entry = commandAt(image, 'coil', address);
  if (!entry) return EXCEPTION.address;
  return entry.actions?.[String(bit)] ? 0 : EXCEPTION.value;
}

function checkWriteCoils(bytes: Buffer, at: number, length: number, image: UnitImage): number {
  if (length < 7) return EXCEPTION.value;
  const count = word(bytes, at + 3);
  const byteCount = bytes[at + 5]!;
  if (count === 0 || count > MOST.writtenBits) return EXCEPTION.value;
  if (byteCount !== (count + 7) >> 3 || length !== 6 + byteCount) return EXCEPTION.value;
  const address = word(bytes, at + 1);
  for (let i = 0; i < count; i++) {
    const bit = (bytes[at + 6 + (i >> 3)]! >> (i & 7)) & 1;
    const wrong = checkCoil(image, address + i, bit as 0 | 1);
    if (wrong) return wrong;
  }
  return 0;
}

function checkWriteMany(bytes: Buffer, at: number, length: number, image: UnitImage): number {
  if (length < 8) return EXCEPTION.value;
  const count = word(bytes, at + 3);
  const byteCount = bytes[at + 5]!;
  if (count === 0 || count > MOST.writtenRegisters) return EXCEPTION.value;
  if (byteCount !== 2 * count || length !== 6 + byteCount) return EXCEPTION.value;
  return checkWriteRegisters(image, word(bytes, at + 1), count, bytes, at + 6);
}

/** What FC22 makes of a register: the bits of the first mask stay, those of the second are set. */
export function maskedValue(bytes: Buffer, at: number, image: UnitImage): number {
  const address = word(bytes, at + 1);
  const and = word(bytes, at + 3);
  const now = (image.bytes[2 * address]! << 8) | image.bytes[2 * address + 1]!;
  return ((now & and) | (word(bytes, at + 5) & ~and)) & 0xffff;
}

function checkMaskWrite(bytes: Buffer, at: number, length: number, image: UnitImage): number {
  if (length !== 7) return EXCEPTION.value;
  const entry = commandAt(image, 'holding', word(bytes, at + 1));
  if (!entry) return EXCEPTION.address;
  return meaningOf(entry, maskedValue(bytes, at, image)) ? 0 : EXCEPTION.value;
}

function checkReadWrite(bytes: Buffer, at: number, length: number, image: UnitImage): number {
  if (length < 12) return EXCEPTION.value;
  const count = word(bytes, at + 7);
  const byteCount = bytes[at + 9]!;
  if (count === 0 || count > MOST.exchangedRegisters) return EXCEPTION.value;
  if (byteCount !== 2 * count || length !== 10 + byteCount) return EXCEPTION.value;
  const wrong = checkRead(bytes, at, 5, image.holding, MOST.registers);
  return wrong || checkWriteRegisters(image, word(bytes, at + 5), count, bytes, at + 10);
}

function checkWriteRegisters(
  image: UnitImage,
  address: number,
  count: number,
  bytes: Buffer,
  valuesAt: number,
): number {
  if (image.unit === CLOCK_UNIT && !image.device) {
    // A watermark is one number: its four registers are written together or not at all.
    return address === CLOCK_MAP.watermark && count === 4 ? 0 : EXCEPTION.address;
  }
  for (let i = 0; i < count; i++) {
    const entry = commandAt(image, 'holding', address + i);
    if (!entry) return EXCEPTION.address;
    const raw = word(bytes, valuesAt + 2 * i);
    if (!meaningOf(entry, raw)) return EXCEPTION.value;
  }
  return 0;
}

function checkIdentify(bytes: Buffer, at: number, length: number): number {
  if (length < 2 || bytes[at + 1] !== MEI_IDENTIFY) return EXCEPTION.function;
  if (length !== 4) return EXCEPTION.value;
  const access = bytes[at + 2]!;
  return access >= 1 && access <= MOST_SPECIFIC_ACCESS ? 0 : EXCEPTION.value;
}

type Entry = UnitImage['commands'][number];

/** The command register or coil at an address, if there is one. */
export function commandAt(
  image: UnitImage,
  table: Entry['table'],
  address: number,
): Entry | undefined {
  return image.commands.find((entry) => entry.table === table && entry.address === address);
}

/** What a raw value asks for, or undefined where the register does not take it. */
export function meaningOf(
  entry: Entry,
  raw: number,
): { readonly action: string; readonly value?: number } | undefined {
  if (!entry.setpoint) {
    const action = entry.actions?.[String(raw)];
    return action ? { action } : undefined;
  }
  const { action, scale, range } = entry.setpoint;
  const value = raw * scale;
  return value >= range[0] && value <= range[1] ? { action, value } : undefined;
}

/** The watermark in a legal write to the clock unit, ms. */
export function watermarkIn(values: Buffer): number {
  return milliseconds(new DataView(values.buffer, values.byteOffset, values.byteLength), 0);
}
