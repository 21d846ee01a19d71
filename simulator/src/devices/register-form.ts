/** Registers that lie or are ordered otherwise than the catalogue says. */
import { HEADER, registersOf } from '@plant47/contract';
import type { ScanForm } from './device.js';
import type { UnitImage } from './register-image.js';

const BYTES = 2 * HEADER.values;

/** Bends the values of an image that was written as the catalogue says; the header stays. */
export function bendRegisters(image: UnitImage, { order, shift = 0 }: ScanForm): void {
  const { bytes, device } = image;
  if (order) {
    for (const { modbus } of device?.points ?? []) {
      if (!modbus) continue;
      const at = 2 * modbus.address;
      reorder(bytes.subarray(at, at + 2 * registersOf(modbus.type)), order);
    }
  }
  if (shift === 0) return;
  // What is pushed beyond the map is gone; command registers behind it stay.
  const values = bytes.subarray(BYTES, 2 * image.input.length);
  const from = values.slice();
  values.fill(0);
  if (shift > 0) values.set(from.subarray(0, Math.max(0, from.length - 2 * shift)), 2 * shift);
  else values.set(from.subarray(-2 * shift));
}

/** Puts the bytes of one value, ABCD or AB, into another order. */
function reorder(value: Uint8Array, order: NonNullable<ScanForm['order']>): void {
  const words = value.length / 2;
  const from = value.slice();
  for (let i = 0; i < value.length; i++) {
    const word = order === 'BADC' ? i >> 1 : words - 1 - (i >> 1);
    const byte = order === 'CDAB' ? i & 1 : 1 - (i & 1);
    value[i] = from[2 * word + byte]!;
  }
}
