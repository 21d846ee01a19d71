/** Seeds of 24 simulated hours on fresh plants over real sockets, each twice: none may differ. */
import { Worker } from 'node:worker_threads';
import type { BenchResult } from './result.js';
import type { SoakSeed, SoakWork } from './soak-worker.js';

const SEEDS = 1000;
const HOURS = 24;
const THREADS = 2;
/** 1,000 seeds on two cores, s. */
const LIMIT_S = 600;

/** Throws where a seed gave two hashes, or where all took longer than they may. */
export async function benchSoak(seeds = SEEDS): Promise<BenchResult[]> {
  const start = performance.now();
  const done = (await Promise.all(shares(seeds).map(thread))).flat();
  const seconds = (performance.now() - start) / 1000;
  const flakes = done.filter(({ hashes: [first, second] }) => first !== second);
  if (flakes.length > 0 || done.length !== seeds) {
    const list = flakes.map(({ seed }) => seed).join(', ');
    throw new Error(`${done.length} of ${seeds} seeds ran; not the same twice: ${list || 'none'}`);
  }
  const limit_s = (LIMIT_S * seeds) / SEEDS;
  const starts = done.flatMap(({ start_ms }) => start_ms).sort((a, b) => a - b);
  const at = (share: number): number => starts[Math.floor(share * (starts.length - 1))]!;
  const against = `${limit_s} s`;
  return [
    { name: 'soak seeds, each twice', value: seeds, unit: 'seeds', ratio: null, against: null },
    { name: 'soak seeds that differed', value: 0, unit: 'seeds', ratio: null, against: null },
    { name: 'soak wall time', value: seconds, unit: 's', ratio: seconds / limit_s, against },
    { name: 'soak start, median', value: at(0.5), unit: 'ms', ratio: null, against: null },
    { name: 'soak start, 95 %', value: at(0.95), unit: 'ms', ratio: null, against: null },
  ];
}

/** Seeds 1 to `count`, dealt to the threads in turn. */
function shares(count: number): number[][] {
  const all = Array.from({ length: count }, (_, i) => i + 1);
  return Array.from({ length: THREADS }, (_, k) => all.filter((seed) => seed % THREADS === k));
}

function thread(seeds: readonly number[]): Promise<SoakSeed[]> {
  const workerData: SoakWork = { seeds, hours: HOURS };
  const worker = new Worker(new URL('./soak-worker.js', import.meta.url), { workerData });
  const done: SoakSeed[] = [];
  return new Promise((resolve, reject) => {
    worker.on('message', (seed: SoakSeed) => done.push(seed));
    worker.once('error', reject);
    worker.once('exit', () => resolve(done));
  });
}
