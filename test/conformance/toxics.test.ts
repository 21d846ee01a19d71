/** Each toxic of sockets as stock clients see it, and what the log says of it. */
import { once } from 'node:events';
import { claimTopic, clockTopic } from '@plant47/contract';
import { TOXICS } from '@plant47/contract/sealed';
import { afterEach, expect, it } from 'vitest';
import {
  ended,
  heal,
  injected,
  listener,
  master,
  OTHER,
  poison,
  raw,
  scans,
  seqsOf,
  started,
  TIMEOUT_MS,
  UNIT,
} from './toxics.cases.js';

afterEach(ended);

const READ = Buffer.from([0, 7, 0, 0, 0, 6, UNIT, 4, 0, 8, 0, 4]);

/** What a raw connection gets for a request within a time. */
async function reply(port: number, request: Buffer, wait_ms = 150): Promise<Buffer> {
  const socket = await raw(port);
  let bytes = Buffer.alloc(0);
  socket.on('data', (chunk: Buffer) => {
    bytes = Buffer.concat([bytes, chunk]);
  });
  socket.write(request);
  const closed = once(socket, 'close');
  await Promise.race([closed, new Promise((resolve) => setTimeout(resolve, wait_ms))]);
  return bytes;
}

it('answers by exceptions as often as the log says, others unharmed', async () => {
  const plant = await started();
  const [hit, other] = [await master(plant), await master(plant, OTHER)];
  const id = await poison(plant, { toxic: 'exception', code: 6, p: 0.5, unit: UNIT });
  const seen: number[] = [];
  for (let i = 0; i < 40; i++) {
    await hit.readInputRegisters(8, 4).catch((error: { modbusCode: number }) => {
      expect(error.modbusCode).toBe(6);
      seen.push(i);
    });
    await other.readInputRegisters(8, 4);
  }
  const log = await injected(plant, id);
  expect(log.map(({ detail }) => detail['request'])).toEqual(seen);
  expect(seen.length).toBeGreaterThan(5);
  expect(seen.length).toBeLessThan(35);
  await heal(plant, id);
  for (let i = 0; i < 20; i++) await hit.readInputRegisters(8, 4);
});

it('strikes the same requests in every run of a seed', async () => {
  const runs: unknown[] = [];
  for (let run = 0; run < 2; run++) {
    const plant = await started();
    // The draws belong to the toxic's name, so it comes by the scenario's inputs here.
    const command = {
      type: 'toxic',
      id: 'busy',
      toxic: 'exception',
      target: {},
      params: { code: 6, p: 0.3 },
    } as const;
    plant.host.session.ask('scenario', command);
    await plant.advance('20min');
    const client = await master(plant);
    for (let i = 0; i < 30; i++) await client.readInputRegisters(8, 4).catch(() => undefined);
    runs.push((await injected(plant, 'busy')).map(({ detail }) => detail['request']));
  }
  expect(runs[0]).toEqual(runs[1]);
  expect((runs[0] as unknown[]).length).toBeGreaterThan(2);
});

it('aims at function codes and addresses', async () => {
  const plant = await started();
  const client = await master(plant);
  await poison(plant, { toxic: 'exception', code: 4, p: 1, fc: 4, addresses: [10, 11] });
  await client.readInputRegisters(8, 2);
  await client.readHoldingRegisters(8, 4);
  await expect(client.readInputRegisters(8, 3)).rejects.toMatchObject({ modbusCode: 4 });
});

it('is slow, silent or late by a wrong transaction: a master sees a time-out', async () => {
  const plant = await started();
  const client = await master(plant);
  const slow = await poison(plant, { toxic: 'slow-answer', delay: '120ms' });
  const start = performance.now();
  await client.readInputRegisters(8, 4);
  expect(performance.now() - start).toBeGreaterThanOrEqual(115);
  await heal(plant, slow);
  for (const toxic of ['no-answer', 'wrong-transaction']) {
    const id = await poison(plant, { toxic, p: 1 });
    const asked = performance.now();
    await expect(client.readInputRegisters(8, 4)).rejects.toBeDefined();
    expect(performance.now() - asked).toBeGreaterThanOrEqual(TIMEOUT_MS - 50);
    await heal(plant, id);
    expect((await client.readInputRegisters(8, 4)).data).toHaveLength(4);
  }
});

it('keeps pipelined requests in order behind a slow answer', async () => {
  const plant = await started();
  await poison(plant, { toxic: 'slow-answer', delay: '40ms', addresses: [8, 8] });
  const second = Buffer.from([0, 9, 0, 0, 0, 6, UNIT, 4, 0, 9, 0, 1]);
  const bytes = await reply(plant.modbus.port, Buffer.concat([READ, second]));
  expect([bytes.readUInt16BE(0), bytes.readUInt16BE(17)]).toEqual([7, 9]);
});

it.each([
  ['wrong-transaction', {}, (clean: Buffer, got: Buffer) => got[1] === clean[1]! + 1],
  ['wrong-unit', {}, (clean: Buffer, got: Buffer) => got[6] === clean[6]! + 1],
  [
    'truncated',
    { bytes: 3 },
    (clean: Buffer, got: Buffer) => got.equals(clean.subarray(0, clean.length - 3)),
  ],
  [
    'duplicate-answer',
    {},
    (clean: Buffer, got: Buffer) => got.equals(Buffer.concat([clean, clean])),
  ],
  [
    'bit-flip',
    {},
    (clean: Buffer, got: Buffer) => {
      const bits = [...got].map((byte, i) => (byte ^ clean[i]!).toString(2).replaceAll('0', ''));
      return bits.join('') === '1' && bits.slice(0, 9).join('') === '';
    },
  ],
])('sends frames with %s', async (toxic, params, looks) => {
  const plant = await started();
  const clean = await reply(plant.modbus.port, READ);
  await poison(plant, { toxic, p: 1, ...params });
  expect(looks(clean, await reply(plant.modbus.port, READ))).toBe(true);
});

it('answers from the scan before, wholly or by half', async () => {
  const plant = await started();
  const client = await master(plant);
  const read = async (): Promise<number[]> => (await client.readInputRegisters(1, 6)).data;
  const seq = async (): Promise<number> => (await read())[1]!;
  const stale = await poison(plant, { toxic: 'stale-answer' });
  await plant.advance('20min');
  expect(await seq()).toBe(1);
  await heal(plant, stale);
  expect(await seq()).toBe(2);
  const now = await read();
  const torn = await poison(plant, { toxic: 'torn-read' });
  await plant.advance('10min');
  const mixed = await read();
  expect(mixed[1]).toBe(3);
  expect(mixed.slice(3)).toEqual(now.slice(3));
  await heal(plant, torn);
  expect((await read()).slice(3)).not.toEqual(now.slice(3));
});

it('acknowledges writes that have no effect', async () => {
  const plant = await started();
  const client = await master(plant);
  const id = await poison(plant, { toxic: 'write-ignored' });
  const commands = (): number => plant.host.session.plant.queue.all.length;
  const before = commands();
  const { data } = await client.readHoldingRegisters(100, 1);
  await client.writeRegister(100, 2);
  await client.writeRegisters(100, [2]);
  expect(commands()).toBe(before);
  expect((await client.readHoldingRegisters(100, 1)).data).toEqual(data);
  expect((await injected(plant, id)).map(({ detail }) => detail['fc'])).toEqual([6, 16]);
  await heal(plant, id);
  await client.writeRegister(100, 2);
  expect(commands()).toBeGreaterThan(before + 1);
});

it('resets, refuses, hangs up and falls asleep', async () => {
  const plant = await started();
  const { port } = plant.modbus;
  const reset = await poison(plant, { toxic: 'reset', gateway: 0 });
  const socket = await raw(port);
  const failed = once(socket, 'error');
  socket.write(READ);
  expect((await failed)[0]).toMatchObject({ code: 'ECONNRESET' });
  await heal(plant, reset);
  const refuse = await poison(plant, { toxic: 'refuse', gateway: 0 });
  // The reset may come before the client hears that it is connected.
  const turned = await raw(port).catch((error: { code: string }) => error.code);
  if (typeof turned === 'string') expect(turned).toBe('ECONNRESET');
  else if (!turned.destroyed) await once(turned, 'close');
  await heal(plant, refuse);
  const limit = await poison(plant, { toxic: 'limit-data', bytes: 10 });
  expect(await reply(port, READ)).toHaveLength(10);
  await heal(plant, limit);
  const hang = await poison(plant, { toxic: 'hang' });
  expect(await reply(port, READ)).toHaveLength(0);
  await heal(plant, hang);
  expect(await reply(port, READ)).toHaveLength(17);
});

it('is far, narrow or sliced, and still whole', async () => {
  const plant = await started();
  const clean = await reply(plant.modbus.port, READ);
  const time = async (): Promise<{ ms: number; chunks: number; bytes: Buffer }> => {
    const socket = await raw(plant.modbus.port);
    let bytes = Buffer.alloc(0);
    let chunks = 0;
    const start = performance.now();
    socket.write(READ);
    while (bytes.length < clean.length) {
      const [chunk] = (await once(socket, 'data')) as [Buffer];
      bytes = Buffer.concat([bytes, chunk]);
      chunks += 1;
    }
    return { ms: performance.now() - start, chunks, bytes };
  };
  const ids = {
    latency: await poison(plant, { toxic: 'latency', delay: '80ms' }),
    bandwidth: '',
    slicer: '',
  };
  const far = await time();
  expect(far.ms).toBeGreaterThanOrEqual(75);
  await heal(plant, ids.latency);
  ids.bandwidth = await poison(plant, { toxic: 'bandwidth', rate: 100 });
  const narrow = await time();
  expect(narrow.ms).toBeGreaterThanOrEqual(150);
  await heal(plant, ids.bandwidth);
  ids.slicer = await poison(plant, { toxic: 'slicer', size: 3, delay: '5ms' });
  const sliced = await time();
  expect(sliced.chunks).toBeGreaterThanOrEqual(4);
  for (const { bytes } of [far, narrow, sliced]) expect(bytes.equals(clean)).toBe(true);
});

it('loses and doubles messages of one client and topic, as logged', async () => {
  const plant = await started();
  const [hit, other] = [await listener(plant, 'hit'), await listener(plant, 'other')];
  const drop = await poison(plant, {
    toxic: 'mqtt-drop',
    p: 0.5,
    client: 'hit',
    topic: '+/+/+/motor-1/process/data',
  });
  const twice = await poison(plant, { toxic: 'mqtt-duplicate', p: 1, client: 'hit', topic: '#' });
  await heal(plant, twice);
  await scans(plant, 12, [hit, other]);
  const lost = (await injected(plant, drop)).length;
  expect(lost).toBeGreaterThan(0);
  expect(seqsOf(hit, 'motor-1/process')).toHaveLength(12 - lost);
  expect(seqsOf(hit, 'motor-2/process')).toHaveLength(12);
  expect(seqsOf(other, 'motor-1/process')).toHaveLength(12);
  await heal(plant, drop);
  await poison(plant, { toxic: 'mqtt-duplicate', p: 1, client: 'hit' });
  await scans(plant, 1, [hit, other]);
  expect(seqsOf(hit, 'motor-2/process').slice(-2)).toEqual([13, 13]);
  expect(seqsOf(other, 'motor-2/process').slice(-2)).toEqual([12, 13]);
});

it('drops a client and refuses it, and no other', async () => {
  const plant = await started();
  const [hit, other] = [await listener(plant, 'hit'), await listener(plant, 'other')];
  await poison(plant, { toxic: 'mqtt-disconnect', p: 1, client: 'hit' });
  await poison(plant, { toxic: 'mqtt-refuse', client: 'hi*' });
  const gone = new Promise<void>((resolve) => hit.client.once('close', () => resolve()));
  await scans(plant, 1, [other]);
  await gone;
  await expect(listener(plant, 'hit')).rejects.toMatchObject({ code: 3 });
  await scans(plant, 2, [other]);
  expect(seqsOf(other, 'motor-1/process')).toEqual([1, 2, 3]);
});

it('shows a toxic of bindings on real sockets: silence, then the burst', async () => {
  const plant = await started();
  const client = await listener(plant, 'historian');
  const modbus = await master(plant);
  const seq = async (): Promise<number> => (await modbus.readInputRegisters(1, 2)).data[1]!;
  const id = await poison(plant, { toxic: 'gap', asset: 'motor-1', device: 'process' });
  await scans(plant, 4, [client]);
  const silent = seqsOf(client, 'motor-1/process');
  expect(await seq()).toBe(silent.length);
  await heal(plant, id);
  await scans(plant, 2, [client]);
  expect(seqsOf(client, 'motor-1/process')).toEqual([1, 2, 3, 4, 5, 6]);
  expect(seqsOf(client, 'motor-2/process')).toEqual([1, 2, 3, 4, 5, 6]);
  expect(silent.length).toBeLessThan(2);
  expect(await seq()).toBe(6);
});

it('forgives a client in lock-step the gap that a toxic has made, and no other', async () => {
  const plant = await started();
  const { run } = plant.manifest;
  const { client } = await listener(plant, 'strict-historian');
  const last = new Map<string, number>();
  let gap: { device: string; expected: number; got: number } | undefined;
  client.on('message', (topic, payload) => {
    const body = JSON.parse(payload.toString());
    const device = /([^/]+[/][^/]+)[/]data$/.exec(topic)?.[1];
    if (device !== undefined) {
      const expected = (last.get(device) ?? body.seq - 1) + 1;
      if (body.seq !== expected) gap ??= { device, expected, got: body.seq };
      last.set(device, body.seq);
    } else if (topic === clockTopic(run)) {
      const beat = { watermark: body.completeTo, ...(gap && { gap }) };
      client.publish(claimTopic(run, 'strict', 'heartbeat'), JSON.stringify(beat), { qos: 1 });
    }
  });
  await plant.advance('20min');
  const id = await poison(plant, { toxic: 'drop', p: 1, asset: 'motor-1', device: 'process' });
  await plant.advance('30min');
  await heal(plant, id);
  await plant.advance('30min');
  expect(gap).toMatchObject({ device: 'motor-1/process' });
  expect(plant.host.wire.teams()).toMatchObject([{ team: 'strict' }]);
  expect(last.get('motor-1/process')).toBe(8);
  const lie = { watermark: plant.simTs, gap: { device: 'motor-2/process', expected: 2, got: 9 } };
  client.publish(claimTopic(run, 'strict', 'heartbeat'), JSON.stringify(lie), { qos: 1 });
  void plant.advance('30min').catch(() => undefined);
  expect((await plant.host.finished).error?.issues[0]?.code).toBe('E_SEQ_GAP');
});

it('rewrites the retained meta of a renamed point', async () => {
  const plant = await started();
  const client = await listener(plant, 'historian');
  const metas: string[] = [];
  client.client.on('message', (topic, payload) => {
    if (topic.endsWith('motor-1/process/meta')) metas.push(payload.toString());
  });
  await client.client.subscribeAsync('+/+/+/motor-1/process/meta');
  const point = 'motor-1.bearing-de.temperature';
  await poison(plant, { toxic: 'rename', point, to: 'bearing-de.temp' });
  await scans(plant, 2, [client]);
  expect(metas).toHaveLength(2);
  expect(metas[0]).toContain(`"${point}"`);
  expect(metas[1]).toContain('"motor-1.bearing-de.temp"');
  expect(metas[1]).not.toContain(`"${point}"`);
});

it('never touches the world, and tells nobody but instructors', async () => {
  const hashes: string[] = [];
  const aimless = TOXICS.filter(({ needs }) => needs.length === 0).map(({ id }) => id);
  for (const toxics of [[], aimless]) {
    const plant = await started();
    const client = await listener(plant, 'visitor');
    const modbus = await master(plant);
    for (const toxic of toxics) await poison(plant, { toxic });
    for (let i = 0; i < 6; i++) {
      await plant.advance('10min');
      await modbus.readInputRegisters(0, 8).catch(() => undefined);
    }
    hashes.push(plant.host.hash());
    for (const role of ['viewer', 'trainee'] as const) {
      expect((await plant.api(role, '/api/v1/toxics')).status).toBe(403);
      expect((await plant.api(role, '/api/v1/toxics', { toxic: 'hang' })).status).toBe(403);
    }
    const seen = JSON.stringify([...client.got]);
    expect(seen).not.toMatch(/toxic|loose|"form"|"on"/);
  }
  expect(hashes[0]).toBe(hashes[1]);
});

it('refuses what it cannot hit, all at once', async () => {
  const plant = await started();
  const codes = async (body: unknown): Promise<string[]> => {
    const answer = await plant.api('instructor', '/api/v1/toxics', body);
    expect(answer.status).toBe(400);
    return ((await answer.json()) as { errors: { code: string }[] }).errors.map(({ code }) => code);
  };
  expect(await codes({ toxic: 'gap', asset: 'motor-9' })).toEqual(['E_UNKNOWN_ASSET']);
  expect(await codes({ toxic: 'rename', point: 'motor-1.nose.temperature' })).toEqual([
    'E_UNKNOWN_POINT',
  ]);
  expect(await codes({ toxic: 'unit-mixup', point: 'motor-1.motor.speed' })).toEqual([
    'E_TOXIC_TARGET',
  ]);
  expect(await codes({ toxic: 'drop', p: 7, fc: 3 })).toContain('E_BODY');
  const answer = await plant.api('instructor', '/api/v1/toxics/toxic-0/remove', {});
  expect(await answer.json()).toMatchObject({ errors: [{ code: 'E_NO_TOXIC' }] });
});
