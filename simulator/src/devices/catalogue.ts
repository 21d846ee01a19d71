/** The published catalogue, derived from profiles and trains: devices, points, bindings. */
import type { AssetEntry, DisplayUnit, PointEntry } from '@plant47/contract';
import {
  type DeviceProfile,
  type ProfilePoint,
  TRAINS_PER_GATEWAY,
  type TrainInfo,
} from '@plant47/contract/sealed';
import type { CommandEntry, Device } from './device.js';

/** Published value = SI value · factor + offset. */
export const CONVERSIONS: Readonly<
  Record<DisplayUnit, { readonly si: string; readonly factor: number; readonly offset: number }>
> = {
  degC: { si: 'K', factor: 1, offset: -273.15 },
  'mm/s': { si: 'mm/s', factor: 1, offset: 0 },
  'm/s2': { si: 'm/s²', factor: 1, offset: 0 },
  '1': { si: '1', factor: 1, offset: 0 },
  A: { si: 'A', factor: 1, offset: 0 },
  V: { si: 'V', factor: 1, offset: 0 },
  kW: { si: 'W', factor: 1e-3, offset: 0 },
  kWh: { si: 'J', factor: 1 / 3.6e6, offset: 0 },
  Hz: { si: 'Hz', factor: 1, offset: 0 },
  rpm: { si: 'rad/s', factor: 30 / Math.PI, offset: 0 },
  bar: { si: 'Pa', factor: 1e-5, offset: 0 },
  'm3/h': { si: 'm³/s', factor: 3600, offset: 0 },
  '%': { si: '1', factor: 100, offset: 0 },
};

/** Characters and decimals of a published number: enough for any value of the range. */
export interface NumberForm {
  readonly width: number;
  readonly decimals: number;
}

/** The fixed form of a point's numbers, from range and resolution alone. */
export function numberForm(point: {
  readonly range: readonly [number, number];
  readonly resolution: number;
}): NumberForm {
  let decimals = 0;
  for (let step = point.resolution; decimals < 9 && Math.abs(step - Math.round(step)) > 1e-9; ) {
    step *= 10;
    decimals += 1;
  }
  const wide = point.range.map((end) => end.toFixed(decimals).length);
  return { width: Math.max(...wide), decimals };
}

/** Devices of a train, one for each profile, in the profiles' order. */
export function devicesOf(
  train: TrainInfo,
  profiles: readonly DeviceProfile[],
  scan_s: number,
  firstIndex: number,
): Device[] {
  const place = train.unitBase - 1;
  return profiles.map((profile, p) => ({
    index: firstIndex + p,
    asset: train.asset,
    train: train.index,
    device: profile.device,
    profile: profile.id,
    topic: `${train.site}/${train.area}/${train.line}/${train.asset}/${profile.device}`,
    gateway: Math.floor(place / TRAINS_PER_GATEWAY),
    unit: (place % TRAINS_PER_GATEWAY) + 1 + profile.unit,
    scan_s,
    points: pointsOf(train, profile),
    ...(profile.commands.length > 0 ? { commands: profile.commands as CommandEntry[] } : {}),
  }));
}

function pointsOf(train: TrainInfo, profile: DeviceProfile): PointEntry[] {
  let bit = 0;
  return profile.points.map((one, i) => {
    const [component = '', quantity = ''] = one.name.split('.');
    const binding = one.modbus ? { modbus: { ...one.modbus, qualityBit: bit++ } } : {};
    return {
      id: `${train.asset}.${one.name}`,
      tag: tagOf(train.unitBase, profile.points, i),
      label: one.label,
      component,
      quantity: one.quantity ?? quantity,
      unit: one.unit,
      range: one.range,
      resolution: one.resolution,
      noise: statedNoise(train, one),
      form: 'waveform' in one.from ? ('waveform' as const) : ('scalar' as const),
      ...binding,
    };
  });
}

/** The plant's name for a point: letters, number of the train, number among its like. */
function tagOf(unitBase: number, points: readonly ProfilePoint[], i: number): string {
  const { tag } = points[i]!;
  const nth = points.slice(0, i + 1).filter((one) => one.tag === tag).length;
  return `${tag}-${String(unitBase).padStart(2, '0')}${String(nth).padStart(2, '0')}`;
}

/** Noise at the value that the machine usually shows. */
function statedNoise(train: TrainInfo, one: ProfilePoint): number {
  const usual = typeof one.typical === 'number' ? one.typical : train.nameplate[one.typical];
  const share = one.relative * usual;
  return Math.sqrt(one.noise * one.noise + share * share);
}

/** The asset as the manifest shows it. */
export function assetOf(train: TrainInfo, devices: readonly Device[]): AssetEntry {
  const { asset, site, area, line, label, type, components, bearings, nameplate, at } = train;
  return {
    asset,
    site,
    area,
    line,
    label,
    type,
    components,
    bearings,
    nameplate,
    at,
    devices: devices
      .filter((device) => device.train === train.index)
      .map(({ device, profile, topic, gateway, unit, scan_s, points }) => ({
        device,
        profile,
        topic,
        gateway,
        unit,
        scan_s,
        points,
      })),
  };
}
