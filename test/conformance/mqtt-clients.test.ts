/** Stock MQTT clients against the broker; mosquitto's two as a full client of a lock-step run. */
import { type ChildProcess, spawn } from 'node:child_process';
import { CURRENT_TOPIC, claimTopic, clockTopic } from '@plant47/contract';
import { afterEach, beforeEach, expect, it } from 'vitest';
import {
  clockOf,
  EPOCH,
  enrolClock,
  manifestOf,
  processDevice,
  RUN,
  scanOf,
} from '../../simulator/src/devices/small-plant.cases.js';
import { Lockstep } from '../../simulator/src/endpoints/lockstep.js';
import { type MqttEndpoint, startMqtt } from '../../simulator/src/endpoints/mqtt/endpoint.js';
import { run } from './programs.cases.js';

const devices = Array.from({ length: 60 }, (_, i) => processDevice(i + 1));
const T = (seq: number): number => EPOCH + 1000 * seq;
let lockstep: Lockstep;
let endpoint: MqttEndpoint;
const children: ChildProcess[] = [];

beforeEach(async () => {
  lockstep = new Lockstep();
  endpoint = await startMqtt({ host: '127.0.0.1', port: 0, lockstep });
  lockstep.begin(EPOCH - 1);
  await endpoint.beginRun({ manifest: manifestOf(), devices, clock: enrolClock() });
});
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGTERM');
  await endpoint.close();
});

async function barrier(seq: number, state: 'run' | 'end' = 'run'): Promise<void> {
  lockstep.start();
  const scans = devices.map((device) => scanOf(device, seq));
  await endpoint.publish(scans, []);
  await endpoint.clock(clockOf(T(seq), scans, state));
  await lockstep.waitAllDone(T(seq));
}

/** A program that runs until the test ends; `lines(n)` resolves with its first n lines. */
function listen(command: string, args: readonly string[]): (n: number) => Promise<string[]> {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  children.push(child);
  const lines: string[] = [];
  let rest = '';
  let wake: (error?: Error) => void = () => undefined;
  child.on('error', (error) => wake(new Error(`${command} is not installed: ${error.message}`)));
  child.stdout.on('data', (chunk) => {
    const parts = (rest + chunk).split('\n');
    rest = parts.pop() ?? '';
    lines.push(...parts);
    wake();
  });
  return async (n) => {
    while (lines.length < n) {
      await new Promise<void>((resolve, reject) => {
        wake = (error) => (error ? reject(error) : resolve());
      });
    }
    return lines.slice(0, n);
  };
}

it('mosquitto_sub | sed | mosquitto_pub -l is a whole client of a lock-step run', async () => {
  const at = `-h 127.0.0.1 -p ${endpoint.port}`;
  const answer = 's/.*"completeTo":\\([0-9]*\\).*/{"watermark":\\1}/';
  const pipe =
    `mosquitto_sub ${at} -t '${clockTopic(RUN)}' | sed -u '${answer}' | ` +
    `mosquitto_pub ${at} -q 1 -l -t '${claimTopic(RUN, 'pipe', 'heartbeat')}'`;
  const shell = spawn('sh', ['-c', pipe], { stdio: 'ignore', detached: true });
  try {
    expect(await lockstep.enrolled('pipe', 10_000)).toBe(true);
    for (let seq = 0; seq < 300; seq++) await barrier(seq);
    expect(lockstep.members()).toMatchObject([{ team: 'pipe', state: 'done', watermark: T(299) }]);
  } finally {
    process.kill(-shell.pid!, 'SIGTERM');
  }
});

it('mosquitto_sub sees every message of a run at full speed, in order', async () => {
  const barriers = 200;
  const at = ['-h', '127.0.0.1', '-p', String(endpoint.port)];
  const lines = listen('mosquitto_sub', [...at, '-t', '+/+/+/+/+/data', '-t', CURRENT_TOPIC]);
  // The retained message shows that the subscription is granted.
  expect(await lines(1)).toEqual([RUN]);
  for (let seq = 0; seq < barriers; seq++) await barrier(seq);
  const [, ...data] = await lines(1 + barriers * devices.length);
  const seqs = data.map((line) => JSON.parse(line).seq as number);
  expect(seqs).toEqual(seqs.map((_, i) => Math.floor(i / devices.length)));
});

it('mosquitto_pub on a topic of the plant is acknowledged and changes nothing', async () => {
  const topic = 'works/hall/line-1/motor-1/process/data';
  const at = ['-h', '127.0.0.1', '-p', String(endpoint.port)];
  const sent = await run('mosquitto_pub', [...at, '-q', '1', '-t', topic, '-m', '{}', '-r']);
  expect(sent.code, sent.stderr).toBe(0);
  expect(endpoint.counters.dropped).toBe(1);
  const kept = await run('mosquitto_sub', [...at, '-t', topic, '-W', '1']);
  expect(kept.stdout).toBe('');
});

it('mosquitto_sub is refused a shared subscription', async () => {
  const at = ['-h', '127.0.0.1', '-p', String(endpoint.port)];
  const refused = await run('mosquitto_sub', [...at, '-t', '$share/g/works/#', '-W', '2']);
  expect(refused.stdout + refused.stderr).toMatch(/denied|rejected/i);
});
