/** A network node that owns points, and what one scan of it gives. */
import type { PointEntry } from '@plant47/contract';

export interface Device {
  readonly index: number;
  readonly asset: string;
  readonly train: number;
  readonly device: 'vibration' | 'energy' | 'process';
  readonly profile: string;
  /** `<site>/<area>/<line>/<asset>/<device>`. */
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

export interface DeviceScan {
  readonly device: Device;
  readonly seq: number;
  /** Simulated Unix time, ms. */
  readonly simTs: number;
  /** In published unit, in the order of the scalar points; NaN = no value. */
  readonly values: Float64Array;
  /** 192 good, 64 uncertain, 0 bad. */
  readonly quality: Uint8Array;
}
