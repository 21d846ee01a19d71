/** What `plant47 up` is told about Modbus, and the capture that it leaves. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { plant47, spawnPlant } from '../testkit/index.js';

const folder = mkdtempSync(join(tmpdir(), 'plant47-modbus-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** FC4 of seq: unit 47 exists, unit 250 does not. */
const READ = Buffer.from('0001000000062f0400010002', 'hex');
const NOBODY = Buffer.from('000200000006fa0400010002', 'hex');
const RTU_READ = Buffer.from('2f04000100022645', 'hex');

function dial({ host, port }: { host: string; port: number }): Socket {
  return connect({ host, port, noDelay: true });
}
const next = (socket: Socket): Promise<Buffer> =>
  new Promise((resolve) => socket.once('data', resolve));
const closed = (socket: Socket): Promise<void> =>
  new Promise((resolve) => socket.once('close', () => resolve()));

it('up keeps to its Modbus flags, serves RTU frames, and captures both', async () => {
  const file = join(folder, 'wire.pcap');
  const plant = await spawnPlant([
    ...['--plant', 'waterworks', '--rate', '1', '--no-engine', '--no-ui', '--pcap', file],
    ...['--modbus-rtu-port', '0', '--modbus-unknown-unit', 'silence'],
    ...['--modbus-connections', '1', '--modbus-overflow', 'close-oldest'],
  ]);
  const { modbus, modbusRtu } = plant.ready as typeof plant.ready & {
    modbusRtu: { host: string; port: number };
  };
  const first = dial(modbus[0]!);
  first.write(Buffer.concat([NOBODY, READ]));
  const answer = await next(first);
  expect(answer.subarray(0, 9).toString('hex')).toBe('0001000000072f0404');
  const gone = closed(first);
  const second = dial(modbus[0]!);
  second.write(READ);
  expect((await next(second)).length).toBe(13);
  await gone;
  const line = dial(modbusRtu);
  line.write(RTU_READ);
  expect((await next(line)).subarray(0, 3).toString('hex')).toBe('2f0404');
  second.destroy();
  line.destroy();
  expect(await plant.stop()).toBe(0);
  const bytes = readFileSync(file);
  expect(bytes.readUInt32LE(0)).toBe(0xa1b2c3d4);
  for (const sent of [READ, NOBODY, answer, RTU_READ]) expect(bytes.includes(sent)).toBe(true);
});

it('up says what is wrong with its Modbus flags and its capture', async () => {
  const flags = ['--modbus-connections', '0', '--modbus-idle', 'soon', '--modbus-rtu-port', 'x'];
  const wrong = await plant47(['up', ...flags]);
  expect(wrong.code).toBe(2);
  expect(wrong.stderr.match(/E_\w+ \S+/g)).toEqual([
    'E_NUMBER --modbus-rtu-port:',
    'E_NUMBER --modbus-connections:',
    'E_DURATION --modbus-idle:',
  ]);
  const nowhere = await plant47(['up', '--no-engine', '--pcap', join(folder, 'no', 'wire.pcap')]);
  expect([nowhere.code, nowhere.stderr.slice(0, 14)]).toEqual([2, 'E_FILE --pcap:']);
});
