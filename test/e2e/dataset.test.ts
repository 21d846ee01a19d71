/** A data set as strangers read it: DuckDB and hyparquet, beside its own data card. */
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { asyncBufferFromFile, parquetReadObjects } from 'hyparquet';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { plant47 } from '../testkit/index.js';

interface Written {
  readonly runs: number;
  readonly units: number;
  readonly failures: number;
  readonly machineYears: number;
  readonly hash: string;
  readonly files: readonly { path: string; rows: number; sha256: string }[];
}

/** A spall that grows a hundred times as fast as bearings' do: it fails within the run. */
const SCENARIO = `
schema: plant47/scenario/1
id: quick-spall
label: A spall that grows quickly
plant: two-pumps
duration: 6d
learning: 1d
sampling: { scalars: 10min }
timeline:
  - { fault: bearing.outer-race, asset: motor-1, component: bearing-de, at: 1d, growth: 30 }
`;

let folder: string;
let first: Written;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'plant47-dataset-'));
  writeFileSync(join(folder, 'quick-spall.yaml'), SCENARIO);
  first = await write('a', '--runs', '4');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function write(out: string, ...args: string[]): Promise<Written> {
  const scenario = join(folder, 'quick-spall.yaml');
  const { code, stdout, stderr } = await plant47([
    'dataset',
    scenario,
    '--out',
    join(folder, out),
    '--json',
    ...args,
  ]);
  expect(code, stderr).toBe(0);
  return JSON.parse(stdout) as Written;
}

async function query(sql: string): Promise<Record<string, unknown>[]> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  try {
    const reader = await connection.runAndReadAll(sql.replaceAll('$DIR', join(folder, 'a')));
    return reader.getRowObjectsJson() as Record<string, unknown>[];
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

it('gives the same bytes again, and other bytes for another seed', async () => {
  expect((await write('b', '--runs', '4')).hash).toBe(first.hash);
  expect((await write('c', '--runs', '4', '--seed', '9')).hash).not.toBe(first.hash);
});

it('is read alike by DuckDB and hyparquet', async () => {
  const paths = first.files.filter(({ path }) => path.startsWith('data/'));
  const [counted] = await query(
    `select count(*)::int as n, avg("bearing-de.temperature") as mean,
       min("simTs")::varchar as since from read_parquet('$DIR/data/*/*.parquet')`,
  );
  let n = 0;
  let sum = 0;
  for (const { path, rows } of paths) {
    const file = await asyncBufferFromFile(join(folder, 'a', path));
    const found = await parquetReadObjects({ file });
    expect(found).toHaveLength(rows);
    n += found.length;
    for (const row of found) sum += row['bearing-de.temperature'] as number;
  }
  expect(counted).toMatchObject({ n, since: '2026-01-05 00:00:00' });
  expect(counted?.['mean'] as number).toBeCloseTo(sum / n, 9);
});

it('labels each row of the data, hours to failure falling to nought', async () => {
  const [joined] = await query(
    `select count(*)::int as n from read_parquet('$DIR/data/*/*.parquet') d
       join read_parquet('$DIR/labels/*/*.parquet') l using (unit, "simTs")`,
  );
  const rows = first.files.filter(({ path }) => path.startsWith('data/'));
  expect(joined?.['n']).toBe(rows.reduce((sum, file) => sum + file.rows, 0));
  const failing = await query(
    `select rul_h, severity, observable, fault from read_parquet('$DIR/labels/*/*.parquet')
       where unit = 'run-0001/motor-1' order by "simTs"`,
  );
  const steps = failing.slice(1).map((row, i) => {
    return (failing[i]?.['rul_h'] as number) - (row['rul_h'] as number);
  });
  for (const step of steps) expect(step).toBeCloseTo(1 / 6, 9);
  expect(failing.at(-1)?.['rul_h']).toBeLessThanOrEqual(1 / 6);
  expect(failing[0]).toMatchObject({ fault: null, severity: 0, observable: false });
  expect(failing.at(-1)).toMatchObject({ fault: 'bearing.outer-race', observable: true });
});

it('ends a unit at its failure and keeps those that outlived the run as censored', async () => {
  const units = await query(`select * from read_parquet('$DIR/labels/units.parquet')`);
  expect(units).toHaveLength(8);
  const failed = units.filter((unit) => unit['censored'] === false);
  expect(failed.map((unit) => unit['asset'])).toEqual(Array(4).fill('motor-1'));
  for (const unit of failed) expect(unit['hours']).toBeLessThan(144);
  const outlived = units.filter((unit) => unit['censored'] === true);
  for (const unit of outlived) expect(unit['hours']).toBe(144);
  expect(first).toMatchObject({ runs: 4, units: 8, failures: 4 });
});

it('keeps machines, or regimes, of the test out of the rest', async () => {
  for (const split of ['unseen-machine', 'unseen-regime']) {
    await write(split, '--runs', '2', '--until', '1d', '--split', split);
    const parts = await query(
      `select asset, any_value(part) as part, count(distinct part)::int as parts, avg(load) as load
         from read_parquet('${join(folder, split)}/labels/units.parquet') group by asset`,
    );
    expect(parts.map((row) => row['parts'])).toEqual([1, 1]);
    const test = parts.filter((row) => row['part'] === 'test');
    expect(test).toHaveLength(1);
    if (split === 'unseen-regime') expect(test[0]?.['asset']).toBe('motor-1');
  }
});

it('states every file with its hash in a Croissant card', () => {
  const card = JSON.parse(readFileSync(join(folder, 'a', 'croissant.json'), 'utf8')) as {
    conformsTo: string;
    distribution: { '@type': string; contentUrl: string; sha256: string }[];
  };
  expect(card.conformsTo).toBe('http://mlcommons.org/croissant/1.0');
  const files = card.distribution.filter((entry) => entry['@type'] === 'cr:FileObject');
  expect(files).toHaveLength(first.files.length - 1);
  for (const { contentUrl, sha256 } of files) {
    const bytes = readFileSync(join(folder, 'a', contentUrl));
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(sha256);
  }
});

it('writes the same rows as CSV', async () => {
  await write('csv', '--runs', '1', '--format', 'csv', '--until', '1d');
  const [same] = await query(
    `select count(*)::int as n from read_csv('${join(folder, 'csv')}/data/*/*.csv') c
       join read_parquet('$DIR/data/*/run-0001.parquet') p using (unit, "simTs")
       where c."motor.power" = p."motor.power"`,
  );
  expect(same?.['n']).toBe(2 * 145);
});
