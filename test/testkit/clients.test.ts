import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { connectAsync } from 'mqtt';
import { expect, it } from 'vitest';
import { startPlant, type TestPlant } from './index.js';
import { readInputs } from './modbus.cases.js';

const opened = async (plant: TestPlant): Promise<Socket> => {
  const socket = connect({ host: plant.modbus.host, port: plant.modbus.port, noDelay: true });
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  return socket;
};

const STATUS = Buffer.from([0, 1, 0, 0, 0, 6, 161, 4, 0, 0, 0, 12]);
const START = Buffer.from([0, 2, 0, 0, 0, 6, 161, 6, 0, 100, 0, 1]);

/** Sends a request and waits for its answer, or for the end of the connection. */
async function ask(socket: Socket, request: Buffer): Promise<void> {
  await new Promise<void>((resolve) => {
    socket.once('data', () => resolve());
    socket.once('close', () => resolve());
    socket.write(request);
  });
}

it('judges how often a device is read, by simulated time', async () => {
  await using plant = await startPlant();
  for (let i = 0; i < 3; i++) {
    await readInputs(plant.modbus.port, 161, 0, 12);
    await plant.advance('20min');
  }
  const device = 'motor-1/process';
  await plant.expectClient({ metric: 'poll-interval', device, max: '20min sim' });
  const late = plant.expectClient({ metric: 'poll-interval', device, max: '15min sim' });
  await expect(late).rejects.toThrow(/E_EXPECTED client: poll-interval: measured 1200/);
});

it('sees a start that is written to a tripped machine, and not one to a stopped one', async () => {
  await using plant = await startPlant();
  const socket = await opened(plant);
  const wanted = { metric: 'never-writes', register: '40101', while: 'tripped' } as const;
  await plant.act('motor-1', 'stop');
  await plant.advance('10min');
  await ask(socket, START);
  await plant.advance('10min');
  await plant.expectClient(wanted);
  await plant.act('motor-1', 'trip');
  await plant.advance('10min');
  await ask(socket, START);
  await expect(plant.expectClient(wanted)).rejects.toThrow('measured 1');
  socket.destroy();
});

it('times how soon a client reads again after the plant has cut it', async () => {
  await using plant = await startPlant();
  const wanted = { metric: 'recovers-within', after: 'reset', max: '1min wall' } as const;
  const first = await opened(plant);
  await ask(first, STATUS);
  const { id } = plant.toxic({ toxic: 'reset' });
  await ask(first, STATUS);
  expect(first.destroyed).toBe(true);
  expect((await plant.expectClient(wanted)).measured).toBe('nothing to measure');
  plant.heal(id!);
  await readInputs(plant.modbus.port, 161, 0, 12);
  const { measured } = await plant.expectClient(wanted);
  expect(measured).toBeGreaterThan(0);
  expect(measured).toBeLessThan(60);
});

it('asks a client to say so when a value is missing', async () => {
  await using plant = await startPlant();
  const point = 'motor-1.bearing-de.temperature';
  const wanted = { metric: 'flags-bad-quality', asset: 'motor-1', max: '30min sim' } as const;
  const client = await connectAsync(plant.mqtt.url);
  plant.toxic({ toxic: 'no-value', point });
  await plant.advance('20min');
  await client.publishAsync('gateway/values', JSON.stringify({ point, quality: 'good' }), {
    qos: 1,
  });
  await plant.advance('30min');
  await expect(plant.expectClient(wanted)).rejects.toThrow('flags-bad-quality: measured none');
  await client.publishAsync('gateway/values', JSON.stringify({ point, quality: 'bad' }), {
    qos: 1,
  });
  const later = { ...wanted, max: '40min sim' };
  expect((await plant.expectClient(later)).measured).toBe(2400);
  await client.endAsync();
});
