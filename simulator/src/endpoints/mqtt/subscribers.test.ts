import { CURRENT_TOPIC, claimTopic, clockTopic } from '@plant47/contract';
import mqtt from 'mqtt';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  burstOf,
  clockOf,
  EPOCH,
  enrolClock,
  manifestOf,
  processDevice,
  RUN,
  scanOf,
} from '../../devices/small-plant.cases.js';
import { Lockstep } from '../lockstep.js';
import type { DrainLimits } from './drain-watch.js';
import { type MqttEndpoint, startMqtt } from './endpoint.js';
import {
  connectPacket,
  PUBLISH,
  published,
  publishPacket,
  RawClient,
  SUBACK,
  subscribePacket,
} from './mqtt-client.cases.js';

const device = processDevice(1);
const T = (seq: number): number => EPOCH + 1000 * seq;
const heartbeat = (team: string, watermark: number): Buffer =>
  publishPacket(claimTopic(RUN, team, 'heartbeat'), JSON.stringify({ watermark }));
let lockstep: Lockstep;
let endpoint: MqttEndpoint;
const open: RawClient[] = [];

const MEGABYTE = 1024 * 1024;
const SHORT = { stalled_ms: 400, waiting_bytes: 32 * MEGABYTE };

beforeEach(() => start(SHORT));
afterEach(stop);

async function start(drain: DrainLimits): Promise<void> {
  lockstep = new Lockstep({ silence_ms: 60_000 });
  endpoint = await startMqtt({ host: '127.0.0.1', port: 0, lockstep, drain });
  lockstep.begin(EPOCH - 1);
  await endpoint.beginRun({ manifest: manifestOf(), devices: [device], clock: enrolClock() });
}

async function stop(): Promise<void> {
  for (const client of open.splice(0)) client.socket.destroy();
  await endpoint.close();
}

function client(): RawClient {
  const one = new RawClient(endpoint.port);
  open.push(one);
  return one;
}

/** A client whose subscription to everything is granted. */
async function subscribed(id: string): Promise<RawClient> {
  const one = client();
  one.send(connectPacket(id), subscribePacket('#'));
  let received = await one.next();
  while (received && received.head !== SUBACK) received = await one.next();
  return one;
}

async function barrier(seq: number, samples = 0): Promise<void> {
  lockstep.start();
  const scans = [scanOf(device, seq)];
  await endpoint.publish(scans, samples > 0 ? [burstOf(device, seq, samples)] : []);
  await endpoint.clock(clockOf(T(seq), scans));
  await lockstep.waitAllDone(T(seq));
}

/** A full client: answers each clock with its watermark; resolves with the seqs it saw. */
async function watermarkClient(team: string, barriers: number): Promise<number[]> {
  const one = client();
  one.send(connectPacket(team), subscribePacket('#'));
  const seqs: number[] = [];
  for (;;) {
    const received = await one.next();
    if (!received) return seqs;
    if ((received.head & 0xf0) !== PUBLISH) continue;
    const { topic, payload } = published(received);
    if (topic.endsWith('/data')) seqs.push(JSON.parse(payload).seq);
    if (topic !== clockTopic(RUN)) continue;
    one.send(heartbeat(team, JSON.parse(payload).completeTo));
    if (seqs.length === barriers) return seqs;
  }
}

describe('a client that says hello before its subscription is granted', () => {
  it('is in the run only when it has answered the retained clock, and misses nothing', async () => {
    const eager = client();
    const hello = { schema: 'hello/1', version: '1', mode: 'W' };
    const greeting = publishPacket(claimTopic(RUN, 'eager', 'hello'), JSON.stringify(hello));
    eager.send(connectPacket('eager'), greeting);
    while (lockstep.members().length === 0) await new Promise((resolve) => setImmediate(resolve));
    expect(lockstep.isIn('eager')).toBe(false);
    eager.send(subscribePacket('#'));
    let received = await eager.next();
    while (received && received.head !== SUBACK) received = await eager.next();
    while (received && published(received).topic !== clockTopic(RUN)) received = await eager.next();
    eager.send(heartbeat('eager', EPOCH - 1));
    expect(await lockstep.enrolled('eager', 5000)).toBe(true);
    const run = barrier(0);
    const topics: string[] = [];
    while (topics.length < 2) {
      const { topic } = published((await eager.next())!);
      if (topic !== CURRENT_TOPIC && !/(meta|manifest|heartbeat)$/.test(topic)) topics.push(topic);
    }
    expect(topics).toEqual(['works/hall/line-1/motor-1/process/data', clockTopic(RUN)]);
    eager.send(heartbeat('eager', T(0)));
    await run;
  });
});

describe('a visitor that stops reading', () => {
  it('holds no enrolled client back, even before it is cut', async () => {
    await stop();
    await start({ stalled_ms: 600_000, waiting_bytes: 1024 * MEGABYTE });
    const visitor = await subscribed('visitor');
    visitor.socket.pause();
    const barriers = 30;
    const clients = ['a', 'b'].map((team) => watermarkClient(team, barriers));
    await Promise.all(['a', 'b'].map((team) => lockstep.enrolled(team, 20_000)));
    for (let seq = 0; seq < barriers; seq++) await barrier(seq, 500_000);
    const all = Array.from({ length: barriers }, (_, i) => i);
    expect(await Promise.all(clients)).toEqual([all, all]);
    expect(endpoint.counters.cut).toBe(0);
  });

  it('is cut when nothing leaves for too long, and a free run goes on', async () => {
    const visitor = await subscribed('visitor');
    visitor.socket.pause();
    for (let seq = 0; seq < 20; seq++) await barrier(seq, 500_000);
    await expect.poll(() => endpoint.counters.cut).toBe(1);
    expect(endpoint.counters.lost).toBeGreaterThan(0);
  });

  it('is cut when too much waits for it', async () => {
    await stop();
    await start({ stalled_ms: 600_000, waiting_bytes: 4 * MEGABYTE });
    lockstep.watermark('elsewhere', EPOCH + 1e9);
    const visitor = await subscribed('visitor');
    visitor.socket.pause();
    for (let seq = 0; seq < 20; seq++) await barrier(seq, 500_000);
    expect(endpoint.counters.cut).toBe(1);
  });
});

describe('beside a subscriber that stops reading', () => {
  /** Longest silence at a subscriber of `filter` while `send` works, ms. */
  async function longestGap(filter: string, send: () => Promise<void>): Promise<number> {
    const healthy = await mqtt.connectAsync(`mqtt://127.0.0.1:${endpoint.port}`);
    await healthy.subscribeAsync(filter);
    let last = performance.now();
    let longest = 0;
    const seen = (): void => {
      const now = performance.now();
      longest = Math.max(longest, now - last);
      last = now;
    };
    healthy.on('message', seen);
    await send();
    seen();
    await healthy.endAsync(true);
    await expect.poll(() => endpoint.clients).toBeLessThan(3);
    return longest;
  }

  beforeEach(async () => {
    await stop();
    await start({ stalled_ms: 600_000, waiting_bytes: 1024 * MEGABYTE });
  });

  it.each([
    ['the plant’s telemetry', 'works/+/+/+/+/data'],
    ['what clients publish', 'shop/data'],
  ])('%s comes to the others within 50 ms', async (_, filter) => {
    const sender = await mqtt.connectAsync(`mqtt://127.0.0.1:${endpoint.port}`);
    const large = Buffer.alloc(64 * 1024);
    let seq = 0;
    const send = async (): Promise<void> => {
      const acknowledged: Promise<unknown>[] = [];
      for (const end = seq + 200; seq < end; seq++) {
        if (filter !== 'shop/data') await barrier(seq, 32 * 1024);
        else acknowledged.push(sender.publishAsync(filter, large, { qos: 1 }));
      }
      await Promise.all(acknowledged);
    };
    // A computer that is busy elsewhere delays any of three rounds, a reader waited for all.
    const gaps: number[] = [];
    for (const round of [1, 2, 3]) {
      const alone = await longestGap(filter, send);
      const stalled = await subscribed(`stalled-${round}`);
      stalled.socket.pause();
      gaps.push((await longestGap(filter, send)) - alone);
      expect(stalled.socket.bytesRead).toBeLessThan(MEGABYTE);
      expect(endpoint.clients).toBe(2);
      stalled.socket.destroy();
      await expect.poll(() => endpoint.clients).toBe(1);
    }
    expect(Math.min(...gaps)).toBeLessThan(50);
    await sender.endAsync(true);
  });
});

describe('a slow enrolled client', () => {
  it('is never cut: the run waits for it', async () => {
    const slow = await subscribed('slow');
    const visitor = await subscribed('visitor');
    slow.send(heartbeat('slow', EPOCH - 1));
    await lockstep.enrolled('slow', 5000);
    slow.socket.pause();
    visitor.socket.pause();
    const run = barrier(0, 6_000_000);
    while (endpoint.counters.cut === 0) await new Promise((resolve) => setImmediate(resolve));
    slow.socket.resume();
    for (;;) {
      const one = await slow.next();
      if (one && one.head === PUBLISH && published(one).topic === clockTopic(RUN)) break;
    }
    slow.send(heartbeat('slow', T(0)));
    await run;
    expect(endpoint.counters.cut).toBe(1);
  });
});

describe('a client that sends a packet without end', () => {
  it('is cut', async () => {
    const endless = client();
    endless.send(connectPacket('endless'));
    await endless.next();
    // PUBLISH with a remaining length of 200 MB.
    endless.send(Buffer.from([PUBLISH, 0x80, 0x84, 0xaf, 0x5f, 0, 1, 0x78]));
    const part = Buffer.alloc(1024 * 1024);
    const cut = new Promise((resolve) => endless.socket.once('close', resolve));
    for (let i = 0; i < 40; i++) endless.send(part);
    await cut;
  });
});

describe('MQTT 3.1.1', () => {
  const connectTo = (id: string, clean: boolean) =>
    mqtt.connectAsync(`mqtt://127.0.0.1:${endpoint.port}`, { clientId: id, clean });

  it('keeps QoS 1 messages of a session while its client is away', async () => {
    const sender = await connectTo('sender', true);
    const before = await connectTo('sleeper', false);
    await before.subscribeAsync('shop/#', { qos: 1 });
    await before.endAsync(true);
    await sender.publishAsync('shop/one', '1', { qos: 1 });
    await sender.publishAsync('shop/two', '2', { qos: 1 });
    const got: string[] = [];
    const after = mqtt.connect(`mqtt://127.0.0.1:${endpoint.port}`, {
      clientId: 'sleeper',
      clean: false,
    });
    await new Promise<void>((resolve) => {
      after.on('message', (topic) => got.push(topic) === 2 && resolve());
    });
    expect(got).toEqual(['shop/one', 'shop/two']);
    await Promise.all([sender.endAsync(), after.endAsync()]);
  });

  it('publishes the will of a client that breaks off', async () => {
    const watcher = await connectTo('watcher', true);
    await watcher.subscribeAsync('shop/lost');
    const lost = await mqtt.connectAsync(`mqtt://127.0.0.1:${endpoint.port}`, {
      will: { topic: 'shop/lost', payload: Buffer.from('gone'), qos: 0, retain: false },
      reconnectPeriod: 0,
    });
    const heard = new Promise<string>((resolve) => {
      watcher.on('message', (_, payload) => resolve(payload.toString()));
    });
    lost.stream.destroy();
    expect(await heard).toBe('gone');
    await watcher.endAsync();
  });

  it('gives a message once to a client with overlapping subscriptions', async () => {
    const one = await connectTo('overlap', true);
    const got: string[] = [];
    one.on('message', (topic) => got.push(topic));
    await one.subscribeAsync(['works/#', 'works/+/+/+/+/data', '#']);
    await barrier(0);
    await barrier(1);
    await one.publishAsync('shop/last', '', { qos: 1 });
    while (!got.includes('shop/last')) await new Promise((resolve) => setImmediate(resolve));
    expect(got.filter((topic) => topic.endsWith('/data')).length).toBe(2);
    await one.endAsync();
  });

  it('ends a connection without a packet in one and a half keep-alive times', async () => {
    const silent = client();
    const start = performance.now();
    const connect = connectPacket('silent');
    connect[connect.length - 'silent'.length - 3] = 1;
    silent.send(connect);
    while (await silent.next());
    expect(performance.now() - start).toBeGreaterThan(1400);
  });
});
