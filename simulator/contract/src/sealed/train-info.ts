/** A train as sensing, devices and hosts see it: settings and catalogue entries put together. */
import type { AssetEntry, BearingEntry } from '../catalogue.js';
import type { PlantComponent } from './plant.js';
import type { DeclaredKind } from './plant-check.js';
import { neighboursOf, type TrainSettings, type VibrationSettings } from './plant-settings.js';
import { siValue } from './quantity.js';

export interface TrainInfo extends Omit<AssetEntry, 'devices'> {
  /** Place in its world. */
  readonly index: number;
  /** n-th in the plant file, 1-based, whatever was compiled. */
  readonly unitBase: number;
  /** Trains of its world within earshot, and the share of their impulses that arrives. */
  readonly neighbours: readonly { readonly train: number; readonly gain: number }[];
  readonly vibration: VibrationSettings;
}

/** What the model and the plant file say of a component, SI. */
export function componentValues(kind: DeclaredKind, part: PlantComponent): Record<string, number> {
  const set = { ...kind.models[part.model ?? ''] } as Record<string, number>;
  for (const [name, text] of Object.entries(part.set ?? {})) {
    set[name] = siValue(text, (kind.parameters[name] ?? kind.states[name])?.unit ?? '');
  }
  return set;
}

/** The train at place `index` of all that are compiled. */
export function trainInfo(
  train: TrainSettings,
  index: number,
  all: readonly TrainSettings[],
  kinds: readonly DeclaredKind[],
): TrainInfo {
  const { site, label, type, unitBase, at, components, vibration } = train;
  const plate = (id: string): object => {
    const part = components[id];
    const kind = kinds.find((one) => one.kind === part?.kind);
    return kind?.plates?.[part?.model ?? ''] ?? {};
  };
  return {
    index,
    asset: train.id,
    site,
    area: train.area.id,
    line: train.line.id,
    label,
    type,
    unitBase,
    at,
    components: Object.keys(components),
    bearings: bearingsOf(train, kinds),
    nameplate: {
      power_kW: 0,
      speed_rpm: 0,
      current_A: 0,
      voltage_V: 400,
      poles: 4,
      pump: components['pump']?.model ?? '',
      flow_m3h: 0,
      head_m: 0,
      drive: train.duty.drive,
      ...plate('motor'),
      ...plate('pump'),
    },
    neighbours: neighboursOf(train, all),
    vibration,
  };
}

function bearingsOf(train: TrainSettings, kinds: readonly DeclaredKind[]): BearingEntry[] {
  return Object.entries(train.components).flatMap(([component, part]) => {
    const kind = kinds.find((one) => one.kind === part.kind);
    if (kind?.family !== 'bearing') return [];
    const set = componentValues(kind, part);
    const value = (name: string): number => set[name] ?? kind.parameters[name]?.value ?? 0;
    return {
      component,
      designation: part.model ?? '',
      Z: value('Z'),
      Dw_mm: 1000 * value('D_w'),
      Dpw_mm: 1000 * value('D_pw'),
      angle_deg: 0,
    };
  });
}
