/** RTU frames: where a request ends, and its CRC. Modbus over serial line v1.02, section 2.5.1. */

/** CRC-16, same source, section 6.2.2: polynomial 0xA001, start 0xFFFF. */
export function crc16(bytes: Uint8Array): number {
  let crc = 0xffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >> 1) ^ 0xa001 : crc >> 1;
  }
  return crc;
}

/** An RTU frame: unit and PDU, then their CRC, low byte first. */
export function withCrc(frame: Uint8Array): Buffer {
  const crc = crc16(frame);
  return Buffer.concat([frame, Buffer.from([crc & 0xff, crc >> 8])]);
}

/** True where the last two bytes are the CRC of the others. */
export function hasCrc(frame: Buffer): boolean {
  return frame.readUInt16LE(frame.length - 2) === crc16(frame.subarray(0, -2));
}

const FIXED = 8;
/** Unit, function, address, quantity, byte count; CRC. */
const COUNTED = 9;

/** Bytes of requests that have one length, by function code; those that no unit serves too. */
const LENGTHS: Readonly<Record<number, number>> = {
  ...{ 1: FIXED, 2: FIXED, 3: FIXED, 4: FIXED, 5: FIXED, 6: FIXED, 8: FIXED },
  ...{ 7: 4, 11: 4, 12: 4, 17: 4, 22: 10, 24: 6, 43: 7 },
};
/** Where the byte count of the others stands, and what the frame has beside those bytes. */
const COUNTS: Readonly<Record<number, { readonly at: number; readonly beside: number }>> = {
  15: { at: 6, beside: COUNTED },
  16: { at: 6, beside: COUNTED },
  20: { at: 2, beside: 5 },
  21: { at: 2, beside: 5 },
  23: { at: 10, beside: 13 },
};

/** Bytes of the request that begins `bytes`; 0 = more are needed, negative = no such function. */
export function requestSize(bytes: Buffer): number {
  const fc = bytes[1];
  if (fc === undefined) return 0;
  const count = COUNTS[fc];
  if (!count) return LENGTHS[fc] ?? -1;
  return bytes.length <= count.at ? 0 : count.beside + bytes[count.at]!;
}
