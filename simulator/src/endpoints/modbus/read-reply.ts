/** Replies to FC1–4 and FC23: copied out of a unit's image into the outgoing bytes. */
import { HEADER } from '@plant47/contract';
import type { UnitImage } from '../../devices/register-image.js';
import { FC } from './request-check.js';

/** Bytes of MBAP before the function code: transaction, protocol, length, unit. */
export const MBAP_BYTES = 7;

/** A 100 ms counter of wall time: shows a master that the gateway lives. */
export type Heartbeat = () => number;

export const wallHeartbeat: Heartbeat = () => Math.floor(Date.now() / 100) & 0xffff;

/**
 * Writes the reply to the legal read at `bytes[from…]` (from the MBAP on) to `out[at…]`;
 * gives the end of what it wrote.
 */
export function writeReadReply(
  image: UnitImage,
  bytes: Buffer,
  from: number,
  out: Buffer,
  at: number,
  heartbeat: Heartbeat,
): number {
  const fc = bytes[from + MBAP_BYTES]!;
  const address = (bytes[from + 8]! << 8) | bytes[from + 9]!;
  const count = (bytes[from + 10]! << 8) | bytes[from + 11]!;
  const data = at + MBAP_BYTES + 2;
  const registers = fc > FC.readDiscretes;
  const size = registers ? 2 * count : (count + 7) >> 3;
  writeMbap(bytes, from, out, at, 3 + size);
  out[data - 2] = fc;
  out[data - 1] = size;
  if (registers) {
    out.set(image.bytes.subarray(2 * address, 2 * (address + count)), data);
    if (address === HEADER.heartbeat) out.writeUInt16BE(heartbeat(), data);
  } else {
    const bits = fc === FC.readCoils ? image.coils : image.discretes;
    out.fill(0, data, data + size);
    for (let i = 0; i < count; i++) {
      if (bits[address + i]) out[data + (i >> 3)]! |= 1 << (i & 7);
    }
  }
  return data + size;
}

/** Writes an exception reply to the request at `bytes[from…]`; gives its end. */
export function writeException(
  code: number,
  bytes: Buffer,
  from: number,
  out: Buffer,
  at: number,
): number {
  writeMbap(bytes, from, out, at, 3);
  out[at + MBAP_BYTES] = bytes[from + MBAP_BYTES]! | 0x80;
  out[at + MBAP_BYTES + 1] = code;
  return at + MBAP_BYTES + 2;
}

/** Transaction and unit of the request; `length` counts the unit and the PDU. */
function writeMbap(bytes: Buffer, from: number, out: Buffer, at: number, length: number): void {
  out[at] = bytes[from]!;
  out[at + 1] = bytes[from + 1]!;
  out[at + 2] = 0;
  out[at + 3] = 0;
  out[at + 4] = length >> 8;
  out[at + 5] = length & 0xff;
  out[at + 6] = bytes[from + 6]!;
}
