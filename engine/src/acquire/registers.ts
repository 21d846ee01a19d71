/** Register images to data messages: header of eight registers, then values by their bindings. */
import {
  type DataMessage,
  type DeviceEntry,
  decodeValue,
  HEADER,
  headerOf,
  QUALITY,
  RUN_OVER_BIT,
  registersOf,
} from '@plant47/contract';

/** Registers from 0 that hold the header and every bound value of a device. */
export function registerCount(device: DeviceEntry): number {
  let end: number = HEADER.values;
  for (const { modbus } of device.points) {
    if (modbus) end = Math.max(end, modbus.address + registersOf(modbus.type));
  }
  return end;
}

export interface Image {
  readonly seq: number;
  readonly simTs: number;
  /** The run is over: nothing will be scanned again. */
  readonly over: boolean;
  readonly message: DataMessage;
}

/** The image in `bytes` (registers from 0), as the data message it stands for. */
export function readImage(device: DeviceEntry, bytes: Uint8Array): Image {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const { seq, simTs, quality } = headerOf(view);
  const bit = (n: number): boolean => ((quality >> n) & 1) === 1;
  const points: DataMessage['points'] = {};
  for (const { id, modbus } of device.points) {
    if (!modbus) continue;
    const value = decodeValue(view, modbus);
    const good = bit(modbus.qualityBit) && Number.isFinite(value);
    points[id] = good ? [value, QUALITY.good] : [null, QUALITY.bad];
  }
  return {
    seq,
    simTs,
    over: bit(RUN_OVER_BIT),
    message: { v: 1, seq, simTs, simulated: true, points },
  };
}
