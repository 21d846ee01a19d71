/** plant47 dataset: labelled data with a data card. */
import { existsSync, mkdirSync, readdirSync, renameSync, rmdirSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { type Command, Option } from 'commander';
import type { Format } from '../dataset/column-file.js';
import { writeDataset } from '../dataset/dataset.js';
import { SPLITS, type Split } from '../dataset/splits.js';
import { FlagReader, jsonOption, SEED_MAX, seedOption } from './arguments.js';
import { type JsonFlag, openOutput } from './output.js';

interface DatasetFlags {
  readonly runs: string;
  readonly seed?: string;
  readonly out: string;
  readonly split: Split;
  readonly format: Format;
  readonly until?: string;
  readonly json?: JsonFlag;
}

const MOST_RUNS = 9_999;

/** Adds the command. */
export function addDatasetCommand(program: Command): void {
  program
    .command('dataset <scenario>')
    .description('runs of a scenario as Parquet or CSV, labels apart, with a Croissant data card')
    .requiredOption('--runs <n>', 'number of runs')
    .requiredOption('--out <dir>', 'folder, new or empty')
    .addOption(seedOption())
    .addOption(
      new Option('--split <way>', 'what the test has not seen').choices(SPLITS).default('unit'),
    )
    .addOption(
      new Option('--format <format>', 'of the tables')
        .choices(['parquet', 'csv'])
        .default('parquet'),
    )
    .option('--until <t>', 'stop each run after this much simulated time')
    .addOption(jsonOption())
    .addHelpText('after', '\nExample:\n  plant47 dataset any-bearing --runs 10 --out bearings')
    .action(dataset);
}

function dataset(scenario: string, flags: DatasetFlags): void {
  const reader = new FlagReader();
  const runs = reader.integer('--runs', flags.runs, 1, MOST_RUNS) ?? 1;
  const seed = reader.integer('--seed', flags.seed, 0, SEED_MAX - MOST_RUNS) ?? 1;
  const until_s = reader.duration('--until', flags.until);
  const out = resolve(flags.out);
  if (existsSync(out) && readdirSync(out).length > 0) {
    reader.fail('E_OUT', '--out', `the folder is not empty (${flags.out})`, 'name a new one');
  }
  reader.check();
  // A data set is there whole or not at all: it takes its name when it is finished.
  const draft = `${out}.${process.pid}.part`;
  mkdirSync(draft, { recursive: true });
  const output = openOutput(flags.json);
  const { split, format } = flags;
  const plan = { scenario, runs, seed, out: draft, split, format, until_s };
  const result = finished(draft, out, () =>
    writeDataset({ ...plan, progress: (label, fraction) => output.progress(label, fraction) }),
  );
  const { units, failures, machineYears, hash } = result;
  output.say(`${machineYears.toFixed(2)} machine-years, ${units} units, ${failures} failures`);
  output.say(`${hash}  ${flags.out}`);
  output.result(result);
}

/** Moves what was written to its place; where the work fails, nothing is left. */
function finished<T>(draft: string, out: string, work: () => T): T {
  try {
    const result = work();
    if (existsSync(out)) rmdirSync(out);
    renameSync(draft, out);
    return result;
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    throw error;
  }
}
