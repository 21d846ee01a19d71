import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, it } from 'vitest';
import { PYTHON } from '../conformance/programs.cases.js';
import { ROOT } from '../testkit/index.js';

const CI = join(ROOT, 'scenarios/examples/ci');
const COMMAND = fileURLToPath(import.meta.resolve('@plant47/scenarios/bin/plant47.mjs'));
const folder = mkdtempSync(join(tmpdir(), 'plant47-ci-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** A gateway of a few lines; `every` is what it does after each read. */
const gateway = (name: string, every: string): string => {
  const file = join(folder, `${name}.mjs`);
  writeFileSync(
    file,
    `import { connect } from 'node:net';
    const open = () => {
      const socket = connect(Number(process.env.MODBUS_PORT), '127.0.0.1');
      const ask = (...pdu) => socket.write(Buffer.from([0, 1, 0, 0, 0, 1 + pdu.length, 161, ...pdu]));
      const poll = () => ask(4, 0, 0, 0, 12);
      let n = 0;
      socket.on('connect', poll);
      socket.on('error', () => undefined);
      socket.on('close', () => setTimeout(open, 200));
      socket.on('data', () => { n += 1; ${every} });
    };
    open();`,
  );
  return file;
};

interface Judged {
  readonly code: number | null;
  readonly output: string;
  readonly junit: string;
}

/** The shipped script with a client: two simulated minutes in twelve seconds. */
function judged(name: string, every: string): Promise<Judged> {
  const junit = join(folder, `${name}.xml`);
  const env = {
    ...process.env,
    PLANT47: `${process.execPath} ${COMMAND}`,
    PLANT47_STATE: join(folder, 'state'),
    RATE: '10',
    JUNIT: junit,
    SUMMARY: join(folder, 'summary.md'),
  };
  const client = [process.execPath, gateway(name, every)];
  const child = spawn(join(CI, 'gateway-test.sh'), client, { env, cwd: folder });
  let output = '';
  child.stdout.on('data', (chunk) => (output += chunk));
  child.stderr.on('data', (chunk) => (output += chunk));
  return new Promise((resolve) => {
    child.once('close', (code) => {
      resolve({ code, output, junit: readFileSync(junit, 'utf8') });
    });
  });
}

it('passes a gateway that polls in time and leaves a tripped starter alone', async () => {
  const { code, output, junit } = await judged('good', 'setTimeout(poll, 100);');
  expect(output).toContain('PASSED');
  expect(code).toBe(0);
  expect(junit).toContain('tests="4" failures="0"');
});

it('fails one that starts a tripped machine, with a capture and the command to see it again', async () => {
  const start = 'if (n % 2) ask(6, 0, 100, 0, 1); else setTimeout(poll, 100);';
  const { code, output, junit } = await judged('bad', start);
  expect(code).toBe(1);
  expect(output).toMatch(/FAIL {2}leaves a tripped starter alone +\d+/);
  expect(junit).toMatch(/failures="1"[\s\S]*plant47 replay run-[0-9a-f]+/);
  const capture = /wire: (.*wire\.pcap)/.exec(output)?.[1] ?? '';
  const bytes = readFileSync(capture);
  expect(bytes.readUInt32LE(0)).toBe(0xa1b2c3d4);
  // The write that it is blamed for, as it came: unit 161, function 6, register 100, value 1.
  expect(bytes.includes(Buffer.from([161, 6, 0, 100, 0, 1]))).toBe(true);
});

it('gives Python a plant that goes on by command', async () => {
  const script = `
import sys
sys.path.insert(0, ${JSON.stringify(CI)})
from plant47 import Plant
import test_pumps
with Plant(seed=42) as plant:
    test_pumps.test_the_scan_goes_on_with_simulated_time(plant)
print("done")
`;
  const env = { ...process.env, PLANT47: `${process.execPath} ${COMMAND}` };
  const child = spawn(PYTHON, ['-c', script], { env, cwd: folder });
  let output = '';
  child.stdout.on('data', (chunk) => (output += chunk));
  child.stderr.on('data', (chunk) => (output += chunk));
  const code = await new Promise((resolve) => child.once('close', resolve));
  expect(output).toContain('done');
  expect(code).toBe(0);
});
