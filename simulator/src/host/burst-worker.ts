/** Entry of a synthesis thread: a job in, a burst and its cost out. */
import { performance } from 'node:perf_hooks';
import { parentPort } from 'node:worker_threads';
import { synthesize } from '../sensing/burst.js';
import type { BurstJob } from '../sensing/burst-job.js';

parentPort?.on('message', (job: BurstJob) => {
  const start = performance.now();
  const burst = synthesize(job);
  const seconds = (performance.now() - start) / 1000;
  parentPort?.postMessage({ burst, seconds }, [burst.samples.buffer as ArrayBuffer]);
});
