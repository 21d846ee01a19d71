/** A process that makes one run in memory: a job comes in, records go out, nothing else. */
import { readScenario } from '../runner/library.js';
import { runInMemory } from '../runner/memory.js';
import { readPlant } from '../runner/plant-file.js';
import type { Job, RunRecord } from './record.js';

export type WorkerAnswer =
  | { readonly type: 'progress'; readonly day: number }
  | { readonly type: 'record'; readonly record: RunRecord }
  | { readonly type: 'done' };

process.once('message', (job: Job) => {
  const start = performance.now();
  const scenario = readScenario(job.scenario).value;
  const result = runInMemory({
    scenario,
    plant: readPlant(scenario.plant).value,
    seed: job.seed,
    variants: job.variants,
    ...(job.only === undefined ? {} : { only: job.only }),
    onDay: (day) => answer({ type: 'progress', day }),
  });
  for (const { variant, grade } of result.graded) {
    const wall_s = (performance.now() - start) / 1000;
    const { scenario: name, seed } = job;
    answer({
      type: 'record',
      record: { scenario: name, seed, variant, transport: 'memory', wall_s, grade },
    });
  }
  answer({ type: 'done' }, () => process.disconnect());
});

function answer(message: WorkerAnswer, sent: () => void = () => undefined): void {
  process.send?.(message, undefined, undefined, sent);
}
