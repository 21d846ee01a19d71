/** The stand-alone proxy before a device that is not ours: a stock server and a stock master. */
import { once } from 'node:events';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { toxicSpec } from '@plant47/contract/sealed';
import { type RunningProxy, startProxy } from '@plant47/simulator';
import ModbusRTU from 'modbus-serial';
import { afterEach, beforeEach, expect, it } from 'vitest';

let device: InstanceType<typeof ModbusRTU.ServerTCP>;
let port: number;
const open: { destroy?: (done: () => void) => void; close?: () => void }[] = [];
const proxies: RunningProxy[] = [];

async function freePort(): Promise<number> {
  const server: Server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port: free } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return free;
}

beforeEach(async () => {
  port = await freePort();
  device = new ModbusRTU.ServerTCP(
    { getHoldingRegister: (address: number) => 1000 + address },
    { host: '127.0.0.1', port, unitID: 1 },
  );
  await new Promise<void>((resolve) => device.once('initialized', () => resolve()));
});
afterEach(async () => {
  for (const client of open.splice(0)) client.destroy?.(() => undefined);
  for (const proxy of proxies.splice(0)) await proxy[Symbol.asyncDispose]();
  await new Promise<void>((resolve) => device.close(() => resolve()));
});

/** A master behind a proxy with these toxics. */
async function through(toxics: readonly Record<string, unknown>[], on: 'answers' | 'requests') {
  const proxy = await startProxy({
    host: '127.0.0.1',
    port: 0,
    to: { host: '127.0.0.1', port },
    toxics: toxics.map((one) => toxicSpec.parse(one)),
    on,
    seed: 7,
  });
  proxies.push(proxy);
  const client = new ModbusRTU.default();
  client.setTimeout(300);
  client.on('error', () => undefined);
  open.push(client);
  await client.connectTCP('127.0.0.1', { port: proxy.port });
  client.setID(1);
  return client;
}

it('passes bytes as they are where no toxic is named', async () => {
  const client = await through([], 'answers');
  expect((await client.readHoldingRegisters(5, 3)).data).toEqual([1005, 1006, 1007]);
});

it.each(['answers', 'requests'] as const)('delays and slices %s', async (on) => {
  const toxics = [
    { toxic: 'latency', delay: '100ms' },
    { toxic: 'slicer', size: 2, delay: '1ms' },
  ];
  const client = await through(toxics, on);
  const start = performance.now();
  expect((await client.readHoldingRegisters(5, 3)).data).toEqual([1005, 1006, 1007]);
  expect(performance.now() - start).toBeGreaterThanOrEqual(95);
});

it('hangs: the master sees a time-out', async () => {
  const client = await through([{ toxic: 'hang' }], 'answers');
  await expect(client.readHoldingRegisters(5, 3)).rejects.toMatchObject({ errno: 'ETIMEDOUT' });
});

it('is closed to other computers', async () => {
  const at = { host: '0.0.0.0', port: 0, to: { host: '127.0.0.1', port }, toxics: [], seed: 0 };
  await expect(startProxy({ ...at, on: 'answers' })).rejects.toMatchObject({
    issues: [{ code: 'E_OPEN_BIND' }],
  });
});
