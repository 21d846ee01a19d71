import { appendFileSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { gradeOf, oracle } from '../referee/claims.cases.js';
import { readSuite } from '../runner/library.js';
import { acceptance, acceptanceTable } from './acceptance.js';
import { jobsOf } from './plan.js';
import type { Job, RunRecord } from './record.js';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'plant47-acceptance-'));
});

const recordsOf = (job: Job): readonly RunRecord[] =>
  job.variants.map((variant) => ({
    scenario: job.scenario,
    seed: job.seed,
    variant,
    transport: 'memory',
    wall_s: 1,
    grade: gradeOf(oracle()),
  }));

async function run(
  make: (job: Job) => Promise<readonly RunRecord[]>,
  fingerprint = 'a'.repeat(64),
) {
  const log: string[] = [];
  const lines = await acceptance({
    suite: 'acceptance',
    folder,
    fingerprint,
    jobs: 2,
    scenario: 'motor-47-fatigue',
    seedMax: 3,
    make,
    log: (line) => log.push(line),
  });
  return { lines, log };
}

describe('acceptance', () => {
  it('goes on where it was broken off', async () => {
    const made: number[] = [];
    const first = await run(async (job) => {
      if (job.seed === 2) throw new Error('the machine went down');
      made.push(job.seed);
      return recordsOf(job);
    });
    expect(first.lines.some((line) => line.line === 'run' && !line.passed)).toBe(true);
    const second = await run(async (job) => {
      made.push(job.seed);
      return recordsOf(job);
    });
    expect([...made].sort((a, b) => a - b)).toEqual([1, 2, 3]);
    expect(second.log).toContain('3 runs, 2 of them already made');
    expect(second.lines.some((line) => line.line === 'run')).toBe(false);
  });

  it('makes a line again that a crash cut short', async () => {
    await run(async (job) => recordsOf(job));
    appendFileSync(join(folder, 'a'.repeat(12), 'results.ndjson'), '{"scenario":"mot');
    const again = await run(async (job) => recordsOf(job));
    expect(again.log).toContain('3 runs, 3 of them already made');
  });

  it('does not count runs of other code', async () => {
    await run(async (job) => recordsOf(job));
    const other = await run(async (job) => recordsOf(job), 'b'.repeat(64));
    expect(other.log).toContain('3 runs, 0 of them already made');
  });

  it('prints a table with a verdict a line', async () => {
    const { lines } = await run(async (job) => recordsOf(job));
    const text = acceptanceTable(lines);
    expect(text.split('\n')).toHaveLength(lines.length);
    expect(text).toMatch(/^pass {2}A3b {2}motor-47-fatigue.*3 of 3/m);
  });

  it('draws fresh seeds, prints them and keeps them for going on', async () => {
    const log: string[] = [];
    const options = {
      suite: 'acceptance',
      folder,
      fingerprint: 'c'.repeat(64),
      jobs: 1,
      scenario: 'any-bearing',
      make: async (job: Job) => recordsOf(job),
      log: (line: string) => log.push(line),
    };
    await acceptance(options);
    await acceptance(options);
    const printed = log.filter((line) => line.startsWith('seeds drawn'));
    const kept = JSON.parse(readFileSync(join(folder, 'c'.repeat(12), 'seeds.json'), 'utf8'));
    expect(new Set(kept).size).toBe(20);
    expect(printed[0]).toBe(`seeds drawn: ${kept.join(' ')}`);
    expect(printed[1]).toBe(printed[0]);
  });
});

describe('plan', () => {
  it('runs the seven scenarios on seeds 1–10, and drawn seeds of any bearing', () => {
    const drawn = Array.from({ length: 20 }, (_, i) => 1000 + i);
    const jobs = jobsOf(readSuite('acceptance').value, () => drawn);
    expect(new Set(jobs.map((job) => job.scenario)).size).toBe(7);
    expect(jobs).toHaveLength(7 * 10 + 20);
    const plain = jobs.filter((job) => job.variants.includes('iso-zones'));
    expect(plain).toHaveLength(20);
  });
});
