/** The gate under a stream of good, broken and random requests: it lives, and does not grow. */
import { connect } from 'node:net';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, it } from 'vitest';
import {
  clockOf,
  EPOCH,
  processDevice,
  scanOf,
} from '../../simulator/src/devices/small-plant.cases.js';
import { Lockstep } from '../../simulator/src/endpoints/lockstep.js';
import { startModbus } from '../../simulator/src/endpoints/modbus/endpoint.js';
import { adu, RawMaster } from '../../simulator/src/endpoints/modbus/raw-master.cases.js';
import { streamOf, uniform } from '../../simulator/src/physics/random.js';

const WARM_UP_S = 5;
const SOAK_S = 15;
const MOST_MB_A_MINUTE = 1;
const READ = '04 0001 0002';
const CHANCE = streamOf([1, 2, 3, 4], 'soak');

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;
const usedMegabytes = (): number => {
  collect();
  collect();
  const { heapUsed, external, arrayBuffers } = process.memoryUsage();
  return (heapUsed + external + arrayBuffers) / 2 ** 20;
};

it('keeps its memory and its other connections through everything a stranger sends', async () => {
  const device = processDevice(1);
  const lockstep = new Lockstep();
  const endpoint = await startModbus({ host: '127.0.0.1', port: 0, devices: [device], lockstep });
  endpoint.setImages([scanOf(device, 7)], clockOf(EPOCH, []));
  const { port } = endpoint.ports[0]!;
  const good = await RawMaster.open(port);
  let drawn = 0;
  const draw = (n: number): number => Math.floor(n * uniform(CHANCE, drawn++));
  const junk = (n: number): Buffer => Buffer.from(Array.from({ length: n }, () => draw(256)));
  const hostile = (): Buffer => {
    const kind = draw(6);
    if (kind === 0) return junk(1 + draw(600));
    if (kind === 1) return adu(draw(256), junk(1 + draw(252)).toString('hex'));
    if (kind === 2) return adu(device.unit, READ).subarray(0, 1 + draw(11));
    if (kind === 3) return Buffer.from('GET / HTTP/1.1\r\nHost: plant\r\n\r\n');
    const pdu = Buffer.from([draw(24), 0, draw(128), 0, draw(256), ...junk(draw(8))]);
    return Buffer.concat(
      Array.from({ length: 1 + draw(40) }, () => adu(device.unit, pdu.toString('hex'))),
    );
  };
  const attack = async (): Promise<void> => {
    await new Promise<void>((resolve) => {
      const socket = connect({ host: '127.0.0.1', port });
      socket.on('error', () => undefined);
      socket.on('close', () => resolve());
      socket.resume();
      socket.write(hostile());
      if (draw(2)) socket.end(hostile());
      else setImmediate(() => socket.resetAndDestroy());
    });
    expect(await good.ask(device.unit, READ)).toBe('040400000007');
  };
  const attackFor = async (seconds: number): Promise<number> => {
    const end = performance.now() + 1000 * seconds;
    let n = 0;
    for (; performance.now() < end; n++) await attack();
    return n;
  };
  await attackFor(WARM_UP_S);
  const before = usedMegabytes();
  const attacks = await attackFor(SOAK_S);
  const slope = ((usedMegabytes() - before) * 60) / SOAK_S;
  good.end();
  await endpoint.close();
  expect(attacks).toBeGreaterThan(1000);
  expect(slope).toBeLessThan(MOST_MB_A_MINUTE);
});
