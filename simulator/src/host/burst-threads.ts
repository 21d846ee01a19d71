/** Waveforms made in worker threads, so that the plant uses a core the engine leaves idle. */
import { Worker } from 'node:worker_threads';
import type { Burst } from '@plant47/contract';
import type { BurstJob } from '@plant47/contract/sealed';
import type { BurstBatch } from './burst-worker.js';

export interface BurstMaker {
  /** The bursts of jobs, in their order. */
  make(jobs: readonly BurstJob[]): Promise<readonly Burst[]>;
  /** Wall seconds that threads spent in synthesis. */
  readonly busy_s: number;
  stop(): Promise<void>;
}

/** Starts `count` threads; the jobs of a barrier are dealt evenly to them. */
export function startBurstThreads(count: number): BurstMaker {
  const entry = new URL('./burst-worker.js', import.meta.url);
  const threads = Array.from({ length: count }, () => new Thread(entry));
  return {
    make: async (jobs) => {
      const shares = threads.map((thread, k) =>
        thread.make(jobs.filter((_, i) => i % threads.length === k)),
      );
      const made = await Promise.all(shares);
      return jobs.map((_, i) => made[i % threads.length]![Math.floor(i / threads.length)]!);
    },
    get busy_s() {
      return threads.reduce((sum, thread) => sum + thread.busy_s, 0);
    },
    stop: async () => {
      await Promise.all(threads.map((thread) => thread.stop()));
    },
  };
}

interface Waiting {
  readonly resolve: (bursts: readonly Burst[]) => void;
  readonly reject: (error: Error) => void;
}

/** One worker thread and the batches that wait for it, answered in order. */
class Thread {
  busy_s = 0;
  private readonly worker: Worker;
  private readonly queue: Waiting[] = [];

  constructor(entry: URL) {
    this.worker = new Worker(entry);
    this.worker.unref();
    this.worker.on('message', ({ bursts, seconds }: BurstBatch) => {
      this.busy_s += seconds;
      this.queue.shift()?.resolve(bursts);
    });
    this.worker.on('error', (error) => {
      for (const waiting of this.queue.splice(0)) waiting.reject(error as Error);
    });
  }

  make(jobs: readonly BurstJob[]): Promise<readonly Burst[]> {
    if (jobs.length === 0) return Promise.resolve([]);
    return new Promise((resolve, reject) => {
      this.queue.push({ resolve, reject });
      this.worker.postMessage(jobs);
    });
  }

  async stop(): Promise<void> {
    await this.worker.terminate();
  }
}
