/** 200,000 requests that are framed well and hold anything: each one is answered, in its order. */
import { expect, it } from 'vitest';
import {
  clockOf,
  EPOCH,
  processDevice,
  scanOf,
} from '../../simulator/src/devices/small-plant.cases.js';
import { Lockstep } from '../../simulator/src/endpoints/lockstep.js';
import { startModbus } from '../../simulator/src/endpoints/modbus/endpoint.js';
import { RawMaster } from '../../simulator/src/endpoints/modbus/raw-master.cases.js';
import { withCrc } from '../../simulator/src/endpoints/modbus/rtu-frame.js';
import { streamOf, uniform } from '../../simulator/src/physics/random.js';

const FRAMES = 200_000;
const BATCH = 500;
const LINE_FRAMES = 20_000;
/** Wall time within which another master is answered, ms. */
const STALL_MS = 1000;
const LARGEST_PDU = 253;
const FUNCTIONS = [1, 2, 3, 4, 5, 6, 15, 16, 17, 22, 23, 0x2b];
const CHANCE = streamOf([4, 3, 2, 1], 'fuzz');

const device = processDevice(1);
let drawn = 0;
const draw = (n: number): number => Math.floor(n * uniform(CHANCE, drawn++));
/** Numbers that are near a limit more often than not. */
const word = (): number => {
  const near = [0, 1, 7, 8, 10, 12, 13, 100, 101, 102, 121, 123, 125, 126, 1968, 2000, 0xffff];
  return draw(4) > 0 ? near[draw(near.length)]! : draw(65_536);
};

/** A request that is nearly right: its function's own shape, half of them with one byte changed. */
function shapedPdu(): Buffer {
  const [address, count, value] = [draw(16), 1 + draw(4), draw(4)];
  const read = [0, address, 0, count];
  const shapes: Readonly<Record<number, readonly number[]>> = {
    ...{ 1: [0, 0, 0, 1], 2: read, 3: read, 4: read, 17: [] },
    ...{ 5: [0, 0, draw(2) * 255, 0], 6: [0, 100 + draw(2), 0, value] },
    ...{ 15: [0, 0, 0, 1, 1, draw(2)], 16: [0, 100, 0, 2, 4, 0, 1 + draw(2), 0, value] },
    ...{ 22: [0, 101, 0, draw(256), 0, draw(256)], 43: [14, draw(6), draw(8)] },
    23: [0, address, 0, count, 0, 100, 0, 1, 2, 0, value],
  };
  const fc = FUNCTIONS[draw(FUNCTIONS.length)]!;
  const pdu = Buffer.from([fc, ...shapes[fc]!]);
  if (draw(2) > 0) pdu[draw(pdu.length)] = draw(256);
  return pdu;
}

function pduOf(): Buffer {
  if (draw(2) > 0) return shapedPdu();
  const fc = draw(8) > 0 ? FUNCTIONS[draw(FUNCTIONS.length)]! : draw(256);
  const words = Array.from({ length: draw(8) }, word).flatMap((w) => [w >> 8, w & 0xff]);
  const pdu = [fc, ...words];
  if (fc === 15 || fc === 16) pdu[5] = draw(3) > 0 ? Math.max(0, pdu.length - 6) : draw(256);
  if (fc === 23) pdu[9] = draw(3) > 0 ? Math.max(0, pdu.length - 10) : draw(256);
  const bytes = Array.from(pdu, (byte) => byte ?? 0);
  if (draw(16) === 0)
    for (let n = draw(LARGEST_PDU - bytes.length); n > 0; n--) bytes.push(draw(256));
  return Buffer.from(bytes);
}

const framed = (unit: number, pdu: Buffer, transaction: number): Buffer => {
  const head = Buffer.alloc(7);
  head.writeUInt16BE(transaction, 0);
  head.writeUInt16BE(pdu.length + 1, 4);
  head[6] = unit;
  return Buffer.concat([head, pdu]);
};

async function start() {
  const at = { host: '127.0.0.1', port: 0, rtuPort: 0 };
  const endpoint = await startModbus({ ...at, devices: [device], lockstep: new Lockstep() });
  endpoint.setImages([scanOf(device, 7)], clockOf(EPOCH, []));
  return endpoint;
}

it('answers each of 200,000 fuzzed requests once and in order, and keeps nobody waiting', async () => {
  const endpoint = await start();
  const { port } = endpoint.ports[0]!;
  const [fuzzer, other] = [await RawMaster.open(port), await RawMaster.open(port)];
  let slowest_ms = 0;
  let refused = 0;
  const wrong: string[] = [];
  for (let sent = 0; sent < FRAMES; sent += BATCH) {
    const pdus = Array.from({ length: BATCH }, pduOf);
    const units = pdus.map(() => (draw(8) > 0 ? device.unit : draw(256)));
    fuzzer.send(Buffer.concat(pdus.map((pdu, i) => framed(units[i]!, pdu, i))));
    const asked = performance.now();
    expect(await other.ask(device.unit, '04 0001 0002')).toBe('040400000007');
    slowest_ms = Math.max(slowest_ms, performance.now() - asked);
    for (const [i, pdu] of pdus.entries()) {
      const reply = await fuzzer.reply();
      const [transaction, unit, fc] = [reply?.readUInt16BE(0), reply?.[6], reply?.[7]];
      const failed = fc === (pdu[0]! | 0x80);
      if (failed) refused += 1;
      const fits = failed ? reply?.length === 9 || fc === pdu[0] : fc === pdu[0];
      if (transaction === i && unit === units[i] && fits) continue;
      wrong.push(`${pdu.toString('hex')} → ${reply?.toString('hex')}`);
    }
    expect(wrong).toEqual([]);
  }
  fuzzer.end();
  other.end();
  await endpoint.close();
  // Both ways have to be taken often, or the stream fuzzes nothing.
  expect(refused).toBeGreaterThan(FRAMES / 4);
  expect(FRAMES - refused).toBeGreaterThan(FRAMES / 20);
  expect(slowest_ms).toBeLessThan(STALL_MS);
});

it('lives through fuzzed RTU frames, whole and damaged, and answers the good one after them', async () => {
  const endpoint = await start();
  const line = await RawMaster.open(endpoint.rtuPort);
  const good = withCrc(Buffer.from('a10400010002', 'hex'));
  const answer = withCrc(Buffer.from('a1040400000007', 'hex'));
  let got = Buffer.alloc(0);
  line.socket.on('data', (chunk: Buffer) => {
    got = Buffer.concat([got, chunk]).subarray(-answer.length);
  });
  for (let sent = 0; sent < LINE_FRAMES; sent += BATCH) {
    const frames = Array.from({ length: BATCH }, () => {
      const frame = withCrc(Buffer.concat([Buffer.from([device.unit]), pduOf()]));
      return draw(4) > 0 ? frame : frame.subarray(0, 1 + draw(frame.length));
    });
    line.send(Buffer.concat(frames));
    got = Buffer.alloc(0);
    // What the junk left unfinished may take good ones with it; a master asks again.
    for (let tries = 0; !got.equals(answer); tries++) {
      expect(tries).toBeLessThan(10_000);
      line.send(good);
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
  line.end();
  await endpoint.close();
});
