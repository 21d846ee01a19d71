/** `plant47 import` and `plant47 export` as users run them. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { plant47, spawnPlant } from '../testkit/index.js';

const folder = mkdtempSync(join(tmpdir(), 'plant47-import-'));
afterAll(() => rmSync(folder, { recursive: true }));

it('import gives every mistake its line and code, and writes no map', async () => {
  const file = join(folder, 'broken.csv');
  const out = join(folder, 'broken.json');
  writeFileSync(file, 'Register;Name;Type\n0;a;float\n1;b;u16\n2;c;blob\n');
  const { code, stdout, stderr } = await plant47(['import', file, '--out', out, '--json']);
  expect(code).toBe(2);
  const { devices, errors } = JSON.parse(stdout);
  expect(devices).toEqual([]);
  expect(errors).toMatchObject([
    { row: 3, code: 'E_IMPORT_OVERLAP' },
    { row: 4, code: 'E_IMPORT_TYPE' },
  ]);
  expect(stderr).toContain(`E_IMPORT_TYPE ${file}:4:`);
  expect(() => readFileSync(out)).toThrow('ENOENT');
});

it("a vendor's table, imported, lets capture read a running device", async () => {
  const table = join(folder, 'station.csv');
  const map = join(folder, 'station.json');
  const cassette = join(folder, 'station.ndjson');
  const text = 'Register;Signal;Data type;Unit\n30002;scan;DWORD;1\n30004;time;UINT64;ms\n';
  writeFileSync(table, text);
  const imported = await plant47(['import', table, '--unit', '207', '--out', map]);
  expect(imported.code, imported.stderr).toBe(0);
  expect(imported.stdout).toContain('addresses  from 1: 3x/4x numbers begin at 1');
  await using plant = await spawnPlant(['--plant', 'waterworks', '--no-engine', '--no-ui']);
  const { host, port } = plant.ready.modbus[0]!;
  const args = ['--modbus', `${host}:${port}`, '--map', map, '--out', cassette];
  const captured = await plant47(['capture', ...args, '--messages', '1']);
  expect(captured.code, captured.stderr).toBe(0);
  const lines = readFileSync(cassette, 'utf8').trim().split('\n');
  const { values } = JSON.parse(lines.at(-1)!);
  expect(values.scan).toBeGreaterThanOrEqual(0);
  expect(values.time).toBeGreaterThan(Date.UTC(2020, 0, 1));
});

it('map --diff tells what a new map means for those who read by the old one', async () => {
  const [old, late] = [join(folder, 'old.json'), join(folder, 'new.json')];
  const written = await plant47(['map', 'motor-47', '--json', old]);
  expect(written.code, written.stderr).toBe(0);
  const same = await plant47(['map', '--diff', old, old]);
  expect([same.code, same.stdout]).toEqual([0, 'the maps are equal\n']);
  const map = JSON.parse(readFileSync(old, 'utf8'));
  map.devices[0].registers[8].scale *= 10;
  writeFileSync(late, JSON.stringify(map));
  const changed = await plant47(['map', '--diff', old, late]);
  expect(changed.code).toBe(1);
  expect(changed.stdout).toMatch(/^breaks changed motor-47\/\S+ \S+: scale \S+ → \S+\n$/);
  const broken = await plant47(['map', '--diff', old, '--json']);
  expect([broken.code, broken.stderr.slice(0, 15)]).toEqual([2, 'E_USAGE --diff:']);
});

it.each([
  ['telegraf', '[[inputs.modbus]]'],
  ['prometheus', 'scrape_configs:'],
  ['node-red', '"mqtt in"'],
  ['csv', 'motor-47.motor.voltage-1'],
])('export %s prints a configuration of one asset', async (consumer, part) => {
  const { code, stdout } = await plant47(['export', consumer, '--asset', 'motor-47']);
  expect(code).toBe(0);
  expect(stdout).toContain(part);
  expect(stdout).not.toContain('motor-46');
});

it('export names what it knows where it is asked for something else', async () => {
  const { code, stderr } = await plant47(['export', 'kafka']);
  expect(code).toBe(2);
  expect(stderr).toMatch(/^E_UNKNOWN consumer: .*telegraf, prometheus, node-red, csv/);
});
