/** A plant that was killed in the middle, and a run to its end, come to the same hashes again. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ClockAnswer } from '@plant47/contract';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { plant47, spawnPlant } from '../testkit/index.js';

let state: string;
beforeAll(() => {
  state = mkdtempSync(join(tmpdir(), 'plant47-replay-'));
});
afterAll(() => rmSync(state, { recursive: true, force: true }));

interface Replay {
  readonly run: string;
  readonly seed: number;
  readonly hash: string;
  readonly same: boolean | null;
}

async function replay(run: string, ...args: string[]): Promise<Replay> {
  const said = await plant47(['replay', run, '--state', state, '--json', ...args]);
  expect(said.code, said.stderr).toBe(0);
  return JSON.parse(said.stdout) as Replay;
}

it('replays a plant that an instructor and an operator had in hand when it was killed', async () => {
  const args = ['--plant', 'two-pumps', '--seed', '8', '--no-engine', '--rate', '0.001'];
  await using plant = await spawnPlant([...args, '--state', state]);
  const post = async (path: string, body: unknown): Promise<unknown> => {
    const answer = await plant.api('instructor', path, body);
    expect(answer.status).toBe(200);
    return answer.json();
  };
  const advance = (minutes: number): Promise<unknown> =>
    post('/api/v1/clock', { verb: 'advance', seconds: 60 * minutes });
  await advance(7);
  const fault = { fault: 'bearing.starvation', component: 'bearing-de', severity: 0.9 };
  await post('/api/v1/inject', { asset: 'motor-1', ...fault });
  await post('/api/v1/actions', { asset: 'motor-2', action: 'stop' });
  await advance(11);
  await post('/api/v1/actions', { asset: 'motor-2', action: 'start' });
  const { tick, hash } = (await advance(4)) as ClockAnswer;
  process.kill(plant.ready.pid, 'SIGKILL');
  const until = `${(tick as number) / 20}s`;
  const again = await replay(plant.ready.run, '--until', until);
  expect(again).toMatchObject({ run: plant.ready.run, seed: 8, hash });
  expect(await replay('newest', '--until', until)).toEqual(again);
});

it('replays a headless run by the command that it prints', async () => {
  const args = ['--seed', '4', '--until', '3h', '--no-engine', '--state', state, '--json'];
  const said = await plant47(['run', 'healthy-30d', ...args]);
  const report = JSON.parse(said.stdout) as { run: string; hash: string };
  expect(said.stderr).toContain(`again: plant47 replay ${report.run}`);
  const again = await replay(report.run);
  expect(again).toMatchObject({ seed: 4, hash: report.hash, same: true });
  const files = readdirSync(join(state, 'runs', report.run));
  expect(files).toEqual(expect.arrayContaining(['run.json', 'inputs.ndjson', 'definition.yaml']));
  const record = JSON.parse(
    readFileSync(join(state, 'runs', report.run, 'run.json'), 'utf8'),
  ) as Record<string, unknown>;
  expect(record).toMatchObject({ scenario: 'healthy-30d', seed: 4, rate: 0 });
});

it('names the runs there are where one is unknown', async () => {
  const said = await plant47(['replay', 'run-nowhere', '--state', state]);
  expect(said.code).toBe(2);
  expect(said.stderr).toMatch(/^E_NO_RECORDING .*run-[0-9a-f]{12}/);
});
