/** Answers as wire faults leave them. */
import type { UnitImage } from '../../devices/register-image.js';
import type { Spoil } from '../toxins.js';
import { MBAP_BYTES } from './read-reply.js';
import { FC } from './request-check.js';

/** First byte of an answer's data: after MBAP, function code and byte count. */
const DATA = MBAP_BYTES + 2;

/** The image that a spoiled read is answered from; `before` = bytes of the scan before. */
export function staleImage(
  image: UnitImage,
  before: Uint8Array | undefined,
  stale: NonNullable<Spoil['stale']>,
  address: number,
  count: number,
): UnitImage {
  if (!before) return image;
  if (stale === 'all') return { ...image, bytes: before };
  const bytes = image.bytes.slice();
  const from = 2 * (address + ((count + 1) >> 1));
  bytes.set(before.subarray(from, 2 * (address + count)), from);
  return { ...image, bytes };
}

/** Spoils the answer that lies in `out` from `at` to `end`; gives its new end. */
export function spoilReply(out: Buffer, at: number, end: number, spoil: Spoil): number {
  const { transaction = 0, unit = 0, flip, cut = 0, twice } = spoil;
  if (transaction !== 0) out.writeUInt16BE((out.readUInt16BE(at) + transaction) & 0xffff, at);
  if (unit !== 0) out[at + 6] = (out[at + 6]! + unit) & 0xff;
  if (flip !== undefined && end > at + DATA) {
    const bit = Math.floor(flip * 8 * (end - at - DATA));
    out[at + DATA + (bit >> 3)]! ^= 1 << (bit & 7);
  }
  let last = Math.max(at + 1, end - cut);
  if (twice) last += out.copy(out, last, at, last);
  return last;
}

/** The acknowledgement of a write that was not carried out: as Modbus v1.1b3, 6.5, 6.6, 6.11, 6.12. */
export function acknowledge(request: Buffer): Buffer {
  const fc = request[MBAP_BYTES]!;
  const echo = fc === FC.writeCoil || fc === FC.writeRegister || fc === FC.maskWrite;
  const reply = Buffer.from(echo ? request : request.subarray(0, MBAP_BYTES + 5));
  reply.writeUInt16BE(reply.length - 6, 4);
  return reply;
}

/** True for function codes that write. */
export const isWrite = (fc: number): boolean =>
  fc === FC.writeCoil ||
  fc === FC.writeRegister ||
  fc === FC.writeCoils ||
  fc === FC.writeRegisters ||
  fc === FC.maskWrite;
