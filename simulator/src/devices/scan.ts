/** Scanning: every scalar point of every device through its chain, once per scan instant. */
import {
  CONVERSIONS,
  type Command,
  type DeviceProfile,
  type ProfilePoint,
} from '@plant47/contract/sealed';
import {
  type ChainSettings,
  meanReading,
  SENSOR_CELLS,
  type SensorErrors,
  scanSensor,
  sensorErrors,
  setSensorFault,
} from '../sensing/chain.js';
import { excite, type Neighbour } from '../sensing/excitation.js';
import { type MeasuringPoint, type Site, siteOf } from '../sensing/site.js';
import { statisticsOf, type VibrationStatistics } from '../sensing/statistics.js';
import type { World } from '../world/compile.js';
import { condition as conditionOf, type TrainCondition } from '../world/condition.js';
import { type Reader, reader } from '../world/read.js';
import type { State } from '../world/state.js';
import { chainOf, scalarsOf, statisticOf } from './profile.js';

/** One scalar point: where its true value comes from, and the chain it goes through. */
interface Channel {
  readonly id: string;
  /** First of the sensor's cells in the state. */
  readonly at: number;
  readonly chain: ChainSettings;
  readonly errors: SensorErrors;
  readonly factor: number;
  readonly offset: number;
  readonly reader: Reader | undefined;
  readonly site: MeasuringPoint;
  readonly statistic: keyof VibrationStatistics;
}

/** Channels and measuring points of a world; immutable but for the memory of one instant. */
export interface Scanner {
  /** Channels of each train, by device, in the order of a scan. */
  readonly channels: readonly (readonly (readonly Channel[])[])[];
  readonly sites: readonly (readonly [Site, Site])[];
  /** Tick of the conditions kept, −1 = none: they belong to one instant of one state. */
  tick: number;
  readonly conditions: TrainCondition[];
}

/** Doubles that scanning keeps for each train. */
export function sensorCells(profiles: readonly DeviceProfile[]): number {
  return profiles.reduce((sum, one) => sum + scalarsOf(one).length, 0) * SENSOR_CELLS;
}

/** Binds every point of every train. */
export function createScanner(world: World, profiles: readonly DeviceProfile[]): Scanner {
  const perTrain = sensorCells(profiles);
  return {
    channels: world.trains.map((train) => {
      let at = train.index * perTrain;
      return profiles.map((profile) =>
        scalarsOf(profile).map((one) => {
          const channel = channelOf(world, train.index, one, at);
          at += SENSOR_CELLS;
          return channel;
        }),
      );
    }),
    sites: world.trains.map((train) => {
      const { power_kW, speed_rpm } = train.nameplate;
      const settings = {
        ...train.vibration,
        unitBase: train.unitBase,
        power_kW,
        speed_rpm,
        bearings: train.bearings,
      };
      return [siteOf(world.key, settings, 0), siteOf(world.key, settings, 1)] as const;
    }),
    tick: -1,
    conditions: [],
  };
}

function channelOf(world: World, train: number, one: ProfilePoint, at: number): Channel {
  const { unitBase, asset } = world.trains[train]!;
  const [component = ''] = one.name.split('.');
  const output = 'output' in one.from ? one.from.output : '';
  const statistic = statisticOf(one);
  const chain = chainOf(one);
  const { factor, offset } = CONVERSIONS[one.unit];
  return {
    id: `${asset}.${one.name}`,
    at,
    chain,
    errors: sensorErrors(world.key, unitBase, one.name, chain),
    factor,
    offset,
    reader: output ? reader(world, train, component, output) : undefined,
    site: statistic?.site ?? 0,
    statistic: statistic?.name ?? 'velocity',
  };
}

/** Conditions of all trains at the state's tick. */
export function conditionsAt(scanner: Scanner, world: World, state: State): TrainCondition[] {
  if (scanner.tick !== state.tick) {
    for (let t = 0; t < world.trains.length; t++) {
      scanner.conditions[t] = conditionOf(state, t);
    }
    scanner.tick = state.tick;
  }
  return scanner.conditions;
}

/** Neighbours of a train that are on board, for crosstalk at one of its points. */
export function neighboursAt(
  scanner: Scanner,
  world: World,
  train: number,
  point: MeasuringPoint,
): Neighbour[] {
  return world.trains[train]!.neighbours.map(({ train: other, gain }) => ({
    site: scanner.sites[other]![point],
    condition: scanner.conditions[other]!,
    gain,
  }));
}

/** Expected statistics at both points of a train; `conditionsAt` has been called. */
export function vibrationAt(
  scanner: Scanner,
  world: World,
  train: number,
): readonly [VibrationStatistics, VibrationStatistics] {
  const now = scanner.conditions[train]!;
  const at = (point: MeasuringPoint): VibrationStatistics => {
    const site = scanner.sites[train]![point];
    return statisticsOf(site, excite(site, now, neighboursAt(scanner, world, train, point)));
  };
  return [at(0), at(1)];
}

type Vibration = readonly [VibrationStatistics, VibrationStatistics];

/** True value of a channel in its published unit. */
function trueValue(channel: Channel, state: State, vibration: Vibration): number {
  if (!channel.reader) return vibration[channel.site][channel.statistic];
  return channel.reader(state) * channel.factor + channel.offset;
}

/** Scans one device of a train into `values` and `quality`. */
export function scanDevice(
  channels: readonly Channel[],
  state: State,
  vibration: Vibration,
  values: Float64Array,
  quality: Uint8Array,
): void {
  channels.forEach((channel, k) => {
    const value = trueValue(channel, state, vibration);
    const { sensors, tick } = state;
    const got = scanSensor(sensors, channel.at, channel.chain, channel.errors, value, tick);
    values[k] = got.value;
    quality[k] = got.quality;
  });
}

/** Means of a train's scalar points before noise and converter, in published units. */
export function meansOf(
  scanner: Scanner,
  state: State,
  train: number,
  vibration: Vibration,
): Float64Array {
  const all = scanner.channels[train]!.flat();
  return Float64Array.from(all, (channel) =>
    meanReading(
      state.sensors,
      channel.at,
      channel.errors,
      trueValue(channel, state, vibration),
      state.tick,
    ),
  );
}

/** True values of a train's scalar points, in published units: what ideal sensors would show. */
export function truthsOf(
  scanner: Scanner,
  state: State,
  train: number,
  vibration: Vibration,
): Float64Array {
  const all = scanner.channels[train]!.flat();
  return Float64Array.from(all, (channel) => trueValue(channel, state, vibration));
}

/** Puts a sensor command into the state. False where no such point is on board. */
export function applySensor(
  scanner: Scanner,
  state: State,
  tick: number,
  command: Extract<Command, { type: 'sensor' }>,
): boolean {
  for (const train of scanner.channels) {
    for (const device of train) {
      for (const { id, at } of device) {
        if (id !== command.point) continue;
        const fault = command.clear ? '' : command.fault;
        setSensorFault(state.sensors, at, fault, command.amount, tick);
        return true;
      }
    }
  }
  return false;
}
