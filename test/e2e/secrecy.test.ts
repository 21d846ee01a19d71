/** Nothing sealed is on Modbus, MQTT, HTTP or the viewer's WebSocket. */
import { createConnection } from 'node:net';
import { CLAIMABLE, type ClockAnswer, FAULT_IDS, type Manifest } from '@plant47/contract';
import mqtt from 'mqtt';
import { expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { type SpawnedPlant, spawnPlant } from '../testkit/index.js';
import { canaries } from './canaries.js';

const SEVERITY = 0.731_945_628;
const SECONDS = 8;

interface Capture {
  readonly mqtt: { topic: string; payload: Buffer }[];
  readonly modbus: Buffer[];
  readonly frames: { kind: string; bytes: Buffer }[];
  readonly http: Buffer[];
}

async function capture(plant: SpawnedPlant): Promise<Capture> {
  const all: Capture = { mqtt: [], modbus: [], frames: [], http: [] };
  const client = await mqtt.connectAsync(
    `mqtt://${plant.ready.mqtt.host}:${plant.ready.mqtt.port}`,
  );
  client.on('message', (topic, payload) => all.mqtt.push({ topic, payload }));
  await client.subscribeAsync('#');
  const socket = new WebSocket(`${plant.ready.http.replace('http', 'ws')}/twin/v1`, {
    headers: { authorization: `Bearer ${plant.ready.tokens.viewer}` },
  });
  socket.on('message', (data: Buffer, binary: boolean) => {
    const kind = binary ? 'frame' : (JSON.parse(data.toString()) as { type: string }).type;
    all.frames.push({ kind, bytes: data });
  });
  const { host, port } = plant.ready.modbus[0]!;
  const modbus = createConnection({ host, port });
  modbus.on('data', (chunk) => all.modbus.push(chunk));
  let id = 0;
  const timer = setInterval(() => {
    for (const unit of [47, 127, 207]) {
      const request = Buffer.from([0, 0, 0, 0, 0, 6, unit, 4, 0, 0, 0, 16]);
      request.writeUInt16BE(++id & 0xffff, 0);
      modbus.write(request);
    }
  }, 100);
  for (const path of [
    'clock',
    'plant',
    'points?asset=motor-47',
    'alarms',
    'report',
    'runs',
    'truth',
    'faults',
  ]) {
    const answer = await plant.api('viewer', `/api/v1/${path}`);
    all.http.push(Buffer.from(await answer.arrayBuffer()));
  }
  await new Promise((resolve) => setTimeout(resolve, SECONDS * 1000));
  clearInterval(timer);
  modbus.destroy();
  socket.close();
  await client.endAsync();
  return all;
}

/** Brings plants to one simulated instant, however long each took to start, and runs them. */
async function together(...plants: SpawnedPlant[]): Promise<void> {
  const clocks: ClockAnswer[] = [];
  for (const plant of plants) {
    const answer = await plant.api('instructor', '/api/v1/clock', { verb: 'freeze' });
    clocks.push((await answer.json()) as ClockAnswer);
  }
  const latest = Math.max(...clocks.map(({ simTs }) => simTs)) + 1000;
  for (const [k, plant] of plants.entries()) {
    const seconds = (latest - (clocks[k]?.simTs ?? latest)) / 1000;
    await plant.api('instructor', '/api/v1/clock', { verb: 'advance', seconds });
  }
  for (const plant of plants) await plant.api('instructor', '/api/v1/clock', { verb: 'run' });
}

it('lets no severity, onset, record id or fault name of a run out to a viewer', async () => {
  const args = ['--plant', 'waterworks', '--seed', '47', '--rate', '60', '--no-engine'];
  await using faulty = await spawnPlant(args);
  await using healthy = await spawnPlant(args);
  const manifest = (await (await faulty.api('viewer', '/api/v1/plant')).json()) as Manifest;
  const onset = manifest.epoch + 123_456_789;
  const injected = await faulty.api('instructor', '/api/v1/inject', {
    asset: 'motor-47',
    component: 'bearing-de',
    fault: 'bearing.starvation',
    severity: SEVERITY,
    ramp_s: 987_654.321,
  });
  expect(injected.status).toBe(200);
  const record = (await injected.json()) as { id?: string };
  await together(faulty, healthy);
  const [bad, good] = await Promise.all([capture(faulty), capture(healthy)]);

  const bytes = [
    ...bad.mqtt.map((m) => m.payload),
    ...bad.modbus,
    ...bad.frames.map((f) => f.bytes),
    ...bad.http,
  ];
  const texts = record.id ? [record.id] : [];
  expect(texts).toHaveLength(1);
  const all = Buffer.concat(bytes);
  const leaked = canaries([SEVERITY, 987_654.321, onset], texts).filter((c) => all.includes(c));
  expect(leaked.map((canary) => canary.toString('hex'))).toEqual([]);

  const named = (message: { payload: Buffer }): string[] =>
    FAULT_IDS.filter((fault) => fault !== 'unknown' && message.payload.includes(`"${fault}"`));
  for (const run of [bad, good]) {
    const outside = run.mqtt.filter((m) => !m.topic.endsWith('/manifest')).flatMap(named);
    expect(outside).toEqual([]);
    const listed = run.mqtt.filter((m) => m.topic.endsWith('/manifest')).flatMap(named);
    expect(listed.every((fault) => (CLAIMABLE as readonly string[]).includes(fault))).toBe(true);
  }

  const [seen, expected] = [bad, good].map(barriers) as [Map<number, string>, Map<number, string>];
  const shared = [...seen.keys()].filter((simTs) => expected.has(simTs)).slice(1, -1);
  expect(shared.length).toBeGreaterThan(50);
  const differing = shared.filter((simTs) => seen.get(simTs) !== expected.get(simTs));
  expect(differing).toEqual([]);
  const kinds = (run: Capture): string[] =>
    [...new Set(run.frames.map((f) => f.kind))].sort((a, b) => (a < b ? -1 : 1));
  expect(kinds(bad)).toEqual(kinds(good));
});

/** Simulated time of a barrier → topics and sizes of its data messages, in order. */
function barriers(run: Capture): Map<number, string> {
  const shapes = new Map<number, string>();
  for (const { topic, payload } of run.mqtt) {
    if (!topic.endsWith('/data')) continue;
    const simTs = Number(/"simTs":\s*(\d+)/.exec(payload.toString())?.[1]);
    shapes.set(simTs, `${shapes.get(simTs) ?? ''}${topic} ${payload.length}\n`);
  }
  return shapes;
}
