/** Nobody changes the plant by looking: one hash with no, one and two hundred clients. */
import { connect, type Socket } from 'node:net';
import type { ClockAnswer } from '@plant47/contract';
import mqtt, { type MqttClient } from 'mqtt';
import { expect, it } from 'vitest';
import WebSocket from 'ws';
import { type SpawnedPlant, spawnPlant } from '../testkit/index.js';

const HOUR = 3_600_000;
const ARGS = ['--scenario', 'healthy-30d', '--seed', '7', '--no-engine', '--rate', '0.001'];
/** FC4, unit 47, ten registers from 0. */
const READ = Buffer.from('0001000000062f040000000a', 'hex');

interface Audience {
  readonly messages: () => number;
  readonly replies: () => number;
  readonly leave: () => void;
}

/** Half of `n` clients hear everything, half poll 20 times a second; two twins are open. */
async function audience(plant: SpawnedPlant, n: number): Promise<Audience> {
  const { mqtt: broker, modbus, http } = plant.ready;
  let messages = 0;
  let replies = 0;
  const clients: MqttClient[] = [];
  const sockets: Socket[] = [];
  for (let i = 0; i < n / 2; i++) {
    const client = await mqtt.connectAsync(`mqtt://${broker.host}:${broker.port}`);
    client.on('message', () => messages++);
    await client.subscribeAsync('#');
    clients.push(client);
    const socket = connect({ host: modbus[0]!.host, port: modbus[0]!.port, noDelay: true });
    socket.on('data', () => {
      replies++;
      setTimeout(() => socket.destroyed || socket.write(READ), 50);
    });
    socket.write(READ);
    sockets.push(socket);
  }
  const twins = n === 0 ? [] : [1, 2].map(() => new WebSocket(new URL('/twin/v1', http)));
  return {
    messages: () => messages,
    replies: () => replies,
    leave: () => {
      for (const client of clients) client.end(true);
      for (const socket of sockets) socket.destroy();
      for (const twin of twins) twin.terminate();
    },
  };
}

async function clock(plant: SpawnedPlant, body: unknown): Promise<ClockAnswer> {
  const answer = await plant.api('instructor', '/api/v1/clock', body);
  expect(answer.status).toBe(200);
  return (await answer.json()) as ClockAnswer;
}

/** The hash at `hours`, after a stretch at each pace on the way. */
async function hashAt(plant: SpawnedPlant, hours: number, paces: readonly number[]) {
  const start = (await clock(plant, { verb: 'freeze' })).simTs;
  for (const rate of paces) {
    await clock(plant, { verb: 'rate', rate });
    const { simTs } = await clock(plant, { verb: 'run' });
    const behind = 1000 * rate;
    await expect
      .poll(
        async () => {
          const answer = await plant.api('viewer', '/api/v1/clock');
          return ((await answer.json()) as ClockAnswer).simTs;
        },
        { timeout: 60_000 },
      )
      .toBeGreaterThanOrEqual(simTs + behind);
    await clock(plant, { verb: 'freeze' });
  }
  const epoch = Math.floor(start / (24 * HOUR)) * 24 * HOUR;
  const now = (await clock(plant, { verb: 'freeze' })).simTs;
  const seconds = (epoch + hours * HOUR - now) / 1000;
  const { hash, simTs } = await clock(plant, { verb: 'advance', seconds });
  return { hash, simTs };
}

it('the hash is the same with 0, 1 and 200 clients, at max and at ×600', async () => {
  const seen: unknown[] = [];
  for (const [clients, paces] of [
    [0, []],
    [2, [600]],
    [200, [600]],
  ] as const) {
    await using plant = await spawnPlant(ARGS);
    const all = await audience(plant, clients);
    seen.push(await hashAt(plant, 4, paces));
    if (clients > 0) {
      expect(all.messages()).toBeGreaterThan(20 * 180);
      expect(all.replies()).toBeGreaterThan(10);
    }
    all.leave();
  }
  expect(seen).toEqual([seen[0], seen[0], seen[0]]);
  expect(seen[0]).toMatchObject({ hash: expect.stringMatching(/^[0-9a-f]+$/) });
});
