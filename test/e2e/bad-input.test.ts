/** Bad input: every mistake as one coded line, exit 2, nothing half-started. */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { plant47, ROOT } from '../testkit/index.js';

const folder = mkdtempSync(join(tmpdir(), 'plant47-bad-'));
const BAD_PLANT = `schema: plant47/plant/1
id: bad
label: Bad
site: bad
types:
  a:
    label: A
    components:
      train: { kind: coupled-train }
      motor: { kind: warp-drive }
      bearing-de: { kind: rolling-bearing, model: "6309", set: { F_r: 12 furlongs } }
      bearing-nde: { kind: rolling-bearing, model: "6309" }
      pump: { kind: centrifugal-pump, model: 125-100-315, set: { J: -1 } }
      pump-bearing-de: { kind: rolling-bearing, model: "6310" }
      pump-bearing-nde: { kind: rolling-bearing, model: "6310" }
areas:
  - id: x
    label: X
    lines:
      - id: l
        label: L
        trains:
          - { id: motor-01, type: a, at: [0, 0], standing: { bearing.gremlin: 0.5 } }
          - { id: motor-01, type: a, at: [3, 0] }
`;

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

it('names every mistake of a plant and of device files with its line', async () => {
  const plant = file('plant.yaml', BAD_PLANT);
  const shipped = readFileSync(join(ROOT, 'simulator/profiles/vibration-transmitter.yaml'), 'utf8');
  const overlap = file('overlap.yaml', shipped.replace('address: 9,', 'address: 8,'));
  const unit = file(
    'unit.yaml',
    shipped.replace(/^id: .*/m, 'id: other').replace('unit: 0', 'unit: 80'),
  );
  const done = await plant47(['check', plant, overlap, unit, '--json']);
  expect(done.code).toBe(2);
  const { files } = JSON.parse(done.stdout) as {
    files: { errors: { code: string; path: string }[] }[];
  };
  const codes = files.map(({ errors }) => errors.map(({ code }) => code));
  expect(codes[0]).toEqual([
    'E_UNKNOWN_KIND',
    'E_UNKNOWN_UNIT',
    'E_OUT_OF_RANGE',
    'E_UNKNOWN_FAULT',
    'E_DUPLICATE_ASSET',
  ]);
  expect(files[0]!.errors.map(({ path }) => Number(/:(\d+) /.exec(path)?.[1]))).toEqual([
    10, 11, 13, 23, 24,
  ]);
  expect(codes[1]).toEqual(['E_REGISTER_OVERLAP']);
  expect(codes[2]).toContain('E_DUPLICATE_UNIT');
});

it('starts nothing from a bad plant, on a taken port or before the whole world', async () => {
  const taken = createServer();
  await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
  const { port } = taken.address() as { port: number };
  const free = [
    '--http-port',
    '0',
    '--mqtt-port',
    '0',
    '--modbus-port',
    '0',
    '--state',
    join(folder, 'state'),
  ];
  try {
    const plant = await plant47(['up', '--plant', file('plant.yaml', BAD_PLANT), ...free], {
      timeout_ms: 30_000,
    });
    expect(plant.code).toBe(2);
    expect(plant.stderr.match(/^E_/gm)).toHaveLength(5);
    for (const flag of ['--http-port', '--mqtt-port', '--modbus-port']) {
      const args = ['up', '--plant', 'waterworks', '--no-engine', ...free, flag, String(port)];
      const done = await plant47(args, { timeout_ms: 60_000 });
      expect(done.code, flag).toBe(2);
      expect(done.stderr).toContain(`E_PORT_IN_USE ${flag}`);
    }
    const open = await plant47(['up', '--host', '0.0.0.0', ...free], { timeout_ms: 60_000 });
    expect(open.code).toBe(2);
    expect(open.stderr).toContain('E_OPEN_BIND --host');
  } finally {
    taken.close();
  }
});

it('refuses before a run what it could not write after it', async () => {
  const taken = file('taken', '');
  const page = join(folder, 'none', 'page.html');
  const junit = join(taken, 'junit.xml');
  const run = ['run', 'motor-47-starvation', '--state', join(folder, 'none')];
  const done = await plant47([...run, '--html', page, '--junit', junit], { timeout_ms: 30_000 });
  expect(done.code).toBe(2);
  expect(done.stderr.match(/^E_FILE --(html|junit)/gm)).toHaveLength(2);
  expect(existsSync(join(folder, 'none'))).toBe(false);
  const board = await plant47(['leaderboard', join(folder, 'none')], { timeout_ms: 30_000 });
  expect(board.code).toBe(2);
  expect(board.stderr).toMatch(/^E_FILE .*ENOENT/);
  const checked = await plant47(['check', folder], { timeout_ms: 30_000 });
  expect(checked.stdout).toContain('E_NO_FILE');
});

it('goes on quietly where the reader of its output has left', async () => {
  const command = join(ROOT, 'scenarios/bin/plant47.mjs');
  const child = spawn(process.execPath, [command, 'list', 'scenarios'], { stdio: 'pipe' });
  let stderr = '';
  child.stderr.on('data', (chunk) => (stderr += chunk));
  child.stdout.destroy();
  const code = await new Promise((resolve) => child.once('close', resolve));
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
});
