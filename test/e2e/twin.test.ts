/** The twin in a real browser: draws with WebGL2, picks each train, walks the trainee's path. */
import type { ExerciseView } from '@plant47/contract';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type SpawnedPlant, spawnPlant } from '../testkit/index.js';
import { openBrowser, openTwin, type TwinProbe } from './browser.js';

type Browser = Awaited<ReturnType<typeof openBrowser>>;
declare const __twin: TwinProbe;

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
}, 120_000);
afterAll(() => browser?.close());

it('draws all 60 trains with WebGL2 in at most 20 calls and picks each one', async () => {
  await using plant = await spawnPlant([
    '--plant',
    'waterworks',
    '--seed',
    '47',
    '--rate',
    '60',
    '--no-engine',
  ]);
  const { http, tokens } = plant.ready;
  const { page, strangers } = await openTwin(browser, { http, token: tokens.viewer });
  const seen = await page.evaluate(() => ({
    webgl2: __twin.webgl2,
    renderer: __twin.renderer,
    role: __twin.role,
    stats: __twin.stats(),
  }));
  expect(seen.webgl2).toBe(true);
  expect(seen.renderer).not.toBe('');
  expect(seen.role).toBe('viewer');
  expect(seen.stats.calls).toBeGreaterThan(0);
  expect(seen.stats.calls).toBeLessThanOrEqual(20);
  const wrong = await page.evaluate(() => {
    const misses: string[] = [];
    for (let n = 1; n <= 60; n++) {
      const asset = `motor-${String(n).padStart(2, '0')}`;
      const at = __twin.project(asset);
      const hit = at && __twin.pick(at.x, at.y);
      if (hit !== asset) misses.push(`${asset}: ${hit}`);
    }
    return misses;
  });
  expect(wrong).toEqual([]);
  expect(strangers).toEqual([]);
  await page.close();
});

it('turns balls at the cage speed that the catalogue gives', async () => {
  await using plant = await spawnPlant([
    '--plant',
    'waterworks',
    '--seed',
    '47',
    '--rate',
    '1',
    '--no-engine',
  ]);
  const { http, tokens } = plant.ready;
  const { page } = await openTwin(browser, { http, token: tokens.viewer, path: '/m/motor-47' });
  const turned = await page.evaluate(async () => {
    const first = __twin.stats().pose['motor-47']!;
    await new Promise((resolve) => setTimeout(resolve, 5000));
    const last = __twin.stats().pose['motor-47']!;
    return { shaft: last.shaft - first.shaft, cage: last.cage - first.cage };
  });
  expect(turned.shaft).toBeGreaterThan(0);
  // FTF of a 6309: (1 − 17.462/72.5)/2.
  expect(turned.cage / turned.shaft).toBeCloseTo((1 - 17.462 / 72.5) / 2, 6);
  await page.close();
});

async function report(plant: SpawnedPlant): Promise<ExerciseView> {
  return (await (await plant.api('instructor', '/api/v1/report')).json()) as ExerciseView;
}

it('walks a trainee from the alarm to the debrief', { timeout: 600_000 }, async () => {
  await using plant = await spawnPlant(['--scenario', 'motor-47-starvation', '--seed', '47']);
  const { http, tokens } = plant.ready;
  const { page, strangers } = await openTwin(browser, {
    http,
    token: tokens.trainee,
    path: '/m/motor-47',
    small: true,
  });
  await page.getByTestId('alarm-banner').getByText('motor-47').waitFor({ timeout: 300_000 });
  await page.getByTestId('ack').first().click();
  await expect
    .poll(async () => mark(await report(plant), 'acknowledged'), { timeout: 120_000 })
    .not.toBeNull();
  await page.getByTestId('diagnose-fault').selectOption('bearing.starvation');
  await page.getByTestId('diagnose-submit').click();
  await expect
    .poll(async () => mark(await report(plant), 'diagnosed'), { timeout: 120_000 })
    .not.toBeNull();
  await page.getByTestId('action-regrease').first().click();
  for (const name of ['injected', 'observable', 'alarm', 'acknowledged', 'diagnosed', 'action']) {
    await page.getByTestId(`mark-${name}`).waitFor({ timeout: 240_000 });
  }
  const times = (await report(plant)).marks.map((m) => m.simTs);
  expect(times).toHaveLength(6);
  expect(times.every((t) => t !== null)).toBe(true);
  expect(strangers).toEqual([]);
  await page.close();
});

function mark(view: ExerciseView, name: string): number | null {
  return view.marks.find((m) => m.mark === name)?.simTs ?? null;
}
