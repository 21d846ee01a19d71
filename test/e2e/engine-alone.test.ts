/** `plant47 engine` against a plant that runs without one, and `fork` beneath it. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AlarmView, ClockAnswer } from '@plant47/contract';
import { expect, it } from 'vitest';
import { stringify } from 'yaml';
import { plant47, type SpawnedPlant, spawnPlant } from '../testkit/index.js';

const COMMAND = fileURLToPath(import.meta.resolve('@plant47/scenarios/bin/plant47.mjs'));
const DAY_S = 86_400;

async function get<T>(plant: SpawnedPlant, path: string): Promise<T> {
  return (await (await plant.api('instructor', `/api/v1${path}`)).json()) as T;
}

function advance(plant: SpawnedPlant, seconds: number): Promise<Response> {
  return plant.api('instructor', '/api/v1/clock', { verb: 'advance', seconds });
}

it('enrols, claims what it sees, and ends with the run that a fork ends', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'plant47-alone-'));
  const file = join(folder, 'quiet.yaml');
  const scenario = {
    schema: 'plant47/scenario/1',
    id: 'quiet-days',
    label: 'nothing happens',
    plant: 'two-pumps',
    duration: '31d',
    learning: '4d',
    sampling: { scalars: '10min' },
  };
  writeFileSync(file, stringify(scenario));
  await using plant = await spawnPlant(['--scenario', file, '--rate', '0.001', '--no-engine']);
  await plant.api('instructor', '/api/v1/clock', { verb: 'freeze' });
  const { ready } = plant;
  const gateways = ready.modbus.flatMap(({ host, port }) => ['--modbus', `${host}:${port}`]);
  const broker = `mqtt://${ready.mqtt.host}:${ready.mqtt.port}`;
  const flags = ['engine', '--mqtt', broker, ...gateways, '--team', 'mine', '--lockstep'];
  const engine = spawn(process.execPath, [COMMAND, ...flags, '--state', folder], {
    stdio: 'ignore',
  });
  const ended = new Promise<number | null>((resolve) => engine.once('close', resolve));
  await expect
    .poll(() => get<{ team: string; state: string }[]>(plant, '/teams'), { timeout: 60_000 })
    .toEqual([expect.objectContaining({ team: 'mine', state: 'done' })]);

  await advance(plant, 5 * DAY_S);
  await plant.api('instructor', '/api/v1/inject', {
    asset: 'motor-1',
    component: 'bearing-de.temperature',
    fault: 'sensor.bias',
  });
  await advance(plant, DAY_S);
  const alarms = await get<AlarmView[]>(plant, '/alarms');
  expect(alarms).toContainEqual(expect.objectContaining({ team: 'mine', asset: 'motor-1' }));

  const before = await get<ClockAnswer>(plant, '/clock');
  const remote = ['--url', ready.http, '--token', ready.tokens.instructor];
  const forked = await plant47(['fork', 'what-if', ...remote, '--json']);
  expect(forked.code).toBe(0);
  const after = await get<ClockAnswer>(plant, '/clock');
  expect(after.run).not.toBe(before.run);
  expect({ tick: after.tick, completeTo: after.completeTo }).toEqual({
    tick: before.tick,
    completeTo: before.completeTo,
  });
  expect(await ended).toBe(0);
  rmSync(folder, { recursive: true });
});
