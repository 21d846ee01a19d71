/** A dirty plant for tests: what each device would put on MQTT and into its registers. */
import type { DataMessage } from '@plant47/contract';
import { type Input, toxicSpec } from '@plant47/contract/sealed';
import type { PlantModel } from '../../devices/plant-model.js';
import { createUnitImage, setScan, type UnitImage } from '../../devices/register-image.js';
import { createDataEncoder } from '../../endpoints/mqtt/payload.js';
import { createPlantModel } from '../../host/shipped-plant.js';
import { TICKS_PER_SECOND } from '../../world/clock.js';
import { keyOfSeed } from '../../world/key.js';
import { plantOf } from '../../world/plant.cases.js';

export const SCAN_S = 600;
const SAMPLING = {
  scalars_s: SCAN_S,
  scan: { samples: 256, fs_hz: 25_600, every_s: 1200 },
  line: { samples: 256, fs_hz: 12_800, every_s: 21_600 },
};

/** A toxic that begins just before the scan `from` and ends before the scan `to`. */
export function toxic(spec: Record<string, unknown>, from: number, to?: number): Input[] {
  const { toxic: kind, target, params } = toxicSpec.parse(spec);
  const id = `${kind}-${from}`;
  const at = (scan: number): number => (scan * SCAN_S - 1) * TICKS_PER_SECOND;
  const input = (scan: number, clear: boolean): Input => ({
    tick: at(scan),
    source: 'scenario',
    seq: 0,
    command: {
      type: 'toxic',
      id,
      toxic: kind,
      target,
      params,
      ...(clear ? { clear } : {}),
    },
  });
  return [input(from, false), ...(to === undefined ? [] : [input(to, true)])];
}

/** The plant's three trains a, b and c, every ten minutes. */
export const createDirtyModel = (): PlantModel =>
  createPlantModel(plantOf(), keyOfSeed(7), SAMPLING, { macro_s: SCAN_S });

/** What one barrier put on the wire, by `<asset>/<device>`. */
export interface Seen {
  readonly messages: Readonly<Record<string, readonly DataMessage[]>>;
  readonly registers: Readonly<Record<string, DataView>>;
  /** `<point> <seq>` of each burst. */
  readonly bursts: readonly string[];
}

/** Runs `model` over `scans` barriers. */
export function watch(model: PlantModel, scans: number, inputs: readonly Input[]): Seen[] {
  const encoders = model.devices.map((device) => createDataEncoder(device));
  const images = model.devices.map((device) => createUnitImage(device));
  return Array.from({ length: scans }, () => {
    const messages: Record<string, DataMessage[]> = {};
    for (const scan of model.scan()) {
      const { device, on } = scan;
      if (on !== 'mqtt') setScan(images[device.index]!, scan);
      if (on === 'modbus') continue;
      const place = `${device.asset}/${device.device}`;
      messages[place] ??= [];
      messages[place].push(JSON.parse(encoders[device.index]!(scan)) as DataMessage);
    }
    const bursts = model.dueBursts().map(({ point, seq }) => `${point.id} ${seq}`);
    const registers = Object.fromEntries(images.map((image) => [placeOf(image), copied(image)]));
    model.advance(model.nextScanTick(model.state.tick), inputs);
    return { messages, registers, bursts };
  });
}

const placeOf = ({ device }: UnitImage): string => `${device?.asset}/${device?.device}`;
const copied = ({ bytes }: UnitImage): DataView => new DataView(bytes.slice().buffer);
