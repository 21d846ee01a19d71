/** A faulty plant and a healthy one look alike, but for their values, until the first trip. */
import { randomBytes, randomInt } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ClockAnswer, TruthView } from '@plant47/contract';
import { readPlant } from '@plant47/scenarios';
import mqtt from 'mqtt';
import { afterAll, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { stringify } from 'yaml';
import { type SpawnedPlant, spawnPlant } from '../testkit/index.js';
import { canaries } from './canaries.js';

/** Blocked cooling at this severity stops the motor within eight hours. */
const SEVERITY = 0.97 + randomInt(1, 9_999_999) / 1e9;
const ONSET_S = 3600 + randomInt(100_000_001, 599_999_999) / 1e6;
const WEAK = randomInt(10_000_001, 49_999_999) / 1e9;
const NAME = `qx${randomBytes(8).toString('hex')}`;
const HOURS = 9;
const STEP_S = 1800;
const UNITS = [1, 2, 3, 81, 82, 83, 161, 162, 163];

const folder = mkdtempSync(join(tmpdir(), 'plant47-secrecy-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** The line of motor-47 alone, with or without the fault. */
function scenarioFile(id: string, timeline: readonly unknown[]): string {
  const plant = structuredClone(readPlant('waterworks').value);
  const has47 = (entry: { trains: { id: string }[] }): boolean =>
    entry.trains.some((train) => train.id === 'motor-47');
  const areas = plant.areas
    .filter(({ lines }) => lines.some(has47))
    .map((area) => ({ ...area, lines: area.lines.filter(has47) }));
  const plantFile = join(folder, 'line.yaml');
  writeFileSync(plantFile, stringify({ ...plant, areas }));
  const file = join(folder, `${id}.yaml`);
  const scenario = {
    schema: 'plant47/scenario/1',
    id,
    label: `label of ${id}`,
    plant: plantFile,
    duration: '24h',
    learning: '1h',
    sampling: { scalars: '60s' },
    timeline,
  };
  writeFileSync(file, stringify(scenario));
  return file;
}

interface Capture {
  readonly mqtt: { topic: string; payload: Buffer }[];
  /** Answers of each round of polls, in their order. */
  readonly modbus: Buffer[];
  readonly frames: { kind: string; bytes: Buffer }[];
  readonly http: Buffer[];
}

/** Listens to everything and lets the plant go on, half an hour at a time, with polls between. */
async function capture(plant: SpawnedPlant, hours: number): Promise<Capture> {
  const all: Capture = { mqtt: [], modbus: [], frames: [], http: [] };
  const { ready } = plant;
  const client = await mqtt.connectAsync(`mqtt://${ready.mqtt.host}:${ready.mqtt.port}`);
  client.on('message', (topic, payload) => all.mqtt.push({ topic, payload }));
  await client.subscribeAsync('#');
  const socket = new WebSocket(new URL('/twin/v1', ready.http), {
    headers: { authorization: `Bearer ${ready.tokens.viewer}` },
  });
  socket.on('message', (data: Buffer, binary: boolean) => {
    const kind = binary ? 'frame' : (JSON.parse(data.toString()) as { type: string }).type;
    all.frames.push({ kind, bytes: data });
  });
  for (let s = 0; s < hours * 3600; s += STEP_S) {
    const answer = await plant.api('instructor', '/api/v1/clock', {
      verb: 'advance',
      seconds: STEP_S,
    });
    const { completeTo } = (await answer.json()) as ClockAnswer;
    for (const unit of UNITS) all.modbus.push(await readUnit(plant, unit));
    for (const path of ['clock', 'plant', 'points?asset=motor-47', 'alarms', 'report']) {
      const reply = await plant.api('viewer', `/api/v1/${path}`);
      all.http.push(Buffer.from(await reply.arrayBuffer()));
    }
    // The clock is the last message of an instant.
    const last = `"completeTo":${completeTo}`;
    await expect
      .poll(() => all.mqtt.at(-1)?.payload.includes(last), { timeout: 20_000 })
      .toBe(true);
  }
  socket.close();
  await client.endAsync();
  return all;
}

function readUnit(plant: SpawnedPlant, unit: number): Promise<Buffer> {
  const { host, port } = plant.ready.modbus[0]!;
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port });
    socket.once('error', reject);
    socket.once('data', (data) => {
      socket.destroy();
      resolve(data);
    });
    socket.write(Buffer.from([0, 1, 0, 0, 0, 6, unit, 4, 0, 0, 0, 8]));
  });
}

/** Topic, size and order of the messages of each instant up to the one of the trip. */
function shapes({ mqtt: messages }: Capture, run: string, until: number): string[] {
  const found: string[] = [];
  for (const { topic, payload } of messages) {
    found.push(`${topic.replace(run, 'RUN')} ${payload.length}`);
    const complete = /"completeTo":(\d+)/.exec(payload.toString('latin1'));
    if (topic.endsWith('/clock') && Number(complete?.[1]) >= until) return found;
  }
  return found;
}

/** First instant at which the motor stands, ms. */
function standsFrom({ mqtt: messages }: Capture): number {
  for (const { topic, payload } of messages) {
    if (!topic.endsWith('/motor-47/process/data')) continue;
    const text = payload.toString();
    if (!/"motor-47\.motor\.running":\[ *0\b/.test(text)) continue;
    return (JSON.parse(text) as { simTs: number }).simTs;
  }
  return Number.NaN;
}

it('shows no name, severity, onset or id, and no other shape, up to the first trip', async () => {
  const fault = { fault: 'motor.blocked-cooling', asset: 'motor-47', component: 'motor' };
  const faultyFile = scenarioFile(NAME, [{ ...fault, severity: SEVERITY, at: `${ONSET_S}s` }]);
  const healthyFile = scenarioFile('healthy', []);
  const flags = ['--seed', '47', '--no-engine', '--rate', '0.001', '--scenario'];
  await using faulty = await spawnPlant([...flags, faultyFile]);
  await using healthy = await spawnPlant([...flags, healthyFile]);
  for (const plant of [faulty, healthy]) {
    await plant.api('instructor', '/api/v1/clock', { verb: 'freeze' });
  }
  const injected = await faulty.api('instructor', '/api/v1/inject', {
    asset: 'motor-46',
    component: 'pump',
    fault: 'pump.impeller-wear',
    severity: WEAK,
  });
  const { id } = (await injected.json()) as { id: string };
  const bad = await capture(faulty, HOURS);
  const good = await capture(healthy, HOURS);

  const truth = await faulty.api('instructor', '/api/v1/truth');
  const { faults } = (await truth.json()) as TruthView;
  expect(faults.map((one) => one.id)).toContain(id);
  const onset = faults.find(({ mode }) => mode === fault.fault)?.onsetTs ?? Number.NaN;

  const seen = [
    ...bad.mqtt.filter(({ topic }) => !topic.includes('/burst/')).map(({ payload }) => payload),
    ...bad.modbus,
    ...bad.frames.map(({ bytes }) => bytes),
    ...bad.http,
  ];
  const values = [SEVERITY, ONSET_S, WEAK, onset];
  const hits = (bytes: Buffer, list: Buffer[]): string[] =>
    list.filter((canary) => bytes.includes(canary)).map((canary) => canary.toString('latin1'));
  expect(hits(Buffer.concat(seen), canaries(values, [NAME, id]))).toEqual([]);
  // Four bytes of noise are any four bytes: in samples only the longer forms mean something.
  const bursts = bad.mqtt.filter(({ topic }) => topic.includes('/burst/'));
  expect(bursts.length).toBeGreaterThan(0);
  const samples = Buffer.concat(bursts.map(({ payload }) => payload));
  expect(hits(samples, canaries(values, [NAME, id], false))).toEqual([]);

  const trip = standsFrom(bad);
  expect(trip).toBeGreaterThan(onset + 3_600_000);
  const before = trip - 60_000;
  const expected = shapes(good, healthy.ready.run, before);
  expect(shapes(bad, faulty.ready.run, before)).toEqual(expected);
  expect(expected.length).toBeGreaterThan(500);
  expect(bad.modbus.map(({ length }) => length)).toEqual(good.modbus.map(({ length }) => length));
  const kinds = ({ frames }: Capture): string[] =>
    [...new Set(frames.map(({ kind }) => kind))].sort((a, b) => (a < b ? -1 : 1));
  expect(kinds(bad)).toEqual(kinds(good));
});
