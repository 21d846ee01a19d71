/** What legal writes do to a unit's image, and what they ask of the plant. */
import { CLOCK_MAP, setMilliseconds } from '@plant47/contract';
import type { UnitImage } from '../../devices/register-image.js';
import { commandAt, meaningOf, watermarkIn } from './request-check.js';

/** What a legal write asks for. */
export type WriteEvent =
  | { readonly type: 'watermark'; readonly simTs: number }
  | {
      readonly type: 'command';
      readonly image: UnitImage;
      readonly component: string;
      readonly action: string;
      readonly value?: number;
    };

/** Takes what a write asks for; may throw a PlantError where the plant refuses it. */
export type Written = (event: WriteEvent) => void;

/** Sets a coil and asks for its action. */
export function writeCoil(image: UnitImage, address: number, bit: number, written: Written): void {
  const entry = commandAt(image, 'coil', address);
  const action = entry?.actions?.[String(bit)];
  if (!entry || !action) return;
  image.coils[address] = bit;
  written({ type: 'command', image, component: entry.component, action });
}

/** Sets a command register and asks for its action. */
export function writeRegister(
  image: UnitImage,
  address: number,
  raw: number,
  written: Written,
): void {
  const entry = commandAt(image, 'holding', address);
  const meaning = entry && meaningOf(entry, raw);
  if (!entry || !meaning) return;
  image.bytes[2 * address] = raw >> 8;
  image.bytes[2 * address + 1] = raw & 0xff;
  written({ type: 'command', image, component: entry.component, ...meaning });
}

/** Sets registers one after the other; on the clock unit they are one watermark. */
export function writeRegisters(
  image: UnitImage,
  address: number,
  values: Buffer,
  written: Written,
): void {
  if (!image.device) {
    writeWatermark(image, values, written);
    return;
  }
  for (let i = 0; 2 * i < values.length; i++) {
    writeRegister(image, address + i, values.readUInt16BE(2 * i), written);
  }
}

function writeWatermark(image: UnitImage, values: Buffer, written: Written): void {
  const simTs = watermarkIn(values);
  setMilliseconds(new DataView(image.bytes.buffer), CLOCK_MAP.watermark, simTs);
  written({ type: 'watermark', simTs });
}
