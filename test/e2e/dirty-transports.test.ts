import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readPlant, readScenario, runInMemory } from '@plant47/scenarios';
import { afterAll, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { plant47 } from '../testkit/process.js';

const folder = mkdtempSync(join(tmpdir(), 'plant47-dirty-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** The line of motor-47 alone, written to a file. */
function lineFile(): string {
  const plant = structuredClone(readPlant('waterworks').value);
  const has47 = (entry: { trains: { id: string }[] }): boolean =>
    entry.trains.some(({ id }) => id === 'motor-47');
  const areas = plant.areas
    .filter(({ lines }) => lines.some(has47))
    .map((area) => ({ ...area, lines: area.lines.filter(has47) }));
  const file = join(folder, 'line.yaml');
  writeFileSync(file, stringify({ ...plant, areas }));
  return file;
}

const METER = { asset: 'motor-48', device: 'energy' };
const TEMPERATURE = 'bearing-de.temperature';
const BAD_DAYS = [
  { toxic: 'gap', ...METER, at: '20h', for: '5h' },
  { toxic: 'gap', asset: 'motor-47', at: '30h', for: '7h' },
  { toxic: 'stuck', ...METER, at: '40h', for: '3h', stamp: 'frozen' },
  { toxic: 'clock-skew', asset: 'motor-48', at: '45h', for: '10h', shift: '-1h' },
  { toxic: 'word-order', ...METER, at: '50h', for: '2h', order: 'BADC' },
  { toxic: 'register-offset', ...METER, at: '53h', for: '1h' },
  { toxic: 'drop', at: '60h', for: '10h', p: 0.2 },
  { toxic: 'delay', ...METER, at: '72h', for: '3h', scans: 4 },
  { toxic: 'out-of-order', asset: 'motor-47', at: '76h', for: '6h' },
  { toxic: 'duplicate', at: '84h', for: '3h', p: 0.5 },
  { toxic: 'rollover', point: 'motor-48.motor.energy', at: '88h', bits: 8 },
  { toxic: 'rename', point: 'motor-48.bearing-nde.temperature', at: '90h' },
  { sensor: 'sensor.bias', point: `motor-47.${TEMPERATURE}`, at: '100h', amount: 9 },
  { toxic: 'unit-mixup', point: `motor-46.${TEMPERATURE}`, at: '102h' },
];

/** A short learning, a bad day for every wire, and a thermometer that jumps. */
function badDays(): string {
  const file = join(folder, 'bad-days.yaml');
  writeFileSync(
    file,
    stringify({
      schema: 'plant47/scenario/1',
      id: 'bad-days',
      label: 'everything that wires can do',
      plant: lineFile(),
      duration: '110h',
      learning: '96h',
      sampling: { scalars: '10min' },
      timeline: BAD_DAYS,
    }),
  );
  return file;
}

/** Claims as recorded, one line each, the run id apart. */
function recorded(state: string): string[] {
  const [run = ''] = readdirSync(join(state, 'runs'));
  const text = readFileSync(join(state, 'runs', run, 'claims.ndjson'), 'utf8');
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line))
    .map(({ arrivedTs, claim }) => JSON.stringify({ arrivedTs, claim: { ...claim, run: '' } }));
}

it('a lock-step run outlives every toxic of bindings, with the claims of a run in memory', async () => {
  const file = badDays();
  const state = join(folder, 'state');
  const run = await plant47(['run', file, '--seed', '5', '--state', state, '--json']);
  expect(run.code, run.stderr).toBe(0);
  const report = JSON.parse(run.stdout) as { hash: string; split_s: { engine: number } };
  // Nobody waits for a message that does not come.
  expect(report.split_s.engine).toBeLessThan(60);
  const scenario = readScenario(file).value;
  const plant = readPlant(scenario.plant).value;
  const dirty = runInMemory({ scenario, plant, seed: 5 });
  const timeline = scenario.timeline.filter((event) => !('toxic' in event));
  const clean = runInMemory({ scenario: { ...scenario, timeline }, plant, seed: 5 });
  const claims = (dirty.graded[0]?.claims ?? []).map(({ arrivedTs, claim }) =>
    JSON.stringify({ arrivedTs, claim: { ...claim, run: '' } }),
  );
  expect(claims.length).toBeGreaterThan(0);
  expect(recorded(state)).toEqual(claims);
  expect([report.hash, dirty.hash]).toEqual([clean.hash, clean.hash]);
});
