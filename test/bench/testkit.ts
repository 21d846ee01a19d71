/** How fast a plant of two pumps is there: in a fresh process, warm, and twenty at once. */
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { startPlant } from '../testkit/index.js';
import type { BenchResult } from './result.js';

const WARM = 20;
const TOGETHER = 20;
const COLD = 3;
const WARM_MS = 300;
const COLD_MS = 1000;

const KIT = new URL('../testkit/index.js', import.meta.url);

/** Import of the testkit and the first start, in a process of its own. */
const COLD_SCRIPT = `
  const start = performance.now();
  const { startPlant } = await import(${JSON.stringify(KIT.href)});
  const plant = await startPlant();
  console.log(performance.now() - start);
  await plant.stop();
`;

const middle = (all: number[]): number => all.sort((a, b) => a - b)[Math.floor(all.length / 2)]!;

export async function benchTestkit(): Promise<BenchResult[]> {
  const cold = Array.from({ length: COLD }, () => {
    const args = ['--input-type=module', '-e', COLD_SCRIPT];
    const cwd = fileURLToPath(new URL('.', KIT));
    return Number(execFileSync(process.execPath, args, { cwd, encoding: 'utf8' }));
  });
  const warm: number[] = [];
  for (let seed = 0; seed < WARM; seed++) {
    const start = performance.now();
    await using plant = await startPlant({ seed });
    if (plant.simTs > 0) warm.push(performance.now() - start);
  }
  const start = performance.now();
  const plants = await Promise.all(
    Array.from({ length: TOGETHER }, (_, seed) => startPlant({ seed })),
  );
  const together = performance.now() - start;
  await Promise.all(plants.map((plant) => plant.stop()));
  const row = (name: string, value: number, limit: number): BenchResult => ({
    name: `testkit ${name}`,
    value,
    unit: 'ms',
    ratio: value / limit,
    against: `${limit} ms`,
  });
  return [
    row('cold start, median', middle(cold), COLD_MS),
    row('warm start, median', middle(warm), WARM_MS),
    row('twenty plants at once', together, TOGETHER * WARM_MS),
  ];
}
