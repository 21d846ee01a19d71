/** Runs every scenario of the acceptance on every seed, pools the lines, and says what holds. */
import { randomInt } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { columns } from '../report/table.js';
import { readSuite } from '../runner/library.js';
import { libraryLines } from './library-lines.js';
import { jobsOf } from './plan.js';
import { type Line, poolLines } from './pool.js';
import type { Job, RunRecord } from './record.js';
import { openStore, type Store } from './store.js';

export interface AcceptanceOptions {
  /** Name or path of the suite. */
  readonly suite: string;
  /** Folder of results. */
  readonly folder: string;
  /** Of code, plants and scenarios: results of other code do not count. */
  readonly fingerprint: string;
  /** Runs at a time. */
  readonly jobs: number;
  readonly make: (job: Job) => Promise<readonly RunRecord[]>;
  readonly log: (line: string) => void;
  /** Only scenarios of this name; all where absent. */
  readonly scenario?: string;
  /** Only seeds up to this one of those that are not drawn. */
  readonly seedMax?: number;
}

/** Lines of the acceptance over all runs; resolves once every run is made or has failed. */
export async function acceptance(options: AcceptanceOptions): Promise<readonly Line[]> {
  const store = openStore(options.folder, options.fingerprint);
  const suite = readSuite(options.suite).value;
  const runs = suite.runs.filter(
    ({ scenario }) => options.scenario === undefined || scenario === options.scenario,
  );
  const all = jobsOf({ ...suite, runs }, (count) => drawnSeeds(store, count, options.log));
  const jobs = all.filter((job) => job.seed <= (options.seedMax ?? Number.POSITIVE_INFINITY));
  const left = jobs.filter((job) => missing(store, job).length > 0);
  options.log(`${jobs.length} runs, ${jobs.length - left.length} of them already made`);
  const errors = await makeAll(options, store, left);
  const records = store.records.filter((record) => jobs.some((job) => isOf(record, job)));
  const lines = suite.engines ? libraryLines(records, suite.engines) : poolLines(records);
  const failed = errors.map((error): Line => {
    const [what = ''] = error.split('\n');
    return { line: 'run', what, passed: false, measured: 'not made', limit: '' };
  });
  return [...lines, ...failed];
}

const isOf = (record: RunRecord, job: Job): boolean =>
  record.scenario === job.scenario && record.seed === job.seed;

function missing(store: Store, job: Job) {
  const made = store.records.filter((record) => isOf(record, job));
  return job.variants.filter((variant) => !made.some((record) => record.variant === variant));
}

/** Makes what is left, `jobs` at a time; a run that cannot be made does not stop the others. */
async function makeAll(
  options: AcceptanceOptions,
  store: Store,
  left: readonly Job[],
): Promise<readonly string[]> {
  const errors: string[] = [];
  const queue = [...left];
  const lane = async (): Promise<void> => {
    for (let job = queue.shift(); job !== undefined; job = queue.shift()) {
      const name = `${job.scenario} seed ${job.seed}`;
      try {
        const records = await options.make({ ...job, variants: missing(store, job) });
        for (const record of records) store.add(record);
        options.log(`${name}: ${summary(records)}`);
      } catch (error) {
        errors.push(`${name}: ${error instanceof Error ? error.message : String(error)}`);
        options.log(errors.at(-1) ?? name);
      }
    }
  };
  await Promise.all(Array.from({ length: options.jobs }, lane));
  return errors;
}

function summary(records: readonly RunRecord[]): string {
  const full = records.find((record) => record.variant === 'full') ?? records[0];
  if (full === undefined) return 'nothing made';
  const { grade, wall_s } = full;
  const found = grade.detections[0];
  const lead = found ? `, ${found.mode} lead ${Math.round(found.lead_h ?? 0)} h` : '';
  const verdict = grade.invalid.length > 0 ? 'does not count' : grade.passed ? 'passed' : 'FAILED';
  return `${verdict}${lead}, ${grade.falseAlarms} false alarms, ${Math.round(wall_s)} s`;
}

/** Seeds drawn once per results folder and printed; a run that goes on uses them again. */
function drawnSeeds(store: Store, count: number, log: (line: string) => void): readonly number[] {
  const file = join(store.folder, 'seeds.json');
  if (!existsSync(file)) {
    const seeds = Array.from({ length: count }, () => randomInt(1000, 2 ** 31));
    writeFileSync(file, JSON.stringify(seeds));
  }
  const seeds = JSON.parse(readFileSync(file, 'utf8')) as number[];
  log(`seeds drawn: ${seeds.slice(0, count).join(' ')}`);
  return seeds.slice(0, count);
}

/** The table that people read. */
export function acceptanceTable(lines: readonly Line[]): string {
  return columns(
    lines.map((line) => [
      line.passed ? 'pass' : 'FAIL',
      line.line,
      line.what,
      line.measured,
      line.limit,
    ]),
  ).join('\n');
}
