/** One run of a scenario as rows: what the points showed, and apart from it what was true. */
import {
  hash,
  InputQueue,
  type PlantModel,
  scalarPoints,
  TICKS_PER_SECOND,
  truth,
} from '@plant47/simulator';
import { observableFaults } from '../referee/observable.js';
import type { Definition } from '../runner/definition.js';
import type { Cell, Column } from './column-file.js';

const HOUR_TICKS = 3600 * TICKS_PER_SECOND;

/** A machine in a run: from its start to its failure, or to the end of the run. */
export interface Unit {
  readonly unit: string;
  readonly asset: string;
  /** Tick of its failure; null = it had none, and the unit is censored. */
  readonly failed: number | null;
  readonly begin: number;
  readonly end: number;
}

/** A fault as labels tell it, in ticks. */
interface LabelledFault {
  readonly asset: string;
  readonly component: string;
  readonly fault: string;
  readonly onset: number;
  readonly observable: number | null;
  readonly repair: number | null;
  /** Severity, 0–1, at each scan. */
  readonly severity: readonly number[];
}

export interface RunTruth {
  readonly units: readonly Unit[];
  readonly faults: readonly LabelledFault[];
  readonly hash: string;
  /** Ticks of the scans. */
  readonly scans: readonly number[];
}

/** A scan of one machine: `[unit, simTs, asset, value of each point …]`. */
export type DataRow = readonly Cell[];

/** Columns of the data: names of points without their asset, as every machine has them. */
export function dataColumns(model: PlantModel): Column[] {
  const first = model.devices.filter(({ train }) => train === 0).flatMap(scalarPoints);
  return [
    ...identity,
    ...first.map(({ id, label, unit }) => ({
      name: id.slice(id.indexOf('.') + 1),
      type: 'number' as const,
      description: label,
      unit,
    })),
  ];
}

const identity: readonly Column[] = [
  { name: 'unit', type: 'text', description: 'one machine in one run', unit: '' },
  { name: 'simTs', type: 'time', description: 'simulated time of the scan, UTC', unit: '' },
  { name: 'asset', type: 'text', description: 'the machine', unit: '' },
];

/** Columns of the labels, row by row those of the data. */
export const LABELS: readonly Column[] = [
  ...identity,
  { name: 'fault', type: 'text', description: 'fault that is present; empty = none', unit: '' },
  { name: 'component', type: 'text', description: 'where it is', unit: '' },
  { name: 'severity', type: 'number', description: 'severity of the fault, 0 to 1', unit: '1' },
  {
    name: 'rul_h',
    type: 'number',
    description: 'hours to the failure of the unit; empty = censored',
    unit: 'h',
  },
  {
    name: 'observable',
    type: 'flag',
    description: 'true once the scalar points suffice to tell the fault from a healthy machine',
    unit: '',
  },
];

/** Simulates a definition to `until_s` and hands every row of every unit that still lives. */
export function runRows(
  definition: Definition,
  name: string,
  until_s: number,
  each: (asset: string, row: DataRow) => void,
  progress: (fraction: number) => void,
): RunTruth {
  const { plant, key, sampling, inputs, scenario } = definition;
  const model = definition.createModel();
  const queue = new InputQueue(inputs, () => undefined);
  const until = until_s * TICKS_PER_SECOND;
  const ends = new Map<string, number>();
  const severity = new Map<string, number[]>();
  const scans: number[] = [];
  for (let tick = 0; tick <= until; tick = model.nextScanTick(tick)) {
    model.advance(tick, queue.all);
    noteFailures(model, ends);
    scans.push(tick);
    for (const { id, now } of truth(model.state)) {
      const known = severity.get(id) ?? new Array<number>(scans.length - 1).fill(0);
      known[scans.length - 1] = now;
      severity.set(id, known);
    }
    scanRows(model, name, ends, each);
    progress(tick / until);
  }
  const observable = observableFaults({
    plant,
    key,
    sampling,
    inputs,
    until_s,
    macro_s: scenario.macro,
  });
  const last = scans.at(-1) ?? 0;
  return {
    scans,
    hash: hash(model.state),
    units: model.world.trains.map(({ asset }) => {
      const failed = ends.get(asset) ?? null;
      return { unit: unitOf(name, asset), asset, failed, begin: 0, end: failed ?? last };
    }),
    faults: truth(model.state).map((record) => ({
      ...record,
      observable: ticksOf(observable.get(record.id) ?? null),
      severity: severity.get(record.id) ?? [],
    })),
  };
}

const ticksOf = (s: number | null): number | null => (s === null ? null : s * TICKS_PER_SECOND);
const unitOf = (run: string, asset: string): string => `${run}/${asset}`;

function noteFailures({ state }: PlantModel, ends: Map<string, number>): void {
  for (const { event, asset, tick } of state.events) {
    if (event === 'failure' && !ends.has(asset)) ends.set(asset, tick);
  }
}

function scanRows(
  model: PlantModel,
  name: string,
  ends: ReadonlyMap<string, number>,
  each: (asset: string, row: DataRow) => void,
): void {
  let asset = '';
  let row: Cell[] = [];
  const send = (): void => {
    if (row.length > 0 && !ends.has(asset)) each(asset, row);
  };
  for (const { device, simTs, values } of model.scan()) {
    if (device.asset !== asset) {
      send();
      asset = device.asset;
      row = [unitOf(name, asset), simTs, asset];
    }
    for (const value of values) row.push(Number.isNaN(value) ? null : value);
  }
  send();
}

/** Label rows of a run, in the order in which its data rows came. */
export function labelRows(
  truths: RunTruth,
  epoch: number,
  each: (asset: string, row: readonly Cell[]) => void,
): void {
  const faultsOf = new Map(
    truths.units.map(({ asset }) => [asset, truths.faults.filter((one) => one.asset === asset)]),
  );
  truths.scans.forEach((tick, k) => {
    const simTs = epoch + (tick * 1000) / TICKS_PER_SECOND;
    for (const { unit, asset, failed } of truths.units) {
      if (failed !== null && tick >= failed) continue;
      // Of several faults the one that began first is the label.
      const fault = faultsOf
        .get(asset)
        ?.find(({ onset, repair }) => tick >= onset && (repair === null || tick < repair));
      const rul_h = failed === null ? null : (failed - tick) / HOUR_TICKS;
      const seen = fault?.observable ?? null;
      each(asset, [
        unit,
        simTs,
        asset,
        fault?.fault ?? null,
        fault?.component ?? null,
        fault?.severity[k] ?? 0,
        rul_h,
        seen !== null && tick >= seen,
      ]);
    }
  });
}
