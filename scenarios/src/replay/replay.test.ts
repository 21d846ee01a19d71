import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PlantError } from '@plant47/contract';
import { type PlantHost, readRecording, startHost, TICKS_PER_SECOND } from '@plant47/simulator';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { define } from '../runner/definition.js';
import { recordMemory } from './memory-record.js';
import { lastTick, resimulate } from './resimulate.js';

let state: string;
beforeEach(() => {
  state = mkdtempSync(join(tmpdir(), 'plant47-replay-'));
});
afterEach(() => rmSync(state, { recursive: true, force: true }));

const HOUR = 3600;
const still = (): void => undefined;

/** A water works that stands still at tick 0 and is recorded. */
async function recorded(): Promise<PlantHost> {
  const definition = define({ scenario: 'healthy-30d', seed: 11 });
  return startHost({
    createModel: definition.createModel,
    plant: definition.plant.id,
    inputs: definition.inputs,
    learning_s: HOUR,
    definition: definition.text,
    origin: { scenario: 'healthy-30d', seed: 11 },
    host: '127.0.0.1',
    ports: { http: 0, modbus: 0, mqtt: 0 },
    stateDir: state,
    strict: true,
    threads: 0,
    log: still,
  });
}

async function post(host: PlantHost, path: string, body: unknown): Promise<void> {
  const answer = await fetch(`${host.addresses.http}/api/v1${path}`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${host.access.tokens.instructor}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify(body),
  });
  expect(answer.status).toBe(200);
}

/** Two hours with an operator at work, a fault and a drifting sensor, all over the API. */
async function lively(host: PlantHost): Promise<{ folder: string; hash: string; tick: number }> {
  await post(host, '/clock', { verb: 'advance', seconds: 0.4 * HOUR });
  const asset = 'motor-47';
  await post(host, '/inject', {
    asset,
    component: 'bearing-de',
    fault: 'bearing.starvation',
    severity: 0.8,
    ramp_s: 600,
  });
  await post(host, '/actions', { asset: 'motor-12', action: 'stop' });
  await post(host, '/clock', { verb: 'advance', seconds: 0.7 * HOUR });
  await post(host, '/actions', { asset: 'motor-12', action: 'start' });
  await post(host, '/actions', { asset: 'motor-13', action: 'load', value: 0.9 });
  await post(host, '/clock', { verb: 'advance', seconds: HOUR });
  const hash = host.hash();
  const { tick } = host.session.state;
  const folder = host.session.recorder.folder as string;
  await host.stop();
  return { folder, hash, tick };
}

it('comes to the same hash from a record with injections and an operator at work', {
  timeout: 60_000,
}, async () => {
  const { folder, hash, tick } = await lively(await recorded());
  const recording = readRecording(folder);
  expect(recording.inputs.map(({ source }) => source)).toEqual([
    'instructor',
    'operator',
    'operator',
    'operator',
  ]);
  expect(recording.record.end).toMatchObject({ hash, tick });
  const again = resimulate(recording, lastTick(recording), still);
  expect(again).toMatchObject({ hash, same: true });
  // The inputs made the difference, not the seed alone.
  const without = resimulate({ ...recording, inputs: [] }, lastTick(recording), still);
  expect(without).toMatchObject({ same: false, strayed: tick });
});

it('replays what is there of a run that was cut off in the middle of a line', {
  timeout: 60_000,
}, async () => {
  const { folder } = await lively(await recorded());
  const file = join(folder, 'run.json');
  writeFileSync(file, readFileSync(file, 'utf8').replace(/"end": \{[^}]*\}/, '"end": null'));
  appendFileSync(join(folder, 'inputs.ndjson'), '{"tick":999,"sour');
  const recording = readRecording(folder);
  expect(recording.inputs).toHaveLength(4);
  expect(lastTick(recording)).toBe(Math.max(...recording.inputs.map(({ tick }) => tick)));
  expect(resimulate(recording, 0.5 * HOUR * TICKS_PER_SECOND, still).same).toBeUndefined();
});

it('refuses a record whose definition was changed', () => {
  const record = recordMemory(state, 'healthy-30d', 3, ['motor-47']);
  record.close({ tick: 0, hash: '0000000000000000' });
  const folder = join(state, 'runs', record.run);
  expect(readRecording(folder).record).toMatchObject({ seed: 3, only: ['motor-47'] });
  appendFileSync(join(folder, 'definition.yaml'), '# a word more\n');
  expect(() => readRecording(folder)).toThrow(PlantError);
  expect(() => readRecording(folder)).toThrow(/E_RECORDING/);
  expect(() => readRecording(join(state, 'nowhere'))).toThrow(/E_NO_RECORDING/);
});
