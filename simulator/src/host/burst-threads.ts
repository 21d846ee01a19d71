/** Waveforms made in worker threads, so that the plant uses a core the engine leaves idle. */
import { Worker } from 'node:worker_threads';
import type { Burst } from '@plant47/contract';
import type { BurstJob } from '../sensing/burst-job.js';

export interface BurstMaker {
  /** The burst of a job; jobs end in any order, each promise belongs to its own job. */
  make(job: BurstJob): Promise<Burst>;
  /** Wall seconds that threads spent in synthesis. */
  readonly busy_s: number;
  stop(): Promise<void>;
}

interface Waiting {
  readonly resolve: (burst: Burst) => void;
  readonly reject: (error: Error) => void;
}

/** Starts `count` threads; jobs go to the thread with the fewest waiting. */
export function startBurstThreads(count: number): BurstMaker {
  const entry = new URL('./burst-worker.js', import.meta.url);
  const threads = Array.from({ length: count }, () => new Thread(entry));
  return {
    make: (job) => {
      let best = threads[0]!;
      for (const thread of threads) if (thread.load < best.load) best = thread;
      return best.make(job);
    },
    get busy_s() {
      return threads.reduce((sum, thread) => sum + thread.busy_s, 0);
    },
    stop: async () => {
      await Promise.all(threads.map((thread) => thread.stop()));
    },
  };
}

/** One worker thread and the jobs that wait for it, answered in order. */
class Thread {
  busy_s = 0;
  private readonly worker: Worker;
  private readonly queue: Waiting[] = [];

  constructor(entry: URL) {
    this.worker = new Worker(entry);
    this.worker.unref();
    this.worker.on('message', ({ burst, seconds }: { burst: Burst; seconds: number }) => {
      this.busy_s += seconds;
      this.queue.shift()?.resolve(burst);
    });
    this.worker.on('error', (error) => {
      for (const waiting of this.queue.splice(0)) waiting.reject(error as Error);
    });
  }

  get load(): number {
    return this.queue.length;
  }

  make(job: BurstJob): Promise<Burst> {
    return new Promise((resolve, reject) => {
      this.queue.push({ resolve, reject });
      this.worker.postMessage(job);
    });
  }

  async stop(): Promise<void> {
    await this.worker.terminate();
  }
}
