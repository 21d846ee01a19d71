/** Devices as the network and the host see them. */
import type { BurstPlan, PointEntry } from '@plant47/contract';
import type { BurstJob } from '@plant47/contract/sealed';

/** A network node that owns the points of one profile on one train. */
export interface Device {
  /** Place in the plant's list of devices, from 0. */
  readonly index: number;
  readonly asset: string;
  /** Index of the train in the world. */
  readonly train: number;
  readonly device: 'vibration' | 'energy' | 'process';
  readonly profile: string;
  readonly topic: string;
  readonly gateway: number;
  readonly unit: number;
  readonly scan_s: number;
  readonly points: readonly PointEntry[];
  /** What a client may write; absent where the device takes no commands. */
  readonly commands?: readonly CommandEntry[];
}

/** A register or coil that takes a command. */
export interface CommandEntry {
  readonly table: 'holding' | 'coil';
  /** Wire address, 0-based. */
  readonly address: number;
  readonly label: string;
  readonly component: string;
  /** Action by raw value: `{ 1: 'start', 2: 'stop' }`; absent where every value is a setpoint. */
  readonly actions?: Readonly<Record<string, string>>;
  /** The one action that takes the written number as its value, in `unit`. */
  readonly setpoint?: {
    readonly action: string;
    readonly unit: string;
    readonly scale: number;
    readonly range: readonly [number, number];
  };
}

/** One scan of one device. */
export interface DeviceScan {
  readonly device: Device;
  /** Number of the scan, from 0 at tick 0. */
  readonly seq: number;
  /** Simulated Unix time, ms. */
  readonly simTs: number;
  /** In published units, one for each scalar point in their order; NaN = no value. */
  readonly values: Float64Array;
  /** 192 good, 64 uncertain, 0 bad; one for each value. */
  readonly quality: Uint8Array;
  /** Where it goes; everywhere where absent. */
  readonly on?: 'mqtt' | 'modbus';
  /** How a wire fault bends it; absent = it is as the catalogue says. */
  readonly form?: ScanForm;
  /** Its number does not follow the last message's, and is not meant to. */
  readonly loose?: boolean;
}

/** How a scan is written otherwise than the catalogue says. */
export interface ScanForm {
  /** Order of the bytes of a value whose right order is ABCD. */
  readonly order?: 'CDAB' | 'BADC' | 'DCBA';
  /** Registers by which every value lies higher. */
  readonly shift?: number;
  /** Names of points in data messages, by their ids. */
  readonly names?: Readonly<Record<string, string>>;
  /** True where the retained meta shows these names. */
  readonly meta?: boolean;
}

/** A burst that is to be taken at this instant. */
export interface DueBurst {
  readonly device: Device;
  readonly point: PointEntry;
  readonly plan: BurstPlan;
  /** Number of the device's scan at this instant. */
  readonly seq: number;
  readonly simTs: number;
  /** All that `synthesize` needs; structured-cloneable. */
  readonly job: BurstJob;
}

/** The scalar points of a device, in the order of a scan's values. */
export function scalarPoints(device: { readonly points: readonly PointEntry[] }): PointEntry[] {
  return device.points.filter((point) => point.form === 'scalar');
}
