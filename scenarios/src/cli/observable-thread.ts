/** Observable-from of a plant's faults, found beside it: by forks in a thread of their own. */
import { Worker } from 'node:worker_threads';
import type { Input } from '@plant47/contract/sealed';
import type { Definition } from '../runner/definition.js';
import type { ObservableTask } from './observable-worker.js';

/** Scans after its onset for which a fault by hand is searched: 60 days at 10 minutes, more
 *  often fewer, so that a search ends within about a minute (judgement). */
const SCANS_MAX = 20_000;
const LONGEST_S = 60 * 86_400;

/** Simulated Unix time from which a fault can be told, by its id; null = never. */
type Found = ReadonlyMap<string, number | null>;

/** Searches faults of a plant's timeline, and later those that are injected by hand. */
export class ObservableSearch {
  private readonly definition: Definition;
  private readonly epoch: number;
  private readonly known = new Map<string, number | null>();
  private readonly asked = new Set<string>();
  private last: Promise<unknown> = Promise.resolve();
  private worker: Worker | undefined;
  private stopped = false;

  constructor(definition: Definition) {
    this.definition = definition;
    this.epoch = Date.parse(definition.plant.epoch);
  }

  /** Null = never, or not known yet. */
  at(fault: string): number | null {
    return this.known.get(fault) ?? null;
  }

  /** The faults of the scenario's own timeline. */
  planned(): Promise<Found> {
    const { inputs, faults, scenario } = this.definition;
    return this.find(
      faults.map(({ id }) => id),
      inputs,
      scenario.duration,
    );
  }

  /** Faults that people have injected since; undefined where there is no new one. */
  injected(inputs: readonly Input[]): Promise<Found> | undefined {
    const fresh = inputs.flatMap(({ source, tick, command }) =>
      source === 'instructor' && 'id' in command && command.type !== 'toxic'
        ? [{ id: command.id, onset_s: tick / 20 }]
        : [],
    );
    const ids = fresh.map(({ id }) => id).filter((id) => !this.asked.has(id));
    if (ids.length === 0) return undefined;
    const onset_s = Math.max(...fresh.map((one) => one.onset_s));
    const { scalars_s } = this.definition.sampling;
    return this.find(ids, inputs, onset_s + Math.min(LONGEST_S, SCANS_MAX * scalars_s));
  }

  stop(): void {
    this.stopped = true;
    void this.worker?.terminate();
  }

  /** One search after the other: each takes a core. */
  private find(ids: readonly string[], inputs: readonly Input[], until_s: number): Promise<Found> {
    for (const id of ids) this.asked.add(id);
    const mine = this.last.then(() => this.search(ids, inputs, until_s));
    this.last = mine;
    return mine;
  }

  private search(
    ids: readonly string[],
    inputs: readonly Input[],
    until_s: number,
  ): Promise<Found> {
    const { plant, key, sampling } = this.definition;
    if (ids.length === 0 || this.stopped) return Promise.resolve(new Map());
    const workerData: ObservableTask = { ids, run: { plant, key, sampling, inputs, until_s } };
    const worker = new Worker(new URL('./observable-worker.js', import.meta.url), { workerData });
    worker.unref();
    this.worker = worker;
    return new Promise((resolve) => {
      worker.once('message', (seconds: Found) => {
        const found = new Map(
          [...seconds].map(([id, s]) => [id, s === null ? null : this.epoch + s * 1000]),
        );
        for (const [id, at] of found) this.known.set(id, at);
        resolve(found);
      });
      worker.once('error', () => resolve(new Map()));
      worker.once('exit', () => resolve(new Map()));
    });
  }
}
