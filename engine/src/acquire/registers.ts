/** Register images to data messages: header of eight registers, then values by their bindings. */
import { type DataMessage, type DeviceEntry, QUALITY } from '@plant47/contract';

const REGISTER_BYTES: Readonly<Record<string, number>> = {
  u16: 1,
  i16: 1,
  u32: 2,
  i32: 2,
  f32: 2,
};

/** Registers from 0 that hold the header and every bound value of a device. */
export function registersOf(device: DeviceEntry): number {
  let end = 8;
  for (const { modbus } of device.points) {
    if (modbus) end = Math.max(end, modbus.address + REGISTER_BYTES[modbus.type]!);
  }
  return end;
}

export interface Image {
  readonly seq: number;
  readonly simTs: number;
  /** Bit 15 of the quality register: the run is over. */
  readonly over: boolean;
  readonly message: DataMessage;
}

function rawAt(buffer: Buffer, address: number, type: string): number {
  const at = 2 * address;
  if (type === 'u16') return buffer.readUInt16BE(at);
  if (type === 'i16') return buffer.readInt16BE(at);
  if (type === 'u32') return buffer.readUInt32BE(at);
  if (type === 'i32') return buffer.readInt32BE(at);
  return buffer.readFloatBE(at);
}

/** The image in `buffer` (registers from 0, big-endian), as the data message it stands for. */
export function readImage(device: DeviceEntry, buffer: Buffer): Image {
  const seq = buffer.readUInt32BE(2);
  const simTs = Number(buffer.readBigUInt64BE(6));
  const quality = buffer.readUInt16BE(14);
  const points: DataMessage['points'] = {};
  for (const { id, modbus } of device.points) {
    if (!modbus) continue;
    const good = (quality >> modbus.qualityBit) & 1;
    const value = rawAt(buffer, modbus.address, modbus.type) * modbus.scale + modbus.offset;
    points[id] = good && Number.isFinite(value) ? [value, QUALITY.good] : [null, QUALITY.bad];
  }
  return {
    seq,
    simTs,
    over: (quality & 0x8000) !== 0,
    message: { v: 1, seq, simTs, simulated: true, points },
  };
}
