/**
 * Observable-from: the first instant at which an ideal reader of the scalar points could have told
 * the fault, at the false-alarm budget. Found by the leave-one-out fork: the same plant and inputs
 * without that one fault.
 */
import type { Input, Plant } from '@plant47/contract/sealed';
import {
  createPlantModel,
  type Key,
  type PlantModel,
  restore,
  type Sampling,
  scalarPoints,
  snapshot,
  TICKS_PER_SECOND,
} from '@plant47/simulator';
import { createInformation, type Information, type PointAccuracy } from './information.js';
import { MONTH_S } from './metrics.js';
import { neighboursOf } from './outcome.js';

export interface ObservableOptions {
  /** Assets that were compiled; the faulty one and its neighbours where absent. */
  readonly only?: readonly string[];
  /** End of the run, s. */
  readonly until_s: number;
  /** Longest macro-step of the run, s; the scan period where absent. */
  readonly macro_s?: number | undefined;
  /** False alarms a machine-month that the bound is set at. */
  readonly budget?: number;
}

/** False alarms a machine-month of the acceptance. */
const BUDGET = 0.1;

/** Seconds since the start of the run, or null where the points never suffice within it. */
export function observableFrom(
  plant: Plant,
  key: Key,
  sampling: Sampling,
  inputs: readonly Input[],
  faultId: string,
  options: ObservableOptions,
): number | null {
  const own = inputs.filter(({ command }) => 'id' in command && command.id === faultId);
  const first = own[0];
  if (first === undefined) return null;
  const asset = assetOf(first);
  const only = options.only ?? [
    asset,
    ...neighboursOf(createPlantModel(plant, key, sampling), asset),
  ];
  const without = inputs.filter((input) => !own.includes(input) && !ends(input, first));
  const macro = options.macro_s === undefined ? {} : { macro_s: options.macro_s };
  const healthy = createPlantModel(plant, key, sampling, { only: [...only], ...macro });
  const faulty = createPlantModel(plant, key, sampling, { only: [...only], ...macro });
  const informations = healthy.world.trains.map((train) => informationOf(healthy, train.index));
  // Lorden's bound: mean samples between false alarms at the budget.
  const needed = Math.log(MONTH_S / (options.budget ?? BUDGET) / sampling.scalars_s);
  const until = options.until_s * TICKS_PER_SECOND;
  let tick = 0;
  for (; tick <= Math.min(first.tick, until); tick = healthy.nextScanTick(tick)) {
    healthy.advance(tick, without);
    healthy.scan();
    informations.forEach((information, train) => {
      information.learn(healthy.means(train));
    });
  }
  restore(faulty.state, snapshot(healthy.state));
  for (; tick <= until; tick = healthy.nextScanTick(tick)) {
    for (const [model, branch] of [
      [healthy, without],
      [faulty, inputs],
    ] as const) {
      model.advance(tick, branch);
      model.scan();
    }
    let total = 0;
    informations.forEach((information, train) => {
      information.add(healthy.means(train), faulty.means(train));
      total += information.value();
    });
    if (total >= needed) return tick / TICKS_PER_SECOND;
  }
  return null;
}

export interface ObservableRun {
  readonly plant: Plant;
  readonly key: Key;
  readonly sampling: Sampling;
  readonly inputs: readonly Input[];
  readonly until_s: number;
  readonly macro_s?: number | undefined;
}

/** Observable-from of every fault that the inputs plant, by its id. */
export function observableFaults(run: ObservableRun): ReadonlyMap<string, number | null> {
  const { plant, key, sampling, inputs, until_s, macro_s } = run;
  const ids = inputs.flatMap(({ command }) => ('id' in command ? [command.id] : []));
  return new Map(
    ids.map((id) => [id, observableFrom(plant, key, sampling, inputs, id, { until_s, macro_s })]),
  );
}

function assetOf({ command }: Input): string {
  return command.type === 'sensor' ? (command.point.split('.')[0] ?? '') : command.asset;
}

/** True for the clearing of the fault itself. */
function ends({ command }: Input, begun: Input): boolean {
  const fault = begun.command;
  return (
    command.type === 'clear' &&
    fault.type === 'fault' &&
    command.asset === fault.asset &&
    command.component === fault.component &&
    command.fault === fault.fault
  );
}

/** Points that only restate load or time: they tell nothing of their own. */
const RESTATING = ['energy', 'status', 'running'];

function informationOf(model: PlantModel, train: number): Information {
  const points = model.devices
    .filter((device) => device.train === train)
    .flatMap((device) => scalarPoints(device));
  const accuracies = points.map(
    (point): PointAccuracy => ({
      noise: point.noise,
      resolution: point.resolution,
      counts: !RESTATING.includes(point.quantity),
    }),
  );
  const column = (id: string): number => points.findIndex((point) => point.id.endsWith(id));
  return createInformation(accuracies, [
    column('.motor.power'),
    column('.motor.speed'),
    column('.train.ambient-temperature'),
  ]);
}
