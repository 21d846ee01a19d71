/**
 * The plant as its devices show it: world, sensing and devices behind one object.
 *
 * Pure: profiles come in parsed (`parseProfile`); the host reads their files. Everything that
 * changes lies in `state`, so a restored state goes on as the uninterrupted one.
 */
import { type AssetEntry, type BurstPlan, PlantError, type PointEntry } from '@plant47/contract';
import {
  checkSampling,
  type DeviceProfile,
  epochOf,
  type ImpactTrain,
  type Input,
  type Plant,
  type Sampling,
} from '@plant47/contract/sealed';
import { normal, streamOf, uniform } from '../physics/random.js';
import { excite, shaftTurn } from '../sensing/excitation.js';
import type { MeasuringPoint } from '../sensing/site.js';
import { advance } from '../world/advance.js';
import { TICKS_PER_SECOND } from '../world/clock.js';
import { compile, type World } from '../world/compile.js';
import type { Key } from '../world/key.js';
import { begin, fork, type Snapshot, type State } from '../world/state.js';
import { assetOf, devicesOf } from './catalogue.js';
import type { Device, DeviceScan, DueBurst } from './device.js';
import { LOST_SHARE, pointDue } from './sampling.js';
import {
  applySensor,
  conditionsAt,
  createScanner,
  meansOf,
  neighboursAt,
  type Scanner,
  scanDevice,
  sensorCells,
  truthsOf,
  vibrationAt,
} from './scan.js';

export interface PlantModelOptions {
  /** What the devices are; the shipped ones come from `shippedProfiles` of the host. */
  readonly profiles: readonly DeviceProfile[];
  /** Compile these assets only: same trajectories as in the whole plant. Crosstalk comes from
   *  neighbours on board alone. */
  readonly only?: readonly string[];
  /** Longest macro-step, s; absent = ticks only. */
  readonly macro_s?: number;
}

export interface PlantModel {
  readonly world: World;
  readonly state: State;
  readonly devices: readonly Device[];
  readonly assets: readonly AssetEntry[];
  /** Simulated Unix time of tick 0, ms. */
  readonly epoch: number;
  readonly sampling: Sampling;
  /** Goes on from a snapshot; before anything else it saves settling the plant at tick 0. */
  startFrom(from: Snapshot): void;
  /** Advances the world; sensor commands among the inputs go to the sensors. */
  advance(toTick: number, inputs: readonly Input[]): void;
  /** Scans every device that is due. Once per scan instant, right after `advance`. */
  scan(): DeviceScan[];
  /** Scheduled bursts of this instant, lost ones left out. */
  dueBursts(): DueBurst[];
  /** One more burst of a waveform point at once; undefined where there is no such point. */
  requestBurst(pointId: string, plan: BurstPlan): DueBurst | undefined;
  /** Means of a train's scalar points before noise and converter, in published units. */
  means(train: number): Float64Array;
  /** True values of a train's scalar points, in published units; no sensor between. */
  truths(train: number): Float64Array;
  /** The first scan instant after a tick. */
  readonly nextScanTick: (afterTick: number) => number;
}

/** 2^50: an index that no tick reaches, for draws of a burst as a whole. */
const STRAY_INDEX = 1_125_899_906_842_624;
/** SI units per count of a burst: ±160 m/s² over 16 bits. */
const SCALE = 160 / 32_768;
/** One burst in a hundred catches a few stray knocks (hero study, judgement). */
const STRAY_SHARE = 0.01;

/** Builds the plant with its devices. Throws PlantError with every mistake. */
export function createPlantModel(
  plant: Plant,
  key: Key,
  sampling: Sampling,
  options: PlantModelOptions,
): PlantModel {
  const { profiles, only, macro_s } = options;
  const ids = plant.areas.flatMap(({ lines }) => lines.flatMap(({ trains }) => trains));
  const count = ids.filter(({ id }) => !only || only.includes(id)).length;
  const world = compile(plant, key, {
    sensors: count * sensorCells(profiles),
    ...(only ? { only } : {}),
    ...(macro_s === undefined ? {} : { macro_s }),
  });
  const issues = checkSampling(sampling, macro_s ?? 0, 'sampling');
  if (issues.length > 0) throw new PlantError(issues);
  return new Model(world, sampling, profiles);
}

class Model implements PlantModel {
  readonly world: World;
  readonly devices: readonly Device[];
  readonly assets: readonly AssetEntry[];
  readonly epoch: number;
  readonly sampling: Sampling;
  private current: State | undefined;
  private readonly scanner: Scanner;
  private readonly scanTicks: number;
  private readonly plans: readonly BurstPlan[];
  /** Waveform points of each train, motor then pump, and their device. */
  private readonly waveforms: readonly {
    readonly device: Device;
    readonly points: readonly PointEntry[];
  }[];

  constructor(world: World, sampling: Sampling, profiles: readonly DeviceProfile[]) {
    this.world = world;
    this.sampling = sampling;
    this.epoch = epochOf(world.plant.epoch);
    this.devices = world.trains.flatMap((train, t) =>
      devicesOf(train, profiles, sampling.scalars_s, t * profiles.length),
    );
    this.assets = world.trains.map((train) => assetOf(train, this.devices));
    this.scanner = createScanner(world, profiles);
    this.scanTicks = sampling.scalars_s * TICKS_PER_SECOND;
    this.plans = [
      { name: 'line', ...sampling.line },
      { name: 'scan', ...sampling.scan },
    ];
    this.waveforms = this.devices.flatMap((device) => {
      const points = device.points.filter((point) => point.form === 'waveform');
      return points.length > 0 ? [{ device, points }] : [];
    });
  }

  /** Settled at tick 0 when it is first asked for. */
  get state(): State {
    this.current ??= begin(this.world);
    return this.current;
  }

  startFrom(from: Snapshot): void {
    this.current = fork(this.world, from);
    this.scanner.tick = -1;
  }

  readonly nextScanTick = (afterTick: number): number =>
    (Math.floor(afterTick / this.scanTicks) + 1) * this.scanTicks;

  advance(toTick: number, inputs: readonly Input[]): void {
    const from = this.state.tick;
    advance(this.state, toTick, inputs);
    for (const { tick, command } of inputs) {
      if (command.type !== 'sensor' || tick < from || tick >= toTick) continue;
      applySensor(this.scanner, this.state, tick, command);
    }
    // Inputs at an instant change conditions without moving the tick: forget what was kept.
    this.scanner.tick = -1;
  }

  scan(): DeviceScan[] {
    const { state, world, scanner } = this;
    if (state.tick % this.scanTicks !== 0) return [];
    this.scanner.tick = -1;
    conditionsAt(scanner, world, state);
    const seq = state.tick / this.scanTicks;
    const simTs = this.simTs();
    const perTrain = this.devices.length / Math.max(1, world.trains.length);
    return world.trains.flatMap((_, t) => {
      const vibration = vibrationAt(scanner, world, t);
      return scanner.channels[t]!.map((channels, d) => {
        const values = new Float64Array(channels.length);
        const quality = new Uint8Array(channels.length);
        scanDevice(channels, state, vibration, values, quality);
        return { device: this.devices[t * perTrain + d]!, seq, simTs, values, quality };
      });
    });
  }

  dueBursts(): DueBurst[] {
    const due: DueBurst[] = [];
    const { tick } = this.state;
    for (const { device, points } of this.waveforms) {
      const { unitBase } = this.world.trains[device.train]!;
      for (const plan of this.plans) {
        const at = pointDue(plan, this.sampling.scalars_s, unitBase, tick);
        const point = at < 0 ? undefined : points[at];
        if (!point || this.lost(unitBase, plan, tick)) continue;
        due.push(this.burst(device, point, points.indexOf(point), plan));
      }
    }
    return due;
  }

  requestBurst(pointId: string, plan: BurstPlan): DueBurst | undefined {
    for (const { device, points } of this.waveforms) {
      const at = points.findIndex(({ id }) => id === pointId);
      const point = points[at];
      if (point) return this.burst(device, point, at, plan);
    }
    return undefined;
  }

  means(train: number): Float64Array {
    this.scanner.tick = -1;
    conditionsAt(this.scanner, this.world, this.state);
    const vibration = vibrationAt(this.scanner, this.world, train);
    return meansOf(this.scanner, this.state, train, vibration);
  }

  truths(train: number): Float64Array {
    this.scanner.tick = -1;
    conditionsAt(this.scanner, this.world, this.state);
    const vibration = vibrationAt(this.scanner, this.world, train);
    return truthsOf(this.scanner, this.state, train, vibration);
  }

  private simTs(): number {
    return this.epoch + (this.state.tick * 1000) / TICKS_PER_SECOND;
  }

  /** Transmitters lose a burst now and then, healthy or not. */
  private lost(unitBase: number, plan: BurstPlan, tick: number): boolean {
    return uniform(streamOf(this.world.key, unitBase, plan.name, 'lost'), tick) < LOST_SHARE;
  }

  private burst(device: Device, point: PointEntry, at: number, plan: BurstPlan): DueBurst {
    const { world, state, scanner } = this;
    const { train } = device;
    const { unitBase } = world.trains[train]!;
    const now = conditionsAt(scanner, world, state)[train]!;
    const where = at as MeasuringPoint;
    const site = scanner.sites[train]![where];
    const turn = shaftTurn(world.key, unitBase, state.tick);
    const excitation = excite(site, now, neighboursAt(scanner, world, train, where), turn);
    const stream = streamOf(world.key, unitBase, where, plan.fs_hz, state.tick);
    const duration_s = plan.samples / plan.fs_hz;
    const seq = Math.floor(state.tick / this.scanTicks);
    const simTs = this.simTs();
    const job = {
      ...excitation,
      impacts: [...excitation.impacts, ...strays(uniform(stream, STRAY_INDEX), duration_s)],
      seq,
      simTs,
      fs_hz: plan.fs_hz,
      samples: plan.samples,
      scale: SCALE,
      // The transmitter's own pulse input: 0.01 % of reading.
      speed_hz: now.shaft_hz * (1 + 1e-4 * normal(stream, STRAY_INDEX, 1)),
      unit: 'm/s2',
      stream,
    };
    return { device, point, plan, seq, simTs, job };
  }
}

function strays(draw: number, duration_s: number): ImpactTrain[] {
  if (draw > STRAY_SHARE) return [];
  const still = { zone_hz: 0, exit_s: 0, exit: 0 };
  return [{ id: 24, hz: 2 / duration_s, pace: 'random', slip: 1, a: 5, scatter: 0.4, ...still }];
}
