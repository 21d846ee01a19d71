import { connect } from 'node:net';
import { PlantError } from '@plant47/contract';
import jsmodbus from 'jsmodbus';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { clockOf, EPOCH, processDevice, scanOf } from '../../devices/small-plant.cases.js';
import { Lockstep } from '../lockstep.js';
import { WireLog } from '../wire-log.js';
import { type ModbusCommand, type ModbusEndpoint, startModbus } from './endpoint.js';
import { crc16, withCrc } from './rtu-frame.js';

const device = processDevice(1);
let endpoint: ModbusEndpoint;
let log: WireLog;

beforeEach(async () => {
  const lockstep = new Lockstep();
  const devices = [device];
  log = new WireLog();
  const at = { host: '127.0.0.1', port: 0, rtuPort: 0 };
  endpoint = await startModbus({ ...at, devices, lockstep, log });
  endpoint.setImages([scanOf(device, 7)], clockOf(EPOCH, []));
});
afterEach(() => endpoint.close());

/** Sends RTU frames in hex; after each one that is to be answered its reply, in hex. */
async function talk(exchanges: readonly (readonly [string, number])[]): Promise<string[]> {
  const socket = connect({ host: '127.0.0.1', port: endpoint.rtuPort });
  const replies: string[] = [];
  let bytes = Buffer.alloc(0);
  let wake: () => void = () => undefined;
  socket.on('data', (chunk) => {
    bytes = Buffer.concat([bytes, chunk]);
    wake();
  });
  for (const [request, size] of exchanges) {
    socket.write(Buffer.from(request, 'hex'));
    while (bytes.length < size) {
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
    replies.push(bytes.subarray(0, size).toString('hex'));
    bytes = bytes.subarray(size);
  }
  socket.destroy();
  return replies;
}
const frame = (hex: string): string =>
  withCrc(Buffer.from(hex.replaceAll(' ', ''), 'hex')).toString('hex');

describe('the CRC', () => {
  it('of the nine digits is 4B37, the check value of CRC-16/MODBUS', () => {
    expect(crc16(Buffer.from('123456789'))).toBe(0x4b37);
  });
});

describe('an RTU line', () => {
  it('answers reads, writes and identification', async () => {
    const got: ModbusCommand[] = [];
    endpoint.onCommand((command) => got.push(command));
    const [seq, written, identity] = await talk([
      [frame('a1 04 0001 0002'), 9],
      [frame('a1 06 0064 0001'), 8],
      [frame('a1 2b 0e 04 00'), 19],
    ]);
    expect(seq).toBe(frame('a1 04 04 00000007'));
    expect(written).toBe(frame('a1 06 0064 0001'));
    expect(got.map(({ action }) => action)).toEqual(['start']);
    const vendor = Buffer.from('plant47').toString('hex');
    expect(identity).toBe(frame(`a1 2b 0e 04 82 00 00 01 00 07 ${vendor}`));
  });

  it('gives exceptions', async () => {
    expect(
      await talk([
        [frame('a1 04 1000 0001'), 5],
        [frame('a1 04 0000 0080'), 5],
      ]),
    ).toEqual([frame('a1 84 02'), frame('a1 84 03')]);
  });

  it('drops what is damaged, unknown units and all behind it, and lives on', async () => {
    const good = frame('a1 04 0001 0002');
    const damaged = `${good.slice(0, -2)}${good.endsWith('ff') ? '00' : 'ff'}`;
    const reply = frame('a1 04 04 00000007');
    expect(
      await talk([
        [good + damaged + good, 9],
        [frame('63 04 0001 0002') + good, 9],
        [good + frame('a1 41 00').slice(0, -2) + good, 9],
        [good, 9],
      ]),
    ).toEqual([reply, reply, reply, reply]);
  });

  it('says of a function that it does not serve that it does not exist', async () => {
    const good = frame('a1 04 0001 0002');
    const reply = frame('a1 04 04 00000007');
    expect(
      await talk([
        [frame('a1 07') + good, 14],
        [frame('a1 14 07 06 0004 0001 0002') + good, 14],
        [frame('a1 41 00'), 5],
      ]),
    ).toEqual([frame('a1 87 01') + reply, frame('a1 94 01') + reply, frame('a1 c1 01')]);
  });

  it('serves FC17, 22 and 23', async () => {
    const text = Buffer.from('plant47 process-io 1.0');
    expect(
      await talk([
        [frame('a1 11'), 7 + text.length],
        [frame('a1 06 0065 0123'), 8],
        [frame('a1 16 0065 ff0f 0040'), 10],
        [frame('a1 17 0065 0001 0064 0001 02 0001'), 7],
      ]),
    ).toEqual([
      frame(`a1 11 ${(2 + text.length).toString(16)} a1 ff ${text.toString('hex')}`),
      frame('a1 06 0065 0123'),
      frame('a1 16 0065 ff0f 0040'),
      frame('a1 17 02 0143'),
    ]);
  });

  it('gives exception 04 for what the plant refuses, and lives on', async () => {
    const issue = { code: 'E_LOCKED', path: 'motor', message: 'locked out', remedy: 'unlock it' };
    endpoint.onCommand(() => {
      throw new PlantError([issue]);
    });
    const good = frame('a1 04 0001 0002');
    expect(await talk([[frame('a1 06 0064 0001') + good, 14]])).toEqual([
      frame('a1 86 04') + frame('a1 04 04 00000007'),
    ]);
  });

  it('waits for a slow sender, and drops what a master left unfinished', async () => {
    const good = Buffer.from(frame('a1 10 0064 0002 04 0001 0100'), 'hex');
    const socket = connect({ host: '127.0.0.1', port: endpoint.rtuPort, noDelay: true });
    const got = new Promise<string>((resolve) =>
      socket.once('data', (bytes) => resolve(bytes.toString('hex'))),
    );
    for (const byte of good) {
      await new Promise<void>((resolve) => socket.write(Buffer.from([byte]), () => resolve()));
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(await got).toBe(frame('a1 10 0064 0002'));
    const next = new Promise<string>((resolve) =>
      socket.once('data', (bytes) => resolve(bytes.toString('hex'))),
    );
    await new Promise<void>((resolve) => socket.write(good.subarray(0, 9), () => resolve()));
    while (!log.entries().some(({ bytes }) => bytes.equals(good.subarray(0, 9)))) {
      await new Promise((resolve) => setImmediate(resolve));
    }
    socket.write(Buffer.from(frame('a1 04 0001 0002'), 'hex'));
    expect(await next).toBe(frame('a1 04 04 00000007'));
    socket.destroy();
  });

  it('turns away who may not connect, and one too many', async () => {
    const closedBy = (port: number): Promise<void> =>
      new Promise((resolve) => {
        const socket = connect({ host: '127.0.0.1', port });
        socket.on('error', () => undefined);
        socket.once('close', () => resolve());
      });
    await endpoint.close();
    const options = { host: '127.0.0.1', port: 0, rtuPort: 0, devices: [device] };
    const lockstep = new Lockstep();
    endpoint = await startModbus({ ...options, lockstep, allow: () => false });
    await closedBy(endpoint.rtuPort);
    await endpoint.close();
    endpoint = await startModbus({ ...options, lockstep, limits: { connections: 0 } });
    await closedBy(endpoint.rtuPort);
  });

  it('serves the RTU client of jsmodbus', async () => {
    const socket = connect({ host: '127.0.0.1', port: endpoint.rtuPort });
    const client = new jsmodbus.ModbusRTUClient(socket as never, device.unit);
    // jsmodbus waits for the word of a serial port.
    await new Promise((resolve) => socket.once('connect', resolve));
    socket.emit('open');
    const { response } = await client.readInputRegisters(8, 2);
    expect([...response.body.values]).toEqual([0xf9af, 0x0651]);
    socket.destroy();
  });
});
