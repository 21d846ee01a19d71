import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PlantError } from '@plant47/contract';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { z } from 'zod';
import {
  type CassetteRecord,
  CassetteWriter,
  cassetteLine,
  mqttRecordOf,
  openCassette,
  payloadOf,
} from './cassette.js';
import { createOverlay } from './overlay.js';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'plant47-cassette-'));
  file = join(folder, 'tape.ndjson');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const plain = { qos: 0, retain: false };
const about = { source: 'mqtt', address: '10.0.0.1:1883', clock: 'arrival' } as const;

async function played(): Promise<CassetteRecord[]> {
  const found: CassetteRecord[] = [];
  for await (const record of (await openCassette(file)).records()) found.push(record);
  return found;
}

it('keeps any bytes, text as text', async () => {
  const bodies = [Buffer.from('{"x":1}'), Buffer.from([0x50, 0x34, 0xff, 0x00]), Buffer.alloc(0)];
  const writer = new CassetteWriter(file, about);
  bodies.forEach((body, i) => {
    writer.add(mqttRecordOf(1000 + 250 * i, 'a/b', body, plain));
  });
  writer.close();
  expect(writer).toMatchObject({ messages: 3, span_s: 0.5 });
  const records = await played();
  expect(records.map((record) => ('topic' in record ? payloadOf(record) : undefined))).toEqual(
    bodies,
  );
  expect(readFileSync(file, 'utf8')).toContain('"payload":"{\\"x\\":1}"');
});

it('plays what a crash left, and names a line that is wrong in the middle', async () => {
  const writer = new CassetteWriter(file, about);
  writer.add(mqttRecordOf(1, 'a', Buffer.from('1'), plain));
  writer.close();
  appendFileSync(file, '{"t":2,"topic":"a","pay');
  expect(await played()).toHaveLength(1);
  appendFileSync(file, '\n{"t":3,"topic":"a","payload":"3","qos":0,"retain":false}\n');
  await expect(played()).rejects.toThrow(/E_CASSETTE .*:3/);
  expect(() => new CassetteWriter(file, about)).toThrow(/E_OUT/);
});

it('refuses a file that is none', async () => {
  writeFileSync(file, '{"schema":"another"}\n');
  await expect(openCassette(file)).rejects.toThrow(PlantError);
});

// PLANT47_WRITE_SCHEMA=1 writes the file anew.
it('keeps the schema of its lines in step', () => {
  const made = z.toJSONSchema(cassetteLine, { io: 'input' });
  const path = fileURLToPath(new URL('../../schema/cassette.schema.json', import.meta.url));
  if (process.env['PLANT47_WRITE_SCHEMA']) {
    writeFileSync(path, JSON.stringify(made));
    execFileSync('npx', ['biome', 'format', '--write', path]);
  }
  expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual(JSON.parse(JSON.stringify(made)));
});

const fault = {
  fault: 'bearing.starvation',
  plant: 'two-pumps',
  seed: 1,
  component: undefined,
  severity: 1,
  ramp_s: 0,
  at_s: 600,
};

it('raises a number of a foreign message from the instant of the fault', () => {
  const point = 'motor-1.bearing-de.temperature';
  const { apply } = createOverlay({ ...fault, points: [`hall/p1#/temps/de=${point}`] }, 0);
  const at = (t: number, topic = 'hall/p1'): unknown => {
    const body = Buffer.from('{"temps":{"de":51.25,"nde":48},"unit":"C"}');
    const { payload } = apply(mqttRecordOf(t, topic, body, plain)) as { payload: string };
    return JSON.parse(payload);
  };
  const before = { temps: { de: 51.25, nde: 48 }, unit: 'C' };
  expect(at(599_000)).toEqual(before);
  expect(at(7_200_000, 'hall/p2')).toEqual(before);
  const after = at(7_200_000) as typeof before;
  expect(after.temps.de).toBeGreaterThan(52);
  expect({ ...after, temps: { ...after.temps, de: 51.25 } }).toEqual(before);
});

it('refuses a fault, or a point, that the simulated plant has not', () => {
  const points = ['motor-1.bearing-de.temperature'];
  expect(() => createOverlay({ ...fault, fault: 'bearing.gremlin', points }, 0)).toThrow(
    /E_OVERLAY/,
  );
  expect(() => createOverlay({ ...fault, points: ['motor-1.soul'] }, 0)).toThrow(/E_OVERLAY/);
});
