/** A train of a world as sensing, devices and hosts see it. */
import type { AssetEntry } from '@plant47/contract';
import type { VibrationSettings } from '@plant47/contract/sealed';

export interface TrainInfo extends Omit<AssetEntry, 'devices'> {
  /** Place in this world. */
  readonly index: number;
  /** n-th in the plant file, 1-based, whatever was compiled. */
  readonly unitBase: number;
  /** Trains of this world within earshot, and the share of their impulses that arrives. */
  readonly neighbours: readonly { readonly train: number; readonly gain: number }[];
  readonly vibration: VibrationSettings;
}
