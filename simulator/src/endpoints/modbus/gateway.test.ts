import { afterEach, describe, expect, it } from 'vitest';
import { clockOf, EPOCH, processDevice, scanOf } from '../../devices/small-plant.cases.js';
import { Lockstep } from '../lockstep.js';
import { type ModbusEndpoint, type ModbusOptions, startModbus } from './endpoint.js';
import { adu, RawMaster } from './raw-master.cases.js';

const device = processDevice(1);
const READ = '04 0001 0002';
const REPLY = '040400000007';
let endpoint: ModbusEndpoint;
const open: RawMaster[] = [];

async function start(options: Partial<ModbusOptions> = {}): Promise<() => Promise<RawMaster>> {
  const lockstep = new Lockstep();
  const devices = [device];
  endpoint = await startModbus({ host: '127.0.0.1', port: 0, devices, lockstep, ...options });
  endpoint.setImages([scanOf(device, 7)], clockOf(EPOCH, []));
  return async () => {
    const master = await RawMaster.open(endpoint.ports[0]!.port);
    open.push(master);
    return master;
  };
}
afterEach(async () => {
  for (const master of open.splice(0)) master.end();
  await endpoint.close();
});

describe('a gateway', () => {
  it('is silent about unknown units where it is told to be', async () => {
    const master = await (await start({ unknownUnit: 'silence' }))();
    master.send(Buffer.concat([adu(99, READ, 1), adu(device.unit, READ, 2)]));
    expect((await master.reply())?.readUInt16BE(0)).toBe(2);
  });

  it('refuses one connection too many', async () => {
    const connect = await start({ limits: { connections: 2 } });
    const [first] = [await connect(), await connect()];
    const third = await connect();
    expect(await third.reply()).toBeUndefined();
    expect(await first.ask(device.unit, READ)).toBe(REPLY);
  });

  it('closes the oldest connection for a new one where that is its policy', async () => {
    const connect = await start({ limits: { connections: 2, overflow: 'close-oldest' } });
    const [first, second] = [await connect(), await connect()];
    const third = await connect();
    expect(await first.reply()).toBeUndefined();
    expect(await second.ask(device.unit, READ)).toBe(REPLY);
    expect(await third.ask(device.unit, READ)).toBe(REPLY);
  });

  it('closes an idle connection', async () => {
    const connect = await start({ limits: { idle_ms: 50 } });
    expect(await (await connect()).reply()).toBeUndefined();
  });

  it('turns away who may not connect', async () => {
    const connect = await start({ allow: () => false });
    expect(await (await connect()).reply()).toBeUndefined();
  });

  it('survives masters that reset the connection while replies are on their way', async () => {
    const connect = await start();
    for (let i = 0; i < 20; i++) {
      const master = await connect();
      master.send(Buffer.concat(Array.from({ length: 100 }, (_, t) => adu(device.unit, READ, t))));
      master.socket.resetAndDestroy();
    }
    expect(await (await connect()).ask(device.unit, READ)).toBe(REPLY);
  });

  it('answers others while a master floods it and never reads', async () => {
    const connect = await start();
    const flooder = await connect();
    flooder.socket.pause();
    const many = Buffer.concat(
      Array.from({ length: 1000 }, () => adu(device.unit, '04 0000 0008')),
    );
    for (let i = 0; i < 200; i++) flooder.send(many);
    const other = await connect();
    for (let i = 0; i < 50; i++) expect(await other.ask(device.unit, READ)).toBe(REPLY);
  });

  it('never mixes two scans in one reply', async () => {
    const master = await (await start())();
    const reading = (async () => {
      for (let i = 0; i < 300; i++) {
        const reply = Buffer.from(await master.ask(device.unit, '04 0001 0009'), 'hex');
        const seq = reply.readUInt32BE(2);
        expect(Number(reply.readBigUInt64BE(6))).toBe(EPOCH + seq * 1000);
      }
    })();
    for (let seq = 8; seq < 300; seq++) {
      endpoint.setImages([scanOf(device, seq)], clockOf(EPOCH + seq * 1000, []));
      await new Promise((resolve) => setImmediate(resolve));
    }
    await reading;
  });
});
