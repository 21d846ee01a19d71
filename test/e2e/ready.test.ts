/** What `npm start` has done when it says that it is ready, and what that took. */
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import mqtt from 'mqtt';
import { expect, it } from 'vitest';
import { spawnPlant } from '../testkit/index.js';

/** Seconds of a core for plant and waveform thread; 2.3 on a machine of 2024, 5 before ready
 *  came before the search for the fault's first observable instant (judgement). */
const CORE_S = 4;
/** Clock ticks a second of /proc. */
const HZ = 100;
/** FC4, unit 47, the first ten registers. */
const READ = Buffer.from('0001000000062f040000000a', 'hex');

/** User and system time of a process and its threads, s. */
function coreSeconds(pid: number): number {
  const [, fields = ''] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ');
  const [user, system] = fields.split(' ').slice(11, 13).map(Number);
  return ((user ?? 0) + (system ?? 0)) / HZ;
}

it('is ready, every port answering, before it searches for what can be observed', async () => {
  await using plant = await spawnPlant(['--scenario', 'motor-47-starvation', '--seed', '47']);
  const spent = coreSeconds(plant.ready.pid);
  const { http, modbus, mqtt: broker, run } = plant.ready;
  expect((await fetch(http)).status).toBe(200);
  const socket = connect({ host: modbus[0]!.host, port: modbus[0]!.port });
  socket.write(READ);
  const reply = await new Promise<Buffer>((resolve) => socket.once('data', resolve));
  socket.destroy();
  expect(reply.subarray(6, 9)).toEqual(Buffer.from([47, 4, 20]));
  const client = await mqtt.connectAsync(`mqtt://${broker.host}:${broker.port}`);
  const current = new Promise<string>((resolve) => {
    client.on('message', (_, payload) => resolve(payload.toString()));
  });
  await client.subscribeAsync('plant47/v1/runs/current');
  expect(await current).toBe(run);
  await client.endAsync();
  expect(spent).toBeLessThan(CORE_S);
});
