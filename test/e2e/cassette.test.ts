/** A plant recorded on its wires and played back to stock clients. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DataMessage } from '@plant47/contract';
import mqtt from 'mqtt';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { plant47, ROOT, type SpawnedPlant, spawnPlant } from '../testkit/index.js';

const PLANT = 'two-pumps';
const TEMPERATURE = 'motor-1.bearing-de.temperature';

let folder: string;
let plant: SpawnedPlant;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'plant47-cassette-'));
  plant = await spawnPlant(['--plant', PLANT, '--seed', '5', '--no-engine', '--rate', '20']);
});
afterAll(async () => {
  await plant.stop();
  rmSync(folder, { recursive: true, force: true });
});

interface Heard {
  readonly topic: string;
  readonly payload: string;
}

interface Done {
  readonly messages: number;
  readonly span: number;
}

/** What a stock client hears of a broker until it is stopped, or the broker closes. */
async function listenTo(port: number, topics: string[]) {
  const heard: Heard[] = [];
  const client = await mqtt.connectAsync(`mqtt://127.0.0.1:${port}`, { reconnectPeriod: 0 });
  const over = new Promise<void>((resolve) => {
    client.once('close', () => resolve());
  });
  client.on('message', (topic, payload) => {
    heard.push({ topic, payload: payload.toString('latin1') });
  });
  await client.subscribeAsync(topics);
  return { heard, over, stop: () => client.endAsync(true) };
}

/** Plays a cassette and listens to it; what was heard, and what the command says. */
async function playBack(file: string, topics: string[], ...args: string[]) {
  const ready = join(folder, `ready-${Math.round(performance.now())}.json`);
  const played = plant47(
    ['replay', file, '--mqtt-port', '0', '--ready-file', ready, '--json', ...args],
    { timeout_ms: 120_000 },
  );
  while (!existsSync(ready) || !readFileSync(ready, 'utf8').endsWith('\n')) {
    const early = await Promise.race([played, new Promise((next) => setTimeout(next, 20))]);
    if (early) throw new Error(JSON.stringify(early));
  }
  const { port } = (JSON.parse(readFileSync(ready, 'utf8')) as { mqtt: { port: number } }).mqtt;
  const { heard, over } = await listenTo(port, topics);
  await over;
  const { code, stdout, stderr } = await played;
  expect(code, stderr).toBe(0);
  return { heard, result: JSON.parse(stdout) as Done };
}

interface Line extends Record<string, unknown> {
  readonly t: number;
  readonly topic: string;
  readonly payload?: string;
}

const linesOf = (file: string): Line[] =>
  readFileSync(file, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);

async function capture(file: string, ...args: string[]): Promise<Done> {
  const { code, stdout, stderr } = await plant47(['capture', '--out', file, '--json', ...args], {
    timeout_ms: 60_000,
  });
  expect(code, stderr).toBe(0);
  return JSON.parse(stdout) as Done;
}

const broker = (): string => `mqtt://${plant.ready.mqtt.host}:${plant.ready.mqtt.port}`;
const DATA = [`${PLANT}/+/+/+/+/data`];

it('plays back what was heard, byte for byte, retained messages too', async () => {
  const file = join(folder, 'all.ndjson');
  const live = await listenTo(plant.ready.mqtt.port, DATA);
  const done = await capture(file, '--mqtt', broker(), '--messages', '120');
  const [first, ...records] = linesOf(file);
  expect(first).toMatchObject({ schema: 'plant47/cassette/1', source: 'mqtt', clock: 'arrival' });
  await live.stop();
  expect(done.messages).toBe(120);
  expect(records).toHaveLength(120);
  const { heard, result } = await playBack(file, [`${PLANT}/#`, 'plant47/v1/#'], '--rate', 'max');
  expect(result).toMatchObject({ messages: 120, span: done.span });
  const recorded = records.map(({ topic, payload, base64 }) => ({
    topic,
    payload: Buffer.from(payload ?? Buffer.from(base64 as string, 'base64')).toString('latin1'),
  }));
  const about = heard.filter(({ topic }) => topic === 'plant47/v1/cassette/about');
  expect(about).toHaveLength(1);
  expect(JSON.parse(about[0]?.payload ?? '')).toMatchObject({ overlay: null });
  expect(heard.filter((one) => !about.includes(one))).toEqual(recorded);
  // The same messages, at the same simulated times, as another client heard from the plant.
  const both = new Set(live.heard.map(({ topic, payload }) => `${topic} ${payload}`));
  const shared = recorded.filter(({ topic, payload }) => both.has(`${topic} ${payload}`));
  expect(shared.length).toBeGreaterThan(30);
});

it('keeps the distances in time, at its own rate', async () => {
  const file = join(folder, 'paced.ndjson');
  const { span } = await capture(file, '--mqtt', broker(), '--topic', ...DATA, '--messages', '150');
  expect(span).toBeGreaterThan(0.5);
  const start = performance.now();
  await playBack(file, DATA, '--rate', '0.5');
  expect((performance.now() - start) / 1000).toBeGreaterThan(2 * span);
});

it('polls a Modbus plant into a cassette, timed by its own clock, and plays its values', async () => {
  const map = join(folder, 'map.json');
  const listed = await plant47(['map', 'motor-1', '--plant', PLANT, '--format', 'json']);
  writeFileSync(map, listed.stdout);
  const [gateway] = plant.ready.modbus;
  const file = join(folder, 'polls.ndjson');
  const args = ['--modbus', `127.0.0.1:${gateway?.port}`, '--map', map, '--every', '100ms'];
  await capture(file, ...args, '--message-time', '--messages', '30');
  const { heard } = await playBack(file, ['plant47/v1/cassette/#'], '--rate', 'max');
  const messages = heard.flatMap(({ topic, payload }) =>
    topic.endsWith('/data') ? [JSON.parse(payload) as DataMessage] : [],
  );
  expect(messages).toHaveLength(30);
  const warm = messages.flatMap(({ points }) => points[TEMPERATURE] ?? []);
  expect(warm.length).toBeGreaterThan(0);
  const answer = await plant.api('viewer', `/api/v1/points/${TEMPERATURE}/history`);
  const trend = (await answer.json()) as { simTs: number[]; values: number[] };
  const known = new Map(trend.simTs.map((t, i) => [t, trend.values[i]]));
  const compared = messages.flatMap(({ simTs, points }) => {
    const [value] = points[TEMPERATURE] ?? [];
    return typeof value === 'number' && known.has(simTs) ? [[value, known.get(simTs)]] : [];
  });
  expect(compared.length).toBeGreaterThan(3);
  for (const [polled, shown] of compared) expect(polled).toBeCloseTo(shown as number, 3);
});

it('lays a simulated fault over the recorded values it shows in, and over no other', async () => {
  const file = join(folder, 'healthy.ndjson');
  const args = ['--mqtt', broker(), '--topic', ...DATA, '--messages', '400', '--message-time'];
  await capture(file, ...args);
  const fault = ['--overlay', 'bearing.starvation', '--point', TEMPERATURE, '--plant', PLANT];
  const { heard } = await playBack(file, [...DATA, 'plant47/v1/#'], '--rate', 'max', ...fault);
  const about = heard.find(({ topic }) => topic.endsWith('/about'));
  expect(about?.payload).toContain('the recorded machine never had this fault');
  const played = heard.filter((one) => one !== about);
  const records = linesOf(file).slice(1);
  expect(played).toHaveLength(records.length);
  const rises: number[] = [];
  records.forEach(({ payload }, i) => {
    const before = JSON.parse(payload ?? '') as DataMessage;
    const after = JSON.parse(played[i]?.payload ?? '') as DataMessage;
    const { [TEMPERATURE]: cold, ...others } = before.points;
    const { [TEMPERATURE]: warm, ...same } = after.points;
    expect({ ...after, points: same }).toEqual({ ...before, points: others });
    if (cold && warm) rises.push((warm[0] as number) - (cold[0] as number));
  });
  expect(rises.length).toBeGreaterThan(20);
  expect(rises.at(-1)).toBeGreaterThan(0.2);
  expect(rises.at(-1)).toBeGreaterThan(rises[1] as number);
});

it('says in a line what it cannot record or play', async () => {
  const neither = await plant47(['capture', '--out', join(folder, 'x')]);
  expect(neither.code).toBe(2);
  expect(neither.stderr).toMatch(/^E_SOURCE /);
  const other = await plant47(['replay', join(ROOT, 'package.json')]);
  expect(other.code).toBe(2);
  expect(other.stderr).toMatch(/^E_CASSETTE /);
});
