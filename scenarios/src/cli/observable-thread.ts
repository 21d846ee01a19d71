/** Observable-from of a plant's faults, found beside it: by a fork in a thread of its own. */
import { Worker } from 'node:worker_threads';
import type { Definition } from '../runner/definition.js';

export interface ObservableFinder {
  /** Simulated Unix time from which the fault can be told; null = never, or not known yet. */
  readonly at: (fault: string) => number | null;
  /** By fault id, once it is reckoned. */
  readonly ready: Promise<ReadonlyMap<string, number | null>>;
  readonly stop: () => void;
}

/** Reckons the faults of a definition's own timeline. */
export function findObservable(definition: Definition): ObservableFinder {
  let known: ReadonlyMap<string, number | null> = new Map();
  if (definition.faults.length === 0) {
    return { at: () => null, ready: Promise.resolve(known), stop: () => undefined };
  }
  const { plant, scenario, key, sampling, inputs } = definition;
  const worker = new Worker(new URL('./observable-worker.js', import.meta.url), {
    workerData: { plant, key, sampling, inputs, until_s: scenario.duration },
  });
  worker.unref();
  const epoch = Date.parse(plant.epoch);
  const ready = new Promise<ReadonlyMap<string, number | null>>((resolve) => {
    worker.once('message', (found: ReadonlyMap<string, number | null>) => {
      known = new Map([...found].map(([id, s]) => [id, s === null ? null : epoch + s * 1000]));
      resolve(known);
    });
    worker.once('error', () => resolve(known));
  });
  return { at: (fault) => known.get(fault) ?? null, ready, stop: () => void worker.terminate() };
}
