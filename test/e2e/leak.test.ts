import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AlarmClaim } from '@plant47/contract';
import { findLeak, leakLine, runOverSockets } from '@plant47/scenarios';
import type { PlantHost } from '@plant47/simulator';
import { afterAll, expect, it } from 'vitest';
import { stringify } from 'yaml';

const folder = mkdtempSync(join(tmpdir(), 'plant47-leak-'));
afterAll(() => rmSync(folder, { recursive: true }));

const ONSET_H = 30;
const file = join(folder, 'dry.yaml');
writeFileSync(
  file,
  stringify({
    schema: 'plant47/scenario/1',
    id: 'dry',
    label: 'A bearing runs dry',
    plant: 'two-pumps',
    duration: '60h',
    learning: '24h',
    sampling: { scalars: '10min' },
    timeline: [
      {
        fault: 'bearing.starvation',
        asset: 'motor-1',
        component: 'bearing-de',
        at: `${ONSET_H}h`,
        ramp: '24h',
      },
    ],
  }),
);

/** Read the scenario, and calls the fault at the first scan after its onset. */
function cheat(host: PlantHost): void {
  const stop = host.on(({ type }) => {
    const { run, completeTo, manifest } = host.session;
    if (type !== 'scan' || completeTo <= manifest.epoch + ONSET_H * 3_600_000) return;
    stop();
    const claim: AlarmClaim = {
      schema: 'alarm/1',
      run,
      seq: 1,
      dataTs: completeTo,
      asset: 'motor-1',
      component: 'bearing-de',
      alarmId: 'knew-it',
      state: 'raised',
      priority: 2,
      hypotheses: [{ fault: 'bearing.starvation', p: 0.9 }],
    };
    host.desk.claim('cheat', claim);
  });
}

it('reports a contestant that has read the truth, over 20 runs on real sockets', async () => {
  const runs = Array.from({ length: 20 }, (_, i) => i + 1);
  const run = (seed: number) =>
    runOverSockets({ scenario: file, seed, engine: false, threads: 0, onListening: cheat });
  const grades = [];
  // Four at a time: each run stands still for two seconds at its end.
  for (let i = 0; i < runs.length; i += 4) {
    grades.push(...(await Promise.all(runs.slice(i, i + 4).map(run))));
  }
  const finding = findLeak(grades);
  expect(finding).toMatchObject({ runs: 20, verdict: 'leak' });
  expect(leakLine(finding)).toMatch(/^LEAK/);
});
