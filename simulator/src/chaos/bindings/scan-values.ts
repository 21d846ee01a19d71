/** Toxics that change what a scan says before it is sent. */
import type { DisplayUnit, PointEntry } from '@plant47/contract';
import { type DeviceScan, type ScanForm, scalarPoints } from '../../devices/device.js';
import type { Standing } from '../standing.js';

/** The unit that is taken by mistake: shown = value · factor + offset. */
const MIXUPS: Readonly<
  Partial<Record<DisplayUnit, { readonly factor: number; readonly offset: number }>>
> = {
  degC: { factor: 1.8, offset: 32 },
  // Standard gravity 9.80665 m/s², inch 25.4 mm, psi 6894.757 Pa, horsepower 745.6999 W, US gallon
  // 3.785411784 l: NIST SP 811, appendix B.
  'm/s2': { factor: 1 / 9.80665, offset: 0 },
  'mm/s': { factor: 1 / 25.4, offset: 0 },
  bar: { factor: 14.503774, offset: 0 },
  kW: { factor: 1.341022, offset: 0 },
  'm3/h': { factor: 4.402868, offset: 0 },
  kWh: { factor: 3.6, offset: 0 },
  Hz: { factor: 60, offset: 0 },
};

/** True where a unit has another one that it is taken for. */
export const hasMixup = (unit: DisplayUnit): boolean => MIXUPS[unit] !== undefined;

/** `scan` as the toxics that stand on its device make it; `last` is the scan before. */
export function bendScan(
  scan: DeviceScan,
  last: DeviceScan | undefined,
  toxics: readonly Standing[],
  epoch: number,
): DeviceScan {
  let bent = scan;
  for (const toxic of toxics) {
    switch (toxic.declared.id) {
      case 'stuck':
        bent = repeated(bent, last, toxic.params['stamp'] === 'frozen');
        break;
      case 'no-value':
        bent = changed(bent, toxic, () => Number.NaN);
        break;
      case 'unit-mixup':
        bent = changed(bent, toxic, inOtherUnit);
        break;
      case 'rollover': {
        const full = fullCounter(Number(toxic.params['bits']));
        bent = changed(bent, toxic, (value, { resolution }) => {
          const steps = Math.round(value / resolution);
          return (steps - full * Math.floor(steps / full)) * resolution;
        });
        break;
      }
      case 'clock-skew':
        bent = { ...bent, simTs: skewed(bent.simTs, toxic, epoch) };
        break;
      default:
    }
  }
  const form = formOf(scan, toxics);
  return form ? { ...bent, form } : bent;
}

/** Values of the scan before, with the present number and time or with its own. */
function repeated(scan: DeviceScan, last: DeviceScan | undefined, frozen: boolean): DeviceScan {
  if (!last) return scan;
  const { values, quality } = last;
  return frozen
    ? { ...scan, values, quality, seq: last.seq, simTs: last.simTs, loose: true }
    : { ...scan, values, quality };
}

function changed(
  scan: DeviceScan,
  { target }: Standing,
  change: (value: number, point: PointEntry) => number,
): DeviceScan {
  const values = scan.values.slice();
  const quality = scan.quality.slice();
  scalarPoints(scan.device).forEach((point, i) => {
    if (target.point !== undefined && target.point !== point.id) return;
    values[i] = change(values[i]!, point);
    if (Number.isNaN(values[i])) quality[i] = 0;
  });
  return { ...scan, values, quality };
}

function inOtherUnit(value: number, { unit }: PointEntry): number {
  const { factor, offset } = MIXUPS[unit] ?? { factor: 1, offset: 0 };
  return value * factor + offset;
}

/** 2^bits, for 4 to 32 bits. */
function fullCounter(bits: number): number {
  return bits === 32 ? 4_294_967_296 : (1 << bits) >>> 0;
}

/** A time of the device's own clock, ms. */
export function skewed(simTs: number, { params, since }: Standing, epoch: number): number {
  const begun = epoch + since * 50;
  const drift = Number(params['drift']) * 1e-6 * (simTs - begun);
  return simTs + Math.round(1000 * Number(params['shift']) + drift);
}

const ORDERS = { CDAB: 'CDAB', BADC: 'BADC', DCBA: 'DCBA' } as const;

/** How registers and names are bent; undefined where neither is. */
function formOf(scan: DeviceScan, toxics: readonly Standing[]): ScanForm | undefined {
  let form: ScanForm | undefined;
  for (const { declared, params, target } of toxics) {
    if (declared.id === 'word-order') {
      form = { ...form, order: ORDERS[params['order'] as keyof typeof ORDERS] };
    } else if (declared.id === 'register-offset') {
      form = { ...form, shift: (form?.shift ?? 0) + Number(params['by']) };
    } else if (declared.id === 'rename') {
      const id = target.point ?? '';
      const given = String(params['to']);
      const to = given === '' ? `${id}-2` : `${scan.device.asset}.${given}`;
      const names = { ...form?.names, [id]: to };
      form = { ...form, names, ...(params['meta'] === 'updated' ? { meta: true } : {}) };
    }
  }
  return form;
}
