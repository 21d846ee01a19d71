/** Nobody changes the plant by looking: one hash with no, one and two hundred clients. */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ClockAnswer, Manifest } from '@plant47/contract';
import mqtt, { type MqttClient } from 'mqtt';
import { afterAll, expect, it } from 'vitest';
import WebSocket from 'ws';
import { stringify } from 'yaml';
import { type SpawnedPlant, spawnPlant } from '../testkit/index.js';

const HOUR_S = 3600;
/** `npm run looking` takes the whole water works and a whole minute; the gate two pumps and 6 s. */
const WHOLE = process.env['PLANT47_LOOKING'] === 'whole';
const DAYS = 30;
/** Wall seconds at ×1 and at ×600. */
const SLOW_S = WHOLE ? 60 : 6;
const FAST_S = 6;

const folder = mkdtempSync(join(tmpdir(), 'plant47-looking-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Thirty quiet days, scanned every ten minutes. */
function quietDays(): string {
  if (WHOLE) return 'healthy-30d';
  const file = join(folder, 'quiet.yaml');
  const text = stringify({
    schema: 'plant47/scenario/1',
    id: 'quiet-days',
    label: 'nothing happens',
    plant: 'two-pumps',
    duration: '31d',
    learning: '10d',
    sampling: { scalars: '10min' },
    timeline: [],
  });
  writeFileSync(file, text);
  return file;
}

const ARGS = ['--seed', '7', '--no-engine', '--rate', '0.001', '--scenario'];
/** FC4, unit 1, eight registers from 0. */
const READ = Buffer.from('000100000006010400000008', 'hex');

interface Audience {
  readonly messages: () => number;
  readonly replies: () => number;
  readonly leave: () => void;
}

/** Half of `n` clients hear one device each, half poll 20 times a second; two twins are open. */
async function audience(plant: SpawnedPlant, n: number): Promise<Audience> {
  const { mqtt: broker, modbus, http } = plant.ready;
  let messages = 0;
  let replies = 0;
  const topics = await dataTopics(plant);
  const clients: MqttClient[] = [];
  const sockets: Socket[] = [];
  for (let i = 0; i < n / 2; i++) {
    const client = await mqtt.connectAsync(`mqtt://${broker.host}:${broker.port}`);
    client.on('message', () => messages++);
    await client.subscribeAsync(topics[i % topics.length] ?? '#');
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

async function dataTopics(plant: SpawnedPlant): Promise<string[]> {
  const manifest = (await (await plant.api('viewer', '/api/v1/plant')).json()) as Manifest;
  return manifest.assets.flatMap(({ devices }) => devices.map(({ topic }) => `${topic}/data`));
}

/** Runs for so many wall seconds at a rate, then freezes. */
async function paced(plant: SpawnedPlant, rate: number, wall_s: number): Promise<void> {
  await clock(plant, { verb: 'rate', rate });
  const { simTs } = await clock(plant, { verb: 'run' });
  const now = async (): Promise<number> => {
    const answer = await plant.api('viewer', '/api/v1/clock');
    return ((await answer.json()) as ClockAnswer).simTs;
  };
  await expect
    .poll(now, { timeout: 1000 * (20 * wall_s + 60), interval: 200 })
    .toBeGreaterThanOrEqual(simTs + 1000 * rate * wall_s);
  await clock(plant, { verb: 'freeze' });
}

/** The hash after thirty days, before `n` clients and with a stretch at each pace. */
async function hashBefore(n: number) {
  await using plant = await spawnPlant([...ARGS, quietDays()]);
  const { simTs: start } = await clock(plant, { verb: 'freeze' });
  const all = await audience(plant, n);
  if (n > 0) {
    await paced(plant, 1, SLOW_S);
    await paced(plant, 600, FAST_S);
  }
  const { simTs: now } = await clock(plant, { verb: 'freeze' });
  const left = DAYS * 24 * HOUR_S - (now - start) / 1000;
  const { hash, tick } = await clock(plant, { verb: 'advance', seconds: left });
  if (n > 0) {
    await expect.poll(all.messages, { timeout: 60_000 }).toBeGreaterThan((n / 2) * DAYS * 100);
    expect(all.replies()).toBeGreaterThan(n);
  }
  all.leave();
  return { hash, tick };
}

const timeout = WHOLE ? 1_800_000 : 300_000;

it('the hash is one with 0, 1 and 200 clients, at max, ×600 and ×1', { timeout }, async () => {
  const [alone, one, crowd] = await Promise.all([0, 2, 200].map(hashBefore));
  expect(alone?.tick).toBe(DAYS * 24 * HOUR_S * 20);
  expect(one).toEqual(alone);
  expect(crowd).toEqual(alone);
});
