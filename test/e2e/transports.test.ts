import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readPlant, readScenario, runInMemory } from '@plant47/scenarios';
import { afterAll, expect, it } from 'vitest';
import { stringify } from 'yaml';

const COMMAND = fileURLToPath(import.meta.resolve('@plant47/scenarios/bin/plant47.mjs'));
const folder = mkdtempSync(join(tmpdir(), 'plant47-transports-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** The line of motor-47 alone, a short learning, and a thermometer that jumps: claims in five days. */
function shortStory(): string {
  const plant = structuredClone(readPlant('waterworks').value);
  const has47 = (entry: { trains: { id: string }[] }): boolean =>
    entry.trains.some(({ id }) => id === 'motor-47');
  const areas = plant.areas
    .filter(({ lines }) => lines.some(has47))
    .map((area) => ({ ...area, lines: area.lines.filter(has47) }));
  const plantFile = join(folder, 'line.yaml');
  writeFileSync(plantFile, stringify({ ...plant, areas }));
  const scenarioFile = join(folder, 'story.yaml');
  const sensor = { sensor: 'sensor.bias', point: 'motor-47.bearing-de.temperature', at: '100h' };
  writeFileSync(
    scenarioFile,
    stringify({
      schema: 'plant47/scenario/1',
      id: 'story',
      label: 'a thermometer jumps',
      plant: plantFile,
      duration: '110h',
      learning: '96h',
      sampling: { scalars: '10min' },
      timeline: [{ ...sensor, amount: 9 }],
    }),
  );
  return scenarioFile;
}

interface Report {
  readonly hash: string;
  readonly tick: number;
  readonly truth: unknown;
}

/** The report of `plant47 run` on real sockets with the engine in its own process. */
function overSockets(file: string, state: string): Promise<Report> {
  const flags = ['run', file, '--seed', '5', '--state', state, '--json'];
  return new Promise((resolve, reject) => {
    execFile(process.execPath, [COMMAND, ...flags], (error, stdout, stderr) => {
      if (stdout.startsWith('{')) resolve(JSON.parse(stdout));
      else reject(error ?? new Error(stderr));
    });
  });
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

it('gives the same claims in memory and over sockets, byte for byte', async () => {
  const file = shortStory();
  const state = join(folder, 'state');
  const report = await overSockets(file, state);
  const scenario = readScenario(file).value;
  const result = runInMemory({
    scenario,
    plant: readPlant(scenario.plant).value,
    seed: 5,
  });
  const claims = (result.graded[0]?.claims ?? []).map(({ arrivedTs, claim }) =>
    JSON.stringify({ arrivedTs, claim: { ...claim, run: '' } }),
  );
  expect(claims.length).toBeGreaterThan(0);
  expect(recorded(state)).toEqual(claims);
  expect(report.hash).toBe(result.hash);
  expect(report.tick).toBe(result.tick);
  expect(report.truth).toEqual(result.graded[0]?.grade.truth);
});
