/** Data payloads: JSON by string concatenation, every number in a fixed width. */
import type { PointEntry } from '@plant47/contract';
import type { Device, DeviceScan } from '../../devices/device.js';

const MAX_DECIMALS = 6;

/** Decimals after which a multiple of `resolution` is written exactly; at most six. */
export function decimalsOf(resolution: number): number {
  let power = 1;
  for (let d = 0; d < MAX_DECIMALS; d++) {
    const scaled = resolution * power;
    if (scaled >= 1 && Math.abs(scaled - Math.round(scaled)) < 1e-9 * scaled) return d;
    power *= 10;
  }
  return MAX_DECIMALS;
}

/** Characters that the widest value of a point takes. */
function widthOf(point: Pick<PointEntry, 'range' | 'resolution'>): number {
  const decimals = decimalsOf(point.resolution);
  const widths = point.range.map((end) => end.toFixed(decimals).length);
  return Math.max('null'.length, ...widths);
}

interface Field {
  readonly id: string;
  /** `"<point>":[` with the comma before it. */
  readonly lead: string;
  readonly decimals: number;
  readonly width: number;
}

const leadOf = (name: string, i: number): string => `${i ? ',' : ''}${JSON.stringify(name)}:[`;

const QUALITY_TEXT: readonly string[] = Array.from({ length: 256 }, (_, q) =>
  String(q).padStart(3),
);

/** A function that turns scans of `device` into the text of its data message. */
export function createDataEncoder(device: Device): (scan: DeviceScan) => string {
  const fields: Field[] = device.points
    .filter((point) => point.form === 'scalar')
    .map((point, i) => ({
      id: point.id,
      lead: leadOf(point.id, i),
      decimals: decimalsOf(point.resolution),
      width: widthOf(point),
    }));
  return (scan) => {
    const names = scan.form?.names;
    let text = `{"v":1,"seq":${scan.seq},"simTs":${scan.simTs},"simulated":true,"points":{`;
    for (let i = 0; i < fields.length; i++) {
      const field = fields[i];
      const number = fixed(scan.values[i], field.decimals, field.width);
      const lead = names ? leadOf(names[field.id] ?? field.id, i) : field.lead;
      text += `${lead}${number},${QUALITY_TEXT[scan.quality[i]]}]`;
    }
    return `${text}}}`;
  };
}

/** Digits after the point for up to three decimals, as text with its zeros. */
const FRACTIONS: readonly (readonly string[])[] = [0, 1, 2, 3].map((decimals) =>
  Array.from({ length: 10 ** decimals }, (_, i) => String(i).padStart(decimals, '0')),
);
const POWERS = [1, 10, 100, 1000];
/** Above this the fast way would lose digits. */
const MOST_FAST = 1e9;

/** `value` with `decimals` decimals, padded in front to `width`; NaN gives null. */
export function fixed(value: number, decimals: number, width: number): string {
  if (Number.isNaN(value)) return 'null'.padStart(width);
  const size = Math.abs(value);
  let text: string;
  if (decimals > 3 || size > MOST_FAST) {
    text = size.toFixed(decimals);
  } else {
    // Values are quantised to their decimals, so rounding is exact; six times faster than toFixed.
    const scaled = Math.round(size * POWERS[decimals]);
    const fraction = scaled % POWERS[decimals];
    text = String((scaled - fraction) / POWERS[decimals]);
    if (decimals > 0) text += `.${FRACTIONS[decimals][fraction]}`;
  }
  // A small negative value rounds to zero, which has no sign.
  if (value < 0 && Number(text) !== 0) text = `-${text}`;
  return text.length < width ? text.padStart(width) : text;
}
