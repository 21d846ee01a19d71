import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { clockOf, EPOCH, processDevice, scanOf } from '../../devices/small-plant.cases.js';
import { Lockstep } from '../lockstep.js';
import { type ModbusEndpoint, startModbus } from './endpoint.js';
import { adu, RawMaster } from './raw-master.cases.js';

const fast = processDevice(1);
const slow = processDevice(2, 10);
const READ_HEADER = '04 0000 0008';
const READ_SEQ = '04 0001 0002';
const T = (seq: number): number => EPOCH + 1000 * seq;
let lockstep: Lockstep;
let endpoint: ModbusEndpoint;
const open: RawMaster[] = [];

beforeEach(async () => {
  lockstep = new Lockstep();
  lockstep.begin(EPOCH - 1);
  endpoint = await startModbus({ host: '127.0.0.1', port: 0, devices: [fast, slow], lockstep });
});
afterEach(async () => {
  for (const master of open.splice(0)) master.end();
  await endpoint.close();
});

async function master(): Promise<RawMaster> {
  const one = await RawMaster.open(endpoint.ports[0]!.port);
  open.push(one);
  return one;
}

/** A barrier as the host makes it; resolves once everybody is done. */
function barrier(seq: number, devices = [fast, slow]): Promise<void> {
  const scans = devices.map((device) => scanOf(device, device === slow ? seq / 10 : seq));
  endpoint.setImages(scans, clockOf(T(seq), scans));
  return lockstep.waitAllDone(T(seq));
}

const seqOf = (reply: string): number => Number.parseInt(reply.slice(4, 12), 16);
/** The same of a reply to READ_HEADER, which begins with the heartbeat. */
const headerSeqOf = (reply: string): number => Number.parseInt(reply.slice(8, 16), 16);

describe('before the first scan', () => {
  it('a request waits, so that nobody reads an empty image', async () => {
    const early = await master();
    const reply = early.ask(fast.unit, READ_SEQ);
    await barrier(0);
    expect(seqOf(await reply)).toBe(0);
  });
});

describe('a poller that is enrolled by its ranges', () => {
  const ranges = [fast, slow].map(({ unit }) => ({ gateway: 0, unit, address: 0, count: 14 }));

  it('is done with a barrier when it has read each unit that scanned', async () => {
    lockstep.hello('p', 'P', ranges);
    const poller = await master();
    const first = barrier(0);
    for (const request of ['04 0000 000a', '04 000c 0002']) {
      for (const { unit } of [fast, slow]) {
        expect(lockstep.members()[0]?.state).toBe('in');
        await poller.ask(unit, request);
      }
    }
    await first;
    const second = barrier(1, [fast]);
    await poller.ask(fast.unit, '04 000c 0002');
    expect(lockstep.members()[0]?.state).toBe('in');
    await poller.ask(fast.unit, '03 0000 000a');
    await second;
  });

  it('keeps its request until the next barrier, so that no round mixes two instants', async () => {
    lockstep.hello('p', 'P', [{ gateway: 0, unit: fast.unit, address: 0, count: 8 }]);
    const poller = await master();
    const seen: number[] = [];
    const polling = (async () => {
      for (let i = 0; i < 30; i++) seen.push(headerSeqOf(await poller.ask(fast.unit, READ_HEADER)));
    })();
    for (let seq = 0; seq < 30; seq++) await barrier(seq, [fast]);
    await polling;
    expect(seen).toEqual(Array.from({ length: 30 }, (_, i) => i));
  });

  it('gets the old image after a second without a barrier', async () => {
    lockstep.hello('p', 'P', [{ gateway: 0, unit: fast.unit, address: 0, count: 8 }]);
    const poller = await master();
    await Promise.all([barrier(0, [fast]), poller.ask(fast.unit, READ_HEADER)]);
    const start = performance.now();
    expect(seqOf(await poller.ask(fast.unit, READ_SEQ))).toBe(0);
    expect(performance.now() - start).toBeGreaterThan(900);
  });

  it('is not helped by reads on another connection', async () => {
    lockstep.hello('p', 'P', [{ gateway: 0, unit: fast.unit, address: 0, count: 8 }]);
    const poller = await master();
    const stranger = await master();
    const wait = barrier(0, [fast]);
    await stranger.ask(fast.unit, READ_HEADER);
    expect(lockstep.members()[0]?.state).toBe('in');
    await poller.ask(fast.unit, READ_HEADER);
    await wait;
  });

  it('shares a unit with another poller: each waits for its own round only', async () => {
    const range = [{ gateway: 0, unit: fast.unit, address: 0, count: 8 }];
    lockstep.hello('first', 'P', range);
    const one = await master();
    lockstep.hello('second', 'P', range);
    const two = await master();
    const seen: number[][] = [[], []];
    const loops = [one, two].map(async (poller, k) => {
      for (let i = 0; i < 20; i++) {
        const reply = await poller.ask(fast.unit, READ_HEADER);
        seen[k]!.push(headerSeqOf(reply));
      }
    });
    for (let seq = 0; seq < 20; seq++) await barrier(seq, [fast]);
    await Promise.all(loops);
    const all = Array.from({ length: 20 }, (_, i) => i);
    expect(seen).toEqual([all, all]);
  });

  it('goes on with its round after it has connected anew', async () => {
    lockstep.hello('p', 'P', [{ gateway: 0, unit: fast.unit, address: 0, count: 8 }]);
    const before = await master();
    before.end();
    const after = await master();
    const wait = barrier(0, [fast]);
    // The end of the first connection may be seen after the second has come.
    for (let i = 0; i < 100 && lockstep.members()[0]?.state !== 'done'; i++) {
      await after.ask(fast.unit, READ_HEADER);
    }
    await wait;
  });
});

describe('a client of the clock unit', () => {
  it('reads the instant and acknowledges it with the watermark', async () => {
    lockstep.hello('r', 'R');
    const client = await master();
    for (let seq = 0; seq < 5; seq++) {
      const wait = barrier(seq, [fast]);
      const simTs = T(seq).toString(16).padStart(16, '0');
      expect(await client.ask(247, '04 0003 0004')).toBe(`0408${simTs}`);
      expect(await client.ask(247, '04 0008 0005')).toBe(`040a0001${simTs}`);
      expect(lockstep.members()[0]?.state).toBe('in');
      expect(await client.ask(247, `10 0064 0004 08 ${simTs}`)).toBe('1000640004');
      await wait;
    }
  });

  it('cannot write a part of the watermark', async () => {
    await barrier(0);
    const client = await master();
    expect(await client.ask(247, '06 0064 0000')).toBe('8602');
    expect(await client.ask(247, '10 0064 0002 04 00000000')).toBe('9002');
  });
});

describe('the end of a run', () => {
  it('shows the bit "run over" for two seconds, then ends with FIN', async () => {
    await barrier(0);
    const client = await master();
    let reset = false;
    client.socket.on('error', () => {
      reset = true;
    });
    const start = performance.now();
    const over = endpoint.end(clockOf(T(0), [], 'end'));
    expect(await client.ask(fast.unit, '04 0007 0001')).toBe('04028007');
    client.send(adu(fast.unit, READ_SEQ));
    expect(seqOf((await client.reply())!.subarray(7).toString('hex'))).toBe(0);
    expect(await client.reply()).toBeUndefined();
    expect(performance.now() - start).toBeGreaterThan(1900);
    expect(reset).toBe(false);
    await over;
  });
});
