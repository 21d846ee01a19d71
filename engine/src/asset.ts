/** One train's watch: all blocks' states in one serialisable object, stepped by bins and bursts. */
import type { Burst } from '@plant47/contract';
import { type BinState, closeBin, initBins } from './acquire/bins.js';
import type { AssetLayout } from './acquire/layout.js';
import { type AlarmState, initAlarm } from './alarms/alarm.js';
import { type Channel, channelsOf } from './detect/channels.js';
import { armComb, type CombState, initComb, learnComb, stepComb } from './detect/comb-detector.js';
import { THERMAL_SETTLED_H } from './detect/operating-state.js';
import {
  armOrders,
  initOrders,
  learnOrders,
  type OrderState,
  stepOrders,
} from './detect/order-detector.js';
import {
  armResidual,
  initResidual,
  learnResidual,
  type ResidualState,
  stepResidual,
} from './detect/residual.js';
import { predict } from './detect/ridge.js';
import { initRow, type Row, type RowState, stepRow } from './detect/row.js';
import {
  armScans,
  initScans,
  learnScan,
  type ScanState,
  stepScan,
} from './detect/scan-detector.js';
import { initSensor, pauseSensor, type SensorState, stepSensor } from './detect/sensor.js';
import { lineFeatures, scanFeatures } from './features/burst-features.js';

interface StationState {
  readonly comb: CombState;
  readonly orders: OrderState;
  readonly scans: ScanState;
}

/** A forecast of remaining life, hours from `at` (simulated Unix ms). */
interface Forecast {
  readonly at: number;
  /** P10, P50 and P90; null where there was nothing to go by. */
  readonly hours: readonly [number, number, number] | null;
}

export interface AssetState {
  readonly bins: BinState;
  readonly row: RowState;
  /** Hourly model values for the sensor check between rows: expected − ambient, by temperature. */
  readonly expected: number[];
  readonly channels: ResidualState[];
  readonly sensors: SensorState[];
  readonly stations: StationState[];
  readonly alarms: Record<string, AlarmState>;
  /** The last forecast of each component. */
  readonly lives: Record<string, Forecast>;
  armed: boolean;
}

/** A train with what derives from the catalogue beside its state. */
export interface Watch {
  readonly layout: AssetLayout;
  readonly channels: readonly Channel[];
  state: AssetState;
}

export function initWatch(layout: AssetLayout): Watch {
  const channels = channelsOf(layout);
  return {
    layout,
    channels,
    state: {
      bins: initBins(layout.points.length),
      row: initRow(layout),
      expected: layout.bearingTemperatures.map(() => NaN),
      channels: channels.map((channel) => initResidual(channel.config)),
      sensors: layout.bearingTemperatures.map(initSensor),
      stations: layout.stations.map(() => ({
        comb: initComb(),
        orders: initOrders(),
        scans: initScans(),
      })),
      alarms: Object.fromEntries(
        [...layout.entry.components, 'train'].map((component) => [component, initAlarm()]),
      ),
      lives: {},
      armed: false,
    },
  };
}

/** Ends learning: every detector takes its level and its limits. */
export function arm(watch: Watch): void {
  const { state } = watch;
  state.armed = true;
  watch.channels.forEach((channel, i) => {
    armResidual(state.channels[i]!, channel.config);
  });
  for (const station of state.stations) {
    armComb(station.comb);
    armOrders(station.orders);
    armScans(station.scans);
  }
}

/** The bin of ten minutes closes; true where an hourly row came of it. */
export function stepBin(watch: Watch): boolean {
  const { layout, state } = watch;
  const values = closeBin(state.bins);
  const row = stepRow(state.row, layout, values);
  stepSensors(watch, values);
  if (!row) return false;
  for (let i = 0; i < watch.channels.length; i++) stepChannel(watch, watch.channels[i]!, i, row);
  return true;
}

function stepChannel(watch: Watch, channel: Channel, i: number, row: Row): void {
  if (channel.thermal ? !row.thermal : !row.steady) return;
  const y = channel.target(row);
  const x = channel.regressors(row);
  if (!Number.isFinite(y) || !x.every(Number.isFinite)) return;
  const state = watch.state.channels[i]!;
  if (channel.kind === 'bearing-temperature' && state.beta) {
    const place = watch.layout.bearingTemperatures.findIndex(
      (p) => p.component === channel.component,
    );
    // Kept as a level above ambient: between rows only ambient is followed.
    watch.state.expected[place] = predict(state.beta, x);
  }
  if (watch.state.armed) stepResidual(state, channel.config, x, y);
  else learnResidual(state, x, y);
}

function stepSensors(watch: Watch, values: readonly number[]): void {
  const { layout, state } = watch;
  const ambient = state.row.lag[1]!;
  const { running, hours } = state.row.operating;
  layout.bearingTemperatures.forEach((place, i) => {
    // A start or a stop moves temperatures by itself: nothing is to be read from steps then.
    if (!running || hours <= THERMAL_SETTLED_H) pauseSensor(state.sensors[i]!);
    else stepSensor(state.sensors[i]!, values[place.slot]!, state.expected[i]! + ambient);
  });
}

/** Shaft speed for a burst: the device's own, else the tag. */
function speedOf(watch: Watch, burst: Burst): number {
  if (Number.isFinite(burst.speed_hz) && burst.speed_hz > 0) return burst.speed_hz;
  const slot = watch.layout.slots.speed;
  const rpm = slot >= 0 ? watch.state.bins.last[slot]! : watch.layout.entry.nameplate.speed_rpm;
  return rpm / 60;
}

/** Bursts of at least this many seconds resolve bearing lines. */
const LINE_S = 2.5;

/** One burst of one station. */
export function stepBurst(watch: Watch, stationIndex: number, burst: Burst): void {
  const station = watch.layout.stations[stationIndex]!;
  const state = watch.state.stations[stationIndex]!;
  if (!watch.state.row.operating.running) return;
  if (burst.samples.length / burst.fs_hz < LINE_S) {
    (watch.state.armed ? stepScan : learnScan)(state.scans, scanFeatures(burst));
    return;
  }
  const supply = watch.layout.slots.frequency;
  const features = lineFeatures(
    burst,
    station.bearings,
    speedOf(watch, burst),
    supply >= 0 ? watch.state.bins.last[supply]! : NaN,
  );
  if (watch.state.armed) {
    stepComb(state.comb, station, features);
    stepOrders(state.orders, features);
  } else {
    learnComb(state.comb, station, features);
    learnOrders(state.orders, features);
  }
}
