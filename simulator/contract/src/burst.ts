/** A waveform burst on the wire: 64-byte little-endian header, then i16 samples. */

export const BURST_HEADER_BYTES = 64;
const MAGIC = 0x42373450; // "P47B" read as little-endian u32

export interface Burst {
  readonly seq: number;
  /** Simulated Unix time of the first sample, ms. */
  readonly simTs: number;
  readonly fs_hz: number;
  /** SI units per count. */
  readonly scale: number;
  /** Shaft speed as the device knows it, Hz; NaN = unknown. */
  readonly speed_hz: number;
  /** At most 8 ASCII characters. */
  readonly unit: string;
  readonly samples: Int16Array;
}

/** Bytes of a burst as wire.md lays them out; all offsets are fixed. */
export function encodeBurst(burst: Burst): Uint8Array {
  const n = burst.samples.length;
  const bytes = new Uint8Array(BURST_HEADER_BYTES + 2 * n);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, MAGIC, true);
  view.setUint8(4, 1);
  view.setUint8(5, 1);
  view.setUint8(6, 1);
  view.setUint32(8, burst.seq, true);
  view.setUint32(12, n, true);
  view.setBigUint64(16, BigInt(burst.simTs), true);
  view.setFloat64(24, burst.fs_hz, true);
  view.setFloat64(32, burst.scale, true);
  view.setFloat64(40, burst.speed_hz, true);
  for (let i = 0; i < Math.min(8, burst.unit.length); i++) {
    view.setUint8(48 + i, burst.unit.charCodeAt(i));
  }
  // The header is a multiple of two bytes, so the samples can be set at once on little-endian
  // machines, which all supported platforms are.
  new Int16Array(bytes.buffer, BURST_HEADER_BYTES, n).set(burst.samples);
  return bytes;
}

/** The burst in `bytes`, or undefined where they are not one. Samples are copied. */
export function decodeBurst(bytes: Uint8Array): Burst | undefined {
  if (bytes.length < BURST_HEADER_BYTES) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const n = view.getUint32(12, true);
  const known = view.getUint32(0, true) === MAGIC && view.getUint8(4) === 1;
  if (!known || view.getUint8(5) !== 1 || bytes.length < BURST_HEADER_BYTES + 2 * n) {
    return undefined;
  }
  const from = bytes.byteOffset + BURST_HEADER_BYTES;
  const samples = new Int16Array(bytes.buffer.slice(from, from + 2 * n) as ArrayBuffer);
  let unit = '';
  for (let i = 48; i < 56 && bytes[i]; i++) unit += String.fromCharCode(bytes[i] ?? 0);
  return {
    seq: view.getUint32(8, true),
    simTs: Number(view.getBigUint64(16, true)),
    fs_hz: view.getFloat64(24, true),
    scale: view.getFloat64(32, true),
    speed_hz: view.getFloat64(40, true),
    unit,
    samples,
  };
}
