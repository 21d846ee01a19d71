/** With an access file: who has a login gets in, and as what the file says. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hashSecret } from '@plant47/simulator';
import mqtt, { type MqttClient } from 'mqtt';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { plant47, type SpawnedPlant, spawnPlant } from '../testkit/index.js';

const folder = mkdtempSync(join(tmpdir(), 'plant47-access-'));
const file = join(folder, 'access.yaml');
const PASSWORDS = { anna: 'eleven pumps', vic: 'only looking' };
let plant: SpawnedPlant;

beforeAll(async () => {
  const users = [
    { name: 'anna', role: 'instructor', secret: await hashSecret(PASSWORDS.anna) },
    { name: 'vic', role: 'viewer', secret: await hashSecret(PASSWORDS.vic) },
  ];
  writeFileSync(file, stringify({ schema: 'plant47/access/1', users }));
  plant = await spawnPlant(['--plant', 'two-pumps', '--rate', '1', '--access', file]);
});
afterAll(async () => {
  await plant?.stop();
  rmSync(folder, { recursive: true });
});

function connect(username?: keyof typeof PASSWORDS, password?: string): Promise<MqttClient> {
  const { host, port } = plant.ready.mqtt;
  const login = username && { username, password: password ?? PASSWORDS[username] };
  return mqtt.connectAsync(`mqtt://${host}:${port}`, { reconnectPeriod: 0, ...login });
}

it('refuses MQTT without a login or with a wrong one, and lets its own engine in', async () => {
  await expect(connect()).rejects.toMatchObject({ code: 4 });
  await expect(connect('anna', 'wrong')).rejects.toMatchObject({ code: 4 });
  const client = await connect('vic');
  expect(client.connected).toBe(true);
  await client.endAsync();
  const teams = await (await plant.api('viewer', '/api/v1/teams')).json();
  expect(
    (teams as { team: string; state: string }[]).map(({ team, state }) => [team, state === 'lost']),
  ).toEqual([['plant47', false]]);
});

it("drops a viewer's command and takes an instructor's", async () => {
  const replies: unknown[] = [];
  const topic = 'two-pumps/hall/main/motor-1/process/cmd';
  for (const name of ['vic', 'anna'] as const) {
    const client = await connect(name);
    client.on('message', (_, payload) => replies.push([name, JSON.parse(payload.toString())]));
    await client.subscribeAsync(`${topic}/reply`);
    await client.publishAsync(topic, JSON.stringify({ id: 7, command: 'stop' }), {
      qos: 1,
    });
    if (name === 'anna') await expect.poll(() => replies.length, { timeout: 20_000 }).toBe(1);
    await client.endAsync();
  }
  expect(replies).toEqual([['anna', expect.objectContaining({ id: 7, ok: true })]]);
});

it('opens a session of the role of the file', async () => {
  const session = (user: string, password: string): Promise<Response> =>
    fetch(new URL('/api/v1/session', plant.ready.http), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ user, password }),
    });
  expect((await session('anna', 'wrong')).status).toBe(401);
  const answer = await session('anna', PASSWORDS.anna);
  expect(await answer.json()).toEqual({ role: 'instructor' });
  const cookie = answer.headers.get('set-cookie')?.split(';', 1)[0] ?? '';
  const truth = await fetch(new URL('/api/v1/truth', plant.ready.http), { headers: { cookie } });
  expect(truth.status).toBe(200);
});

it('denies a topic to everybody where the file names no users', async () => {
  const denying = join(folder, 'denying.yaml');
  const topics = [{ filter: 'test/nosubscribe', deny: 'subscribe' }];
  writeFileSync(denying, stringify({ schema: 'plant47/access/1', topics }));
  const flags = ['--plant', 'two-pumps', '--access', denying, '--mqtt-ws-port', '0'];
  const open = await spawnPlant(flags);
  try {
    const { host, port, webSocketPort } = open.ready.mqtt as { webSocketPort?: number } & {
      host: string;
      port: number;
    };
    for (const url of [`mqtt://${host}:${port}`, `ws://${host}:${webSocketPort}`]) {
      const client = await mqtt.connectAsync(url, { reconnectPeriod: 0 });
      await expect(client.subscribeAsync('test/nosubscribe')).rejects.toThrow();
      await client.subscribeAsync('test/other');
      await client.endAsync();
    }
  } finally {
    await open.stop();
  }
});

it('says what is wrong with an access file, and hashes a secret', async () => {
  const bad = join(folder, 'bad.yaml');
  writeFileSync(bad, 'schema: plant47/access/1\nusers: [{ name: a b, role: king, secret: x }]\n');
  const { code, stderr } = await plant47(['up', '--access', bad]);
  expect(code).toBe(2);
  expect(stderr.split('\n').filter((line) => line.startsWith('E_ACCESS_FILE'))).toHaveLength(3);
  const empty = await plant47(['secret']);
  expect(empty.stderr).toContain('E_ACCESS_FILE');
});
