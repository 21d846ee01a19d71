/** The published catalogue: what a client may learn of the plant without looking at physics. */
import type { FaultId } from './faults.js';

/** Units in which points are published; the plant is SI inside. */
export type DisplayUnit =
  | 'degC'
  | 'mm/s'
  | 'm/s2'
  | '1'
  | 'A'
  | 'V'
  | 'kW'
  | 'kWh'
  | 'Hz'
  | 'rpm'
  | 'bar'
  | 'm3/h'
  | '%';

/** One sensor in one device. */
export interface PointEntry {
  /** `<asset>.<component>.<quantity>`, e.g. `motor-47.bearing-de.temperature`. */
  readonly id: string;
  /** The plant's name for it, e.g. `TT-4701`. */
  readonly tag: string;
  readonly label: string;
  /** Component of the asset that it looks at: motor, bearing-de, pump, train … */
  readonly component: string;
  readonly quantity: string;
  readonly unit: DisplayUnit;
  readonly range: readonly [number, number];
  /** Smallest step of the published value, in its unit. */
  readonly resolution: number;
  /** Standard deviation of the declared sensor noise, in its unit. */
  readonly noise: number;
  /** `scalar` values are in data messages; `waveform` points are bursts. */
  readonly form: 'scalar' | 'waveform';
  readonly modbus?: ModbusBinding;
}

/** Where a scalar point lies in the register map (FC4, mirrored in FC3). */
export interface ModbusBinding {
  /** Wire address, 0-based. */
  readonly address: number;
  readonly type: 'u16' | 'i16' | 'u32' | 'i32' | 'f32';
  /** value = raw · scale + offset. */
  readonly scale: number;
  readonly offset: number;
  /** Bit of the quality register (7) that says the value is good. */
  readonly qualityBit: number;
}

export interface DeviceEntry {
  /** `vibration`, `energy` or `process`. */
  readonly device: string;
  readonly profile: string;
  /** `<site>/<area>/<line>/<asset>/<device>`; data, burst/<point>, meta, cmd below it. */
  readonly topic: string;
  readonly gateway: number;
  readonly unit: number;
  readonly scan_s: number;
  readonly points: readonly PointEntry[];
}

/** Geometry of a bearing as a catalogue prints it. */
export interface BearingEntry {
  readonly component: string;
  readonly designation: string;
  readonly Z: number;
  readonly Dw_mm: number;
  readonly Dpw_mm: number;
  readonly angle_deg: number;
}

export interface AssetEntry {
  readonly asset: string;
  readonly site: string;
  readonly area: string;
  readonly line: string;
  readonly label: string;
  readonly type: string;
  readonly components: readonly string[];
  readonly bearings: readonly BearingEntry[];
  readonly nameplate: {
    readonly power_kW: number;
    readonly speed_rpm: number;
    readonly current_A: number;
    readonly voltage_V: number;
    readonly poles: number;
    readonly pump: string;
    readonly flow_m3h: number;
    readonly head_m: number;
    /** True where a converter sets the frequency. */
    readonly drive: boolean;
  };
  /** Position on the floor, m; for maps and for neighbours. */
  readonly at: readonly [number, number];
  readonly devices: readonly DeviceEntry[];
}

export interface BurstPlan {
  readonly name: 'scan' | 'line';
  readonly samples: number;
  readonly fs_hz: number;
  readonly every_s: number;
}

/** Retained on `…/manifest` at the start of a run; equal for a healthy and a faulty plant. */
export interface Manifest {
  readonly v: 1;
  readonly run: string;
  readonly plant: string;
  readonly simulated: true;
  /** Simulated Unix time of tick 0, ms. */
  readonly epoch: number;
  readonly learningUntil: number;
  readonly scalars_s: number;
  readonly bursts: readonly BurstPlan[];
  readonly claimable: readonly FaultId[];
  readonly commitment: string;
  readonly assets: readonly AssetEntry[];
}
