/** Entry of a synthesis thread: jobs of a barrier in, their bursts and their cost out. */
import { performance } from 'node:perf_hooks';
import { parentPort } from 'node:worker_threads';
import type { Burst } from '@plant47/contract';
import type { BurstJob } from '@plant47/contract/sealed';
import { synthesize } from '../sensing/burst.js';

export interface BurstBatch {
  readonly bursts: readonly Burst[];
  /** Wall seconds. */
  readonly seconds: number;
}

parentPort?.on('message', (jobs: readonly BurstJob[]) => {
  const start = performance.now();
  const bursts = jobs.map(synthesize);
  const batch: BurstBatch = { bursts, seconds: (performance.now() - start) / 1000 };
  parentPort?.postMessage(
    batch,
    bursts.map(({ samples }) => samples.buffer as ArrayBuffer),
  );
});
