/** How a run of the acceptance is made: in a process of its own, in memory or over sockets. */
import { execFile, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Grade } from '../referee/grade.js';
import type { Job, RunRecord } from './record.js';
import type { WorkerAnswer } from './worker.js';

export interface TransportOptions {
  readonly only?: readonly string[];
  readonly onProgress?: (job: Job, day: number) => void;
}

/** Makes runs in memory, all variants of a job on one plant. */
export function inMemory(options: TransportOptions) {
  return (job: Job): Promise<readonly RunRecord[]> =>
    new Promise((resolve, reject) => {
      const child = fork(fileURLToPath(new URL('./worker.js', import.meta.url)));
      const records: RunRecord[] = [];
      child.on('message', (answer: WorkerAnswer) => {
        if (answer.type === 'record') records.push(answer.record);
        if (answer.type === 'progress') options.onProgress?.(job, answer.day);
        if (answer.type === 'done') resolve(records);
      });
      child.on('error', reject);
      child.on('exit', (code) => reject(new Error(`the run's process ended with ${code}`)));
      const work: Job = { ...job, ...(options.only ? { only: options.only } : {}) };
      child.send(work);
    });
}

/** Makes the full engine's runs with `plant47 run` over real sockets, the others in memory. */
export function overSockets(binary: string, options: TransportOptions) {
  const others = inMemory(options);
  return async (job: Job): Promise<readonly RunRecord[]> => {
    const variants = job.variants.filter((variant) => variant !== 'full');
    const rest = variants.length === 0 ? [] : await others({ ...job, variants });
    if (variants.length === job.variants.length) return rest;
    return [await fullRun(binary, job), ...rest];
  };
}

/** The largest report that a run may print, bytes. */
const REPORT_MAX = 64 * 1024 * 1024;

async function fullRun(binary: string, { scenario, seed }: Job): Promise<RunRecord> {
  const report = await new Promise<string>((resolve, reject) => {
    execFile(
      process.execPath,
      [binary, 'run', scenario, '--seed', String(seed), '--json'],
      { maxBuffer: REPORT_MAX },
      // Exit codes 1 and 3 come with a report too: it says why.
      (error, stdout) => (stdout.startsWith('{') ? resolve(stdout) : reject(error)),
    );
  });
  const grade = JSON.parse(report) as Grade & { readonly wallSeconds: number };
  const wall_s = grade.wallSeconds;
  return { scenario, seed, variant: 'full', transport: 'sockets', wall_s, grade };
}
