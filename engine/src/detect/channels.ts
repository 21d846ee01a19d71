/** The residual channels of a train: each a target, its regressors and its limits. */
import type { AssetLayout } from '../acquire/layout.js';
import type { ResidualConfig } from './residual.js';
import { meanOf, type Row } from './row.js';

/** What a standing channel means, for the diagnosis. */
export type ChannelKind =
  | 'bearing-temperature'
  | 'bearing-temperature-plain'
  | 'winding-temperature'
  | 'suction'
  | 'head'
  | 'power'
  | 'current-unbalance'
  | 'voltage-unbalance'
  | 'acceleration'
  | 'velocity'
  | 'kurtosis';

export interface Channel {
  readonly kind: ChannelKind;
  /** The component that it speaks of. */
  readonly component: string;
  /** Point that it watches, for evidence. */
  readonly point: string;
  readonly unit: string;
  readonly config: ResidualConfig;
  /** Needs thermal steadiness, not only hydraulic. */
  readonly thermal: boolean;
  readonly target: (row: Row) => number;
  readonly regressors: (row: Row) => number[];
}

const PERSISTENT = { hours: 20, of: 24 } as const;
/** Standard deviations credited at least: ambient and winding 1 K, loss .05, load .05, speed 1 %. */
const THERMAL_SPREAD = [1, 1, 0.05, 0.05, 0.05, 0.01] as const;

const thermalRegressors = (row: Row): number[] => [
  1,
  row.ambient,
  row.ambientSlow,
  row.loss,
  row.lossSlow,
  row.load,
  row.speed,
];

function thermalChannels(layout: AssetLayout): Channel[] {
  const { slots } = layout;
  const channels: Channel[] = [];
  for (const place of layout.bearingTemperatures) {
    const base = {
      component: place.component,
      point: place.pointId,
      unit: 'K',
      thermal: true,
      // The rise above ambient: with a slope of one on ambient built in, the model holds beyond
      // the weather that it has learnt.
      target: (row: Row) => row.values[place.slot]! - row.ambientSlow,
    };
    const limits = { floor: 3, sigmas: 6, sign: 1, ...PERSISTENT } as const;
    channels.push({
      ...base,
      kind: 'bearing-temperature',
      config: { ...limits, size: 9, spread: [...THERMAL_SPREAD, 1, 1] },
      regressors: (row) => {
        const winding = row.values[slots.winding]!;
        return [
          ...thermalRegressors(row),
          winding - row.ambientSlow,
          row.windingFast - row.ambientSlow,
        ];
      },
    });
    channels.push({
      ...base,
      kind: 'bearing-temperature-plain',
      config: { ...limits, size: 7, spread: THERMAL_SPREAD },
      regressors: thermalRegressors,
    });
  }
  if (slots.winding >= 0) {
    channels.push({
      kind: 'winding-temperature',
      component: 'motor',
      point: layout.points[slots.winding]!.id,
      unit: 'K',
      thermal: true,
      config: { size: 7, spread: THERMAL_SPREAD, floor: 5, sigmas: 6, sign: 1, ...PERSISTENT },
      target: (row) => row.values[slots.winding]! - row.ambientSlow,
      regressors: thermalRegressors,
    });
  }
  return channels;
}

function pumpChannels(layout: AssetLayout): Channel[] {
  const { slots, entry } = layout;
  if (slots.flow < 0 || slots.suction < 0 || slots.discharge < 0) return [];
  const flow = (row: Row): number => row.values[slots.flow]! / entry.nameplate.flow_m3h;
  const head_bar = (entry.nameplate.head_m * 998.2 * 9.80665) / 1e5;
  const point = (slot: number): string => layout.points[slot]!.id;
  const base = { thermal: false, component: 'pump' };
  const limits = { sigmas: 6, sign: -1, hours: 10, of: 12 } as const;
  const channels: Channel[] = [
    {
      ...base,
      kind: 'suction',
      point: point(slots.suction),
      unit: 'bar',
      config: { ...limits, size: 3, spread: [0.05, 0.05], floor: 0.05 },
      target: (row) => row.values[slots.suction]!,
      regressors: (row) => [1, flow(row), flow(row) * flow(row)],
    },
    {
      ...base,
      kind: 'head',
      point: point(slots.discharge),
      unit: '1',
      config: { ...limits, size: 4, spread: [0.02, 0.05, 0.05], floor: 0.02 },
      target: (row) => (row.values[slots.discharge]! - row.values[slots.suction]!) / head_bar,
      regressors: (row) => [1, row.speed * row.speed, flow(row) * row.speed, flow(row) ** 2],
    },
  ];
  if (slots.power >= 0) {
    channels.push({
      ...base,
      kind: 'power',
      point: point(slots.power),
      unit: '1',
      config: { ...limits, sign: 1, size: 4, spread: [0.03, 0.05, 0.05], floor: 0.04 },
      target: (row) => row.values[slots.power]! / entry.nameplate.power_kW,
      regressors: (row) => [
        1,
        row.speed ** 3,
        flow(row) * row.speed ** 2,
        flow(row) ** 2 * row.speed,
      ],
    });
  }
  return channels;
}

/** Largest deviation of a phase from the mean of the three, % of that mean (NEMA MG 1). */
function unbalance(values: readonly number[], slots: readonly number[]): number {
  const mean = meanOf(values, slots);
  let worst = 0;
  for (const slot of slots) worst = Math.max(worst, Math.abs(values[slot]! - mean));
  return (100 * worst) / mean;
}

function electricChannels(layout: AssetLayout): Channel[] {
  const sets = [
    ['current-unbalance', layout.slots.currents, 2],
    ['voltage-unbalance', layout.slots.voltages, 0.4],
  ] as const;
  return sets
    .filter(([, slots]) => slots.length === 3)
    .map(([kind, slots, floor]) => ({
      kind,
      component: 'motor',
      point: layout.points[slots[0]!]!.id,
      unit: '%',
      thermal: false,
      config: { size: 2, spread: [0.1], floor, sigmas: 6, hours: 5, of: 6, sign: 1 as const },
      target: (row) => unbalance(row.values, slots),
      regressors: (row) => [1, row.load],
    }));
}

function stationChannels(layout: AssetLayout): Channel[] {
  const kinds = [
    ['acceleration', 0.2],
    ['velocity', 0.25],
    ['kurtosis', 0.15],
  ] as const;
  return layout.stations.flatMap((station) =>
    kinds
      .filter(([kind]) => station[kind] >= 0)
      .map(([kind, floor]) => ({
        kind,
        component: station.component,
        point: layout.points[station[kind]]!.id,
        unit: '1',
        thermal: false,
        config: { size: 3, spread: [0.02, 0.1], floor, sigmas: 4, ...PERSISTENT, sign: 1 as const },
        target: (row: Row) => Math.log(Math.max(1e-6, row.values[station[kind]]!)),
        regressors: (row: Row) => [1, Math.log(Math.max(0.05, row.speed)), row.load],
      })),
  );
}

/** All channels of a train, in a fixed order. */
export function channelsOf(layout: AssetLayout): Channel[] {
  return [
    ...thermalChannels(layout),
    ...pumpChannels(layout),
    ...electricChannels(layout),
    ...stationChannels(layout),
  ];
}
