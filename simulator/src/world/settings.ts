/** A train of a world as sensing, devices and hosts see it. */
import type { BearingEntry } from '@plant47/contract';
import type { VibrationSettings } from '@plant47/contract/sealed';

/** A train as others see it. */
export interface TrainInfo {
  /** Place in this world. */
  readonly index: number;
  readonly asset: string;
  readonly site: string;
  readonly area: string;
  readonly line: string;
  readonly label: string;
  readonly type: string;
  /** n-th in the plant file, 1-based, whatever was compiled. */
  readonly unitBase: number;
  readonly at: readonly [number, number];
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
    readonly drive: boolean;
  };
  /** Trains of this world within earshot, and the share of their impulses that arrives. */
  readonly neighbours: readonly { readonly train: number; readonly gain: number }[];
  readonly vibration: VibrationSettings;
}
