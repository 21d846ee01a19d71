/** A fault that the instructor injects gets its observable mark, as a scenario's does. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ExerciseView, TruthView } from '@plant47/contract';
import { expect, it } from 'vitest';
import { stringify } from 'yaml';
import { type SpawnedPlant, spawnPlant } from '../testkit/index.js';

const DAY_S = 86_400;

function advance(plant: SpawnedPlant, seconds: number): Promise<Response> {
  return plant.api('instructor', '/api/v1/clock', { verb: 'advance', seconds });
}

async function markAt(plant: SpawnedPlant): Promise<number | null> {
  // The mark is set at the first scan after the search has ended.
  await advance(plant, 600);
  const view = (await (await plant.api('instructor', '/api/v1/report')).json()) as ExerciseView;
  return view.marks.find(({ mark }) => mark === 'observable')?.simTs ?? null;
}

it('marks from when an injected fault can be told, and tells the instructor', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'plant47-mark-'));
  const file = join(folder, 'quiet.yaml');
  const scenario = {
    schema: 'plant47/scenario/1',
    id: 'quiet-days',
    label: 'nothing happens',
    plant: 'two-pumps',
    duration: '31d',
    learning: '2d',
    sampling: { scalars: '10min' },
  };
  writeFileSync(file, stringify(scenario));
  await using plant = await spawnPlant(['--scenario', file, '--rate', '0.001', '--no-engine']);
  rmSync(folder, { recursive: true });
  await plant.api('instructor', '/api/v1/clock', { verb: 'freeze' });
  await advance(plant, 3 * DAY_S);
  const injected = await plant.api('instructor', '/api/v1/inject', {
    asset: 'motor-1',
    component: 'pump',
    fault: 'pump.strainer-clog',
    severity: 0.8,
  });
  const { id, simTs } = (await injected.json()) as { id: string; simTs: number };
  await expect.poll(() => markAt(plant), { timeout: 120_000 }).not.toBeNull();
  const at = (await markAt(plant)) ?? 0;
  expect(at).toBeGreaterThanOrEqual(simTs);
  expect(at).toBeLessThan(simTs + DAY_S * 1000);
  const truth = (await (await plant.api('instructor', '/api/v1/truth')).json()) as TruthView;
  expect(truth.faults.find((fault) => fault.id === id)?.observableTs).toBe(at);
});
