/** Exams over real sockets: stock contestants, their results, and contestants that die. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { connectAsync } from 'mqtt';
import { afterAll, afterEach, expect, it } from 'vitest';
import { PYTHON, run } from '../conformance/programs.cases.js';

const CLI = fileURLToPath(new URL('../../scenarios/bin/plant47.mjs', import.meta.url));
const EXAMPLES = fileURLToPath(new URL('../../scenarios/examples/', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'plant47-exam-'));
const suite = join(folder, 'short.yaml');
const children: ChildProcess[] = [];

writeFileSync(
  join(folder, 'loose.yaml'),
  `schema: plant47/scenario/1
id: loose-foot
label: A foot comes loose on a small plant
plant: two-pumps
duration: 24h
learning: 12h
sampling:
  scalars: 10min
  scan: { samples: 2048, fs_hz: 25600, every: 6h }
  line: { samples: 2048, fs_hz: 12800, every: 12h }
timeline:
  - { fault: train.looseness, asset: [motor-1, motor-2], at: [14h, 16h] }
requirements:
  - { name: somebody notices, metric: longest-alarm, min: 1h sim }
  - { name: false alarms, metric: false-alarm-rate, max: 5 }
`,
);
writeFileSync(
  suite,
  `schema: plant47/suite/1
id: short
label: One short world
runs:
  - { scenario: ${join(folder, 'loose.yaml')}, seeds: { draw: 1 } }
`,
);
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface World {
  readonly mode: string;
  readonly claims: readonly unknown[];
  readonly grade: { readonly detections: readonly unknown[]; readonly falseAlarms: number };
}
interface Result {
  readonly score: number;
  readonly scenarios: readonly World[];
}

const program = (file: string): string =>
  `${file.endsWith('.py') ? PYTHON : `"${process.execPath}"`} "${join(EXAMPLES, file)}"`;

/** Takes the exam with a contestant; gives the result and its file. */
async function examine(
  team: string,
  contestant: string,
  ...more: string[]
): Promise<{ result: Result; file: string; code: number | null }> {
  const out = join(folder, team);
  const shared = ['--secret', join(folder, 'secret'), '--nonce', 'n'];
  const flags = ['--team', team, '--contestant', contestant, '--out', out, '--verbose'];
  const ended = await run(process.execPath, [CLI, 'exam', suite, ...flags, ...shared, ...more]);
  // 1 = graded, a requirement failed.
  expect([0, 1], ended.stdout + ended.stderr).toContain(ended.code);
  const file = join(out, readdirSync(out)[0]!);
  return { result: JSON.parse(readFileSync(file, 'utf8')) as Result, file, code: ended.code };
}

it('grades a Python script and the engine on one sealed world; any byte changed shows', async () => {
  const threshold = await examine('threshold', program('threshold.py'));
  expect(threshold.code).toBe(0);
  const [world] = threshold.result.scenarios;
  expect(world?.mode).toBe('W');
  expect(world?.grade).toMatchObject({ falseAlarms: 0 });
  expect(world?.grade.detections).toHaveLength(1);
  expect(threshold.result.score).toBeGreaterThan(20);
  const engine = await examine('engine', 'engine');
  expect(engine.code, 'the engine learns for ten days').toBe(1);
  expect(engine.result.scenarios[0]?.mode).toBe('W');

  const verified = await run(process.execPath, [CLI, 'verify', threshold.file]);
  expect(verified.code, verified.stderr).toBe(0);
  const bytes = readFileSync(threshold.file);
  const at = bytes.indexOf('"score"') + 10;
  bytes[at] = bytes[at]! ^ 1;
  writeFileSync(join(folder, 'tampered.json'), bytes);
  const tampered = await run(process.execPath, [CLI, 'verify', join(folder, 'tampered.json')]);
  expect(tampered.code).toBe(1);
  expect(tampered.stderr).toMatch(/^E_RESULT_DIGEST /m);

  const compared = await run(process.execPath, [
    CLI,
    'compare',
    threshold.file,
    engine.file,
    '--json',
  ]);
  expect(JSON.parse(compared.stdout)).toMatchObject({ worlds: 1, a: 'threshold', b: 'engine' });
});

it.each(['poller.py', 'poller.mjs'])('grades a plain Modbus poller: %s', async (file) => {
  const { result } = await examine(file, program(file));
  expect(result.scenarios[0]?.mode).toBe('P');
});

it('enrols a poller that knows nothing but Modbus', async () => {
  const script = join(folder, 'plain.py');
  writeFileSync(
    script,
    `import inspect, os
from pymodbus.client import ModbusTcpClient
plant = ModbusTcpClient(os.environ["PLANT47_MODBUS_HOST"], port=int(os.environ["PLANT47_MODBUS_PORT"]))
plant.connect()
to = "device_id" if "device_id" in inspect.signature(plant.read_input_registers).parameters else "slave"
while True:
    for unit in (1, 2):
        if plant.read_input_registers(0, count=14, **{to: unit}).registers[7] & 0x8000:
            raise SystemExit
`,
  );
  const { result } = await examine(
    'plain',
    `${PYTHON} "${script}"`,
    '--enrol',
    'poll:1/0/14,2/0/14',
  );
  expect(result.scenarios[0]).toMatchObject({ mode: 'P', claims: [] });
  expect(result.score).toBe(0);
});

/** An exam that waits for somebody from outside. */
function open(...flags: string[]) {
  const child = spawn(process.execPath, [CLI, 'exam', suite, ...flags], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.push(child);
  let stderr = '';
  child.stderr.on('data', (chunk) => (stderr += chunk));
  const code = new Promise<number | null>((resolve) => child.once('close', resolve));
  const address = new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      const at = /(mqtt:\/\/\S+)/.exec(line)?.[1];
      if (at) resolve(at);
    });
    code.then(() => reject(new Error(stderr)));
  });
  return { address, code, stderr: () => stderr };
}

it('ends the exam as invalid within 30 s of an enrolled contestant falling silent', async () => {
  const exam = open('--team', 'mute');
  const client = await connectAsync(await exam.address);
  let clocks = 0;
  let silent = 0;
  client.on('message', (topic, payload) => {
    const [, , runId = ''] = topic.split('/');
    const { completeTo } = JSON.parse(payload.toString()) as { completeTo: number };
    clocks += 1;
    if (clocks > 5) return void (silent ||= performance.now());
    const body = JSON.stringify({ watermark: completeTo });
    client.publish(`plant47/v1/${runId}/claims/mute/heartbeat`, body, { qos: 1 });
  });
  await client.subscribeAsync('plant47/v1/+/clock');
  expect(await exam.code).toBe(3);
  expect((performance.now() - silent) / 1000).toBeLessThan(32);
  expect(exam.stderr()).toMatch(/^E_CLIENT_LOST .*last watermark: 2026-01-05T00:/m);
  await client.endAsync(true);
});

it('ends the exam as invalid at once where a program that it started dies', async () => {
  const script = join(folder, 'dies.py');
  const text = readFileSync(join(EXAMPLES, 'threshold.py'), 'utf8');
  writeFileSync(
    script,
    text.replace(
      'say(client, "heartbeat"',
      'body["completeTo"] > 1767571200000 + 3600000 and os._exit(1); say(client, "heartbeat"',
    ),
  );
  const flags = ['--team', 'dies', '--contestant', `${PYTHON} "${script}"`];
  const ended = await run(process.execPath, [CLI, 'exam', suite, ...flags]);
  expect(ended.code).toBe(3);
  expect(ended.stderr).toMatch(/^E_CONTESTANT_EXIT .*last watermark: 2026-01-05T01:00/m);

  const unborn = await run(process.execPath, [
    CLI,
    ...['exam', suite, '--team', 'dies', '--contestant', 'exit 7'],
  ]);
  expect(unborn.code).toBe(3);
  expect(unborn.stderr).toMatch(/^E_CONTESTANT_EXIT .*ended with 7, its last watermark: none/m);
});

it('shows a visitor that never enrolled an ordinary plant, and the verdict after the end', async () => {
  const exam = open('--team', 'threshold', '--ready-file', join(folder, 'ready.json'));
  const url = await exam.address;
  const visitor = await connectAsync(url);
  const seqs: number[] = [];
  const others = new Set<string>();
  visitor.on('message', (topic, payload) => {
    const kind = topic.split('/').at(-1)!;
    if (kind !== 'data') others.add(kind);
    else if (topic.includes('/motor-1/vibration/')) {
      seqs.push((JSON.parse(payload.toString()) as { seq: number }).seq);
    }
  });
  await visitor.subscribeAsync(['+/+/+/+/+/data', 'plant47/v1/#']);
  const child = spawn(PYTHON, [join(EXAMPLES, 'threshold.py')], {
    env: { ...process.env, PLANT47_MQTT_URL: url, PLANT47_TEAM: 'threshold' },
    stdio: 'inherit',
  });
  children.push(child);
  expect(await exam.code).toBe(0);
  expect(seqs).toEqual(Array.from({ length: 24 * 6 + 1 }, (_, i) => i));
  const known = ['current', 'manifest', 'clock', 'heartbeat', 'alarm', 'verdict'];
  expect([...others].filter((kind) => !known.includes(kind))).toEqual([]);
  expect(others).toContain('verdict');
  const { tokens } = JSON.parse(readFileSync(join(folder, 'ready.json'), 'utf8'));
  expect(Object.keys(tokens)).toEqual(['viewer']);
  await visitor.endAsync(true);
});
