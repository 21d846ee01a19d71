/** Labelled data sets: N runs of a scenario, split, written with their labels and a data card. */
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type PlantModel, sha256, TICKS_PER_SECOND } from '@plant47/simulator';
import { type Definition, define } from '../runner/definition.js';
import {
  type Cell,
  type Column,
  ColumnFile,
  type Format,
  type WrittenFile,
} from './column-file.js';
import { dataCard } from './data-card.js';
import { dataColumns, LABELS, labelRows, type RunTruth, runRows } from './run-rows.js';
import { PARTS, type PartOf, partsOf, type Split } from './splits.js';

export interface DatasetPlan {
  /** Name or path. */
  readonly scenario: string;
  readonly runs: number;
  /** Seed of the first run; the next ones follow. */
  readonly seed: number;
  readonly out: string;
  readonly split: Split;
  readonly format: Format;
  /** Shorter than the scenario, s. */
  readonly until_s?: number | undefined;
  readonly progress: (label: string, fraction: number) => void;
}

export interface DatasetResult {
  readonly scenario: string;
  readonly split: Split;
  readonly runs: number;
  readonly units: number;
  /** Units that failed within their run; the others are censored. */
  readonly failures: number;
  readonly machineYears: number;
  readonly files: readonly WrittenFile[];
  /** SHA-256 over paths and hashes of all files. */
  readonly hash: string;
}

const YEAR_S = 365.25 * 86_400;

const UNITS: readonly Column[] = [
  { name: 'unit', type: 'text', description: 'one machine in one run', unit: '' },
  { name: 'run', type: 'text', description: 'the run', unit: '' },
  { name: 'seed', type: 'number', description: 'seed of the run', unit: '' },
  { name: 'asset', type: 'text', description: 'the machine', unit: '' },
  { name: 'type', type: 'text', description: 'type of the machine', unit: '' },
  { name: 'load', type: 'number', description: 'mean flow over rated flow', unit: '1' },
  { name: 'part', type: 'text', description: 'train, validation or test', unit: '' },
  { name: 'hours', type: 'number', description: 'length of the unit', unit: 'h' },
  { name: 'censored', type: 'flag', description: 'true where the unit did not fail', unit: '' },
  { name: 'fault', type: 'text', description: 'its first fault; empty = none', unit: '' },
  { name: 'component', type: 'text', description: 'where it was', unit: '' },
  { name: 'onset_h', type: 'number', description: 'begin of the fault', unit: 'h' },
  { name: 'observable_h', type: 'number', description: 'when it could first be told', unit: 'h' },
];

/** Writes the data set; the same plan gives the same bytes. Throws PlantError for bad scenarios. */
export function writeDataset(plan: DatasetPlan): DatasetResult {
  const { out, format, runs } = plan;
  const files: WrittenFile[] = [];
  for (const kind of ['data', 'labels']) {
    for (const part of PARTS) mkdirSync(join(out, kind, part), { recursive: true });
  }
  const path = `labels/units.${format}`;
  const units = new ColumnFile(join(out, path), path, format, UNITS);
  const total = { seconds: 0, units: 0, failures: 0 };
  let columns: readonly Column[] = [];
  let definition: Definition | undefined;
  for (let n = 0; n < runs; n++) {
    const seed = plan.seed + n;
    definition = define({ scenario: plan.scenario, seed });
    const model = definition.createModel();
    columns = dataColumns(model);
    const parts = partsOf(plan.split, model);
    const run = { number: n, name: `run-${String(n + 1).padStart(4, '0')}`, seed };
    const { truths, written } = writeRun(plan, definition, run, columns, parts);
    files.push(...written);
    for (const row of unitRows(truths, model, run, parts)) units.add(row);
    total.units += truths.units.length;
    total.failures += truths.units.filter(({ failed }) => failed !== null).length;
    for (const { begin, end } of truths.units) total.seconds += (end - begin) / TICKS_PER_SECOND;
  }
  files.push(units.close());
  files.sort((a, b) => (a.path < b.path ? -1 : 1));
  const result = {
    scenario: definition?.scenario.id ?? plan.scenario,
    split: plan.split,
    runs,
    units: total.units,
    failures: total.failures,
    machineYears: total.seconds / YEAR_S,
  };
  const card = dataCard({
    ...result,
    plant: definition?.plant.id ?? '',
    seeds: [plan.seed, plan.seed + runs - 1],
    format,
    files,
    columns: { data: columns, labels: LABELS, units: UNITS },
  });
  const text = `${JSON.stringify(card, undefined, 2)}\n`;
  writeFileSync(join(out, 'croissant.json'), text);
  const bytes = Buffer.byteLength(text);
  files.push({ path: 'croissant.json', rows: 0, bytes, sha256: sha256(text) });
  const whole = createHash('sha256');
  for (const file of files) whole.update(`${file.path} ${file.sha256}\n`);
  return { ...result, files, hash: whole.digest('hex') };
}

interface Numbered {
  readonly number: number;
  readonly name: string;
  readonly seed: number;
}

function writeRun(
  plan: DatasetPlan,
  definition: Definition,
  run: Numbered,
  columns: readonly Column[],
  parts: PartOf,
): { readonly truths: RunTruth; readonly written: readonly WrittenFile[] } {
  const { out, format, runs } = plan;
  const filesOf = (kind: string, of: readonly Column[]) =>
    new Map(
      PARTS.map((part) => {
        const path = `${kind}/${part}/${run.name}.${format}`;
        return [part, new ColumnFile(join(out, path), path, format, of)] as const;
      }),
    );
  const until_s = Math.min(plan.until_s ?? Infinity, definition.scenario.duration);
  const data = filesOf('data', columns);
  const truths = runRows(
    definition,
    run.name,
    until_s,
    (asset, row) => data.get(parts(asset, run.number))?.add(row),
    (fraction) => plan.progress(`${run.name} of ${runs}`, (run.number + fraction) / runs),
  );
  const labels = filesOf('labels', LABELS);
  labelRows(truths, Date.parse(definition.plant.epoch), (asset, row) => {
    labels.get(parts(asset, run.number))?.add(row);
  });
  return { truths, written: [...data.values(), ...labels.values()].map((file) => file.close()) };
}

function unitRows(truths: RunTruth, model: PlantModel, run: Numbered, parts: PartOf): Cell[][] {
  const { trains, duty } = model.world;
  const hours = (tick: number | null | undefined): number | null =>
    tick === null || tick === undefined ? null : tick / TICKS_PER_SECOND / 3600;
  return truths.units.map(({ unit, asset, begin, end, failed }, t) => {
    const fault = truths.faults.find((one) => one.asset === asset);
    return [
      unit,
      run.name,
      run.seed,
      asset,
      trains[t]?.type ?? '',
      duty[t]?.mean ?? null,
      parts(asset, run.number),
      hours(end - begin),
      failed === null,
      fault?.fault ?? null,
      fault?.component ?? null,
      hours(fault?.onset),
      hours(fault?.observable),
    ];
  });
}
