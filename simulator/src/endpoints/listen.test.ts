import { createServer, type Server } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { processDevice } from '../devices/small-plant.cases.js';
import { isLoopback, listen } from './listen.js';
import { Lockstep } from './lockstep.js';
import { startModbus } from './modbus/endpoint.js';
import { startMqtt } from './mqtt/endpoint.js';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

const server = (): Server => {
  const one = createServer();
  servers.push(one);
  return one;
};
const at = { host: '127.0.0.1', port: 0, flag: '--mqtt-port', guarded: false };

describe('a port', () => {
  it('0 is any free one', async () => {
    expect(await listen(server(), at)).toBeGreaterThan(1023);
  });

  it('that is taken is an error that names the flag', async () => {
    const port = await listen(server(), at);
    await expect(listen(server(), { ...at, port })).rejects.toThrow(
      `E_PORT_IN_USE --mqtt-port: port ${port} on 127.0.0.1 is taken`,
    );
  });

  it('of any gateway that is taken leaves none of them open', async () => {
    const taken = await listen(server(), at);
    const far = { ...processDevice(81), gateway: 1 };
    const devices = [processDevice(1), far];
    const options = { host: '127.0.0.1', devices, lockstep: new Lockstep() };
    await expect(startModbus({ ...options, port: taken - 1 })).rejects.toThrow('E_PORT_IN_USE');
    expect(await listen(server(), { ...at, port: taken - 1 })).toBe(taken - 1);
  });
});

describe('an address', () => {
  it.each([
    ['127.0.0.1', true],
    ['127.9.9.9', true],
    ['::1', true],
    ['localhost', true],
    ['0.0.0.0', false],
    ['::', false],
    ['192.168.1.5', false],
    ['127.0.0.1.example', false],
  ])('%s is loopback: %s', (host, is) => {
    expect(isLoopback(host)).toBe(is);
  });

  it('that others can reach is refused unless something guards it', async () => {
    const lockstep = new Lockstep();
    const open = { host: '0.0.0.0', port: 0, lockstep };
    await expect(startMqtt(open)).rejects.toMatchObject({ issues: [{ code: 'E_OPEN_BIND' }] });
    await expect(startModbus({ ...open, devices: [] })).rejects.toThrow('E_OPEN_BIND --host');
    const guarded = await startMqtt({ ...open, login: async () => undefined });
    expect(guarded.port).toBeGreaterThan(0);
    await guarded.close();
  });
});
