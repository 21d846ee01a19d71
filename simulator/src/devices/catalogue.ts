/** The published catalogue, derived from profiles and trains: devices, points, bindings. */
import type { AssetEntry, PointEntry } from '@plant47/contract';
import {
  type DeviceProfile,
  type ProfilePoint,
  TRAINS_PER_GATEWAY,
  type TrainInfo,
} from '@plant47/contract/sealed';
import type { CommandEntry, Device } from './device.js';

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
  const own = devices
    .filter((device) => device.train === train.index)
    .map(({ device, profile, topic, gateway, unit, scan_s, points }) => {
      return { device, profile, topic, gateway, unit, scan_s, points };
    });
  const place = { asset, site, area, line, label, type };
  return { ...place, components, bearings, nameplate, at, devices: own };
}
