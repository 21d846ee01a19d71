/** MQTT 3.1.1 behaviour by behaviour, as a stock client sees it. */
import { claimTopic, clockTopic, manifestTopic } from '@plant47/contract';
import mqtt, { type IClientOptions, type IPublishPacket, type MqttClient } from 'mqtt';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { enrolClock, manifestOf, processDevice, RUN } from '../../devices/small-plant.cases.js';
import { Lockstep } from '../lockstep.js';
import { type MqttEndpoint, startMqtt } from './endpoint.js';
import { connectPacket, RawClient, SUBACK, subscribePacket } from './mqtt-client.cases.js';
import { TopicRights } from './topic-rights.js';

const META = 'works/hall/line-1/motor-1/process/meta';
let endpoint: MqttEndpoint;
let clients: MqttClient[];
let raw: RawClient[];

beforeEach(async () => {
  clients = [];
  raw = [];
  const lockstep = new Lockstep();
  endpoint = await startMqtt({
    host: '127.0.0.1',
    port: 0,
    lockstep,
    figures_ms: 20,
    rights: new TopicRights([
      { filter: 'test/nosubscribe', deny: 'subscribe' },
      { filter: 'test/readonly/#', deny: 'publish' },
    ]),
  });
  lockstep.begin(0);
  await endpoint.beginRun({
    manifest: manifestOf(),
    devices: [processDevice(1)],
    clock: enrolClock(),
  });
});
afterEach(async () => {
  for (const client of clients) client.end(true);
  for (const client of raw) client.socket.destroy();
  await endpoint.close();
});

interface Heard {
  readonly topic: string;
  readonly text: string;
  readonly qos: number;
  readonly retain: boolean;
  readonly dup: boolean;
}

/** A client and all it hears from its first byte on; `heard(n)` waits for n messages. */
async function client(options: IClientOptions = {}) {
  const url = `mqtt://127.0.0.1:${endpoint.port}`;
  const one = mqtt.connect(url, { reconnectPeriod: 0, ...options });
  clients.push(one);
  const messages: Heard[] = [];
  one.on('message', (topic, payload, { qos, retain, dup }: IPublishPacket) => {
    messages.push({ topic, text: payload.toString(), qos, retain, dup });
  });
  const session = await new Promise<boolean>((resolve, reject) => {
    one.once('connect', ({ sessionPresent }) => resolve(sessionPresent));
    one.once('error', reject);
  });
  const heard = async (n: number): Promise<Heard[]> => {
    await expect.poll(() => messages.length, { timeout: 5000 }).toBeGreaterThanOrEqual(n);
    return messages;
  };
  return { one, messages, heard, session };
}

/** All that was under way to a client has come when this has. */
async function flushed(from: MqttClient, to: { messages: Heard[]; one: MqttClient }) {
  await to.one.subscribeAsync('last/word', { qos: 2 });
  await from.publishAsync('last/word', 'last', { qos: 2 });
  await expect.poll(() => to.messages.some(({ topic }) => topic === 'last/word')).toBe(true);
  return to.messages.filter(({ topic }) => topic !== 'last/word');
}

describe('basic', () => {
  it.each([0, 1, 2] as const)('a message of QoS %i comes to whoever subscribed', async (qos) => {
    const a = await client();
    await a.one.subscribeAsync('test/a', { qos: 2 });
    await a.one.publishAsync('test/a', 'hello', { qos });
    expect(await a.heard(1)).toEqual([
      { topic: 'test/a', text: 'hello', qos, retain: false, dup: false },
    ]);
  });

  it.each([
    [2, 1, 1],
    [2, 0, 0],
    [1, 2, 1],
  ] as const)('a message of QoS %i to a subscription of %i has %i', async (sent, asked, got) => {
    const a = await client();
    await a.one.publishAsync('test/kept', 'old', { qos: sent, retain: true });
    await a.one.subscribeAsync('test/+', { qos: asked });
    await a.heard(1);
    await a.one.publishAsync('test/a', 'new', { qos: sent });
    expect((await a.heard(2)).map(({ qos }) => qos)).toEqual([got, got]);
  });

  it('a second connection with one id ends the first', async () => {
    const first = await client({ clientId: 'twin' });
    const closed = new Promise<void>((resolve) => first.one.once('close', () => resolve()));
    await client({ clientId: 'twin' });
    await closed;
  });
});

describe('retained', () => {
  it('comes to later subscribers until an empty one takes its place', async () => {
    const a = await client();
    for (const qos of [0, 1, 2] as const) {
      await a.one.publishAsync(`test/kept/${qos}`, `at ${qos}`, { qos, retain: true });
    }
    await a.one.subscribeAsync('test/kept/+', { qos: 2 });
    expect((await a.heard(3)).every(({ retain }) => retain)).toBe(true);
    for (const qos of [0, 1, 2] as const) {
      await a.one.publishAsync(`test/kept/${qos}`, '', { qos: 1, retain: true });
    }
    const b = await client();
    await b.one.subscribeAsync('test/kept/+', { qos: 2 });
    expect(await flushed(a.one, b)).toEqual([]);
  });

  it.each([
    META,
    clockTopic(RUN),
    manifestTopic(RUN),
    'plant47/v1/runs/current',
    'plant47',
    'works',
    'works/hall/line-1/motor-1/process/data',
    '$SYS/broker/anything',
  ])('of a stranger never stands on %s', async (topic) => {
    const before = await client();
    await before.one.subscribeAsync(topic);
    const kept = (await flushed(before.one, before)).map(({ text }) => text);
    const a = await client({
      will: { topic, payload: Buffer.from('will'), qos: 1, retain: true },
    });
    await a.one.publishAsync(topic, 'junk', { qos: 2, retain: true });
    await a.one.publishAsync(topic, '', { qos: 1, retain: true });
    a.one.stream.destroy();
    const after = await client();
    await after.one.subscribeAsync(topic);
    expect((await flushed(after.one, after)).map(({ text }) => text)).toEqual(kept);
    expect(endpoint.counters.dropped).toBe(3);
  });
});

describe('offline queueing', () => {
  it('keeps messages of QoS 1 and 2 for a session, in order, and no others', async () => {
    const sleeper = { clientId: 'sleeper', clean: false };
    const before = await client(sleeper);
    expect(before.session).toBe(false);
    await before.one.subscribeAsync('test/+', { qos: 2 });
    await before.one.endAsync();
    const a = await client();
    for (const [i, qos] of ([1, 2, 0, 1, 2] as const).entries()) {
      await a.one.publishAsync('test/a', `${i} at ${qos}`, { qos });
    }
    const after = await client(sleeper);
    expect(after.session).toBe(true);
    const got = await flushed(a.one, after);
    const of = (qos: number) => got.filter((one) => one.qos === qos).map(({ text }) => text);
    expect([of(1), of(2), got.length]).toEqual([['0 at 1', '3 at 1'], ['1 at 2', '4 at 2'], 4]);
    expect(got.every(({ dup }) => !dup)).toBe(true);
  });

  it('ends with a clean session', async () => {
    const sleeper = { clientId: 'sleeper', clean: false };
    const before = await client(sleeper);
    await before.one.subscribeAsync('test/a', { qos: 1 });
    await before.one.endAsync();
    const a = await client();
    await a.one.publishAsync('test/a', 'for nobody', { qos: 1 });
    const clean = await client({ clientId: 'sleeper', clean: true });
    expect(clean.session).toBe(false);
    await clean.one.endAsync();
    const after = await client(sleeper);
    expect(after.session).toBe(false);
    expect(await flushed(a.one, after)).toEqual([]);
  });
});

describe('will', () => {
  it('is published when the connection breaks, and kept where that was asked for', async () => {
    const a = await client();
    await a.one.subscribeAsync('test/will', { qos: 2 });
    const will = { topic: 'test/will', payload: Buffer.from('gone'), qos: 2, retain: true };
    const b = await client({ will: will as IClientOptions['will'] & object });
    b.one.stream.destroy();
    expect(await a.heard(1)).toMatchObject([{ text: 'gone', qos: 2, retain: false }]);
    const late = await client();
    await late.one.subscribeAsync('test/will');
    expect(await late.heard(1)).toMatchObject([{ text: 'gone', retain: true }]);
  });

  it('is not published after DISCONNECT', async () => {
    const a = await client();
    await a.one.subscribeAsync('test/will', { qos: 2 });
    const will = { topic: 'test/will', payload: Buffer.from('gone'), qos: 0, retain: false };
    const b = await client({ will: will as IClientOptions['will'] & object });
    await b.one.endAsync();
    expect(await flushed(a.one, a)).toEqual([]);
  });
});

describe('overlapping subscriptions', () => {
  it.each([
    [0, 2],
    [2, 0],
    [1, 2],
    [2, 2],
  ] as const)('of QoS %i and %i bring a message once, at the higher', async (wide, narrow) => {
    for (const clean of [true, false]) {
      const a = await client({ clientId: `overlap-${clean}`, clean });
      await a.one.subscribeAsync('test/#', { qos: wide });
      await a.one.subscribeAsync('test/+', { qos: narrow });
      await a.one.publishAsync('test/a', 'once', { qos: 2 });
      await a.one.publishAsync('test/a', 'twice', { qos: 2 });
      const got = await flushed(a.one, a);
      expect(got.map(({ text, qos }) => [text, qos])).toEqual([
        ['once', 2],
        ['twice', 2],
      ]);
      await a.one.endAsync();
    }
  });
});

describe('keep-alive', () => {
  it('ends a silent connection after one and a half times, and its will goes out', async () => {
    const a = await client();
    await a.one.subscribeAsync('test/silent');
    const silent = new RawClient(endpoint.port);
    raw.push(silent);
    const will = [0, 11, ...Buffer.from('test/silent'), 0, 4, ...Buffer.from('gone')];
    const body = [
      0,
      4,
      ...Buffer.from('MQTT'),
      4,
      6,
      0,
      1,
      0,
      6,
      ...Buffer.from('silent'),
      ...will,
    ];
    const start = performance.now();
    silent.send(Buffer.from([0x10, body.length, ...body]));
    expect(await a.heard(1)).toMatchObject([{ text: 'gone' }]);
    expect(performance.now() - start).toBeGreaterThan(1400);
  });
});

describe('redelivery on reconnect', () => {
  it('sends again what was not acknowledged, with its number, and says so', async () => {
    const receive = async (ack: boolean): Promise<[number, number]> => {
      const one = new RawClient(endpoint.port);
      raw.push(one);
      one.send(connectPacket('forgetful', false), ...(ack ? [] : [subscribePacket('test/a', 1)]));
      let got = await one.next();
      if (!ack) {
        while (got && got.head !== SUBACK) got = await one.next();
        const a = await client();
        await a.one.publishAsync('test/a', 'sure', { qos: 1 });
      }
      while (got && got.head >> 4 !== 3) got = await one.next();
      const id = got!.body.readUInt16BE(2 + 'test/a'.length);
      if (ack) one.send(Buffer.from([0x40, 2, id >> 8, id & 255]));
      const closed = new Promise((resolve) => one.socket.once('close', resolve));
      one.socket.end();
      await closed;
      return [got!.head, id];
    };
    const [first, number] = await receive(false);
    expect(first).toBe(0x32);
    expect(await receive(true)).toEqual([0x3a, number]);
    const after = await client({ clientId: 'forgetful', clean: false });
    expect(await flushed(after.one, after)).toEqual([]);
  });
});

describe('subscribe failure', () => {
  const NO = 'test/nosubscribe';

  it('answers 0x80 for a denied topic beside granted ones', async () => {
    const one = new RawClient(endpoint.port);
    raw.push(one);
    const filter = (text: string, qos: number) => [0, text.length, ...Buffer.from(text), qos];
    const body = [0, 9, ...filter('test/a', 1), ...filter(NO, 2), ...filter('test/b', 2)];
    one.send(connectPacket('asks'), Buffer.from([0x82, body.length, ...body]));
    let got = await one.next();
    while (got && got.head !== SUBACK) got = await one.next();
    expect([...got!.body]).toEqual([0, 9, 1, 0x80, 2]);
  });

  it('brings nothing of it by a wider subscription or a session either', async () => {
    const a = await client();
    await a.one.publishAsync(NO, 'kept', { qos: 1, retain: true });
    const asks = { clientId: 'asks', clean: false };
    const before = await client(asks);
    const granted = before.one.subscribeAsync([NO, 'test/a'], { qos: 1 });
    await granted.catch(() => undefined);
    await before.one.subscribeAsync('test/#', { qos: 1 });
    await before.one.endAsync();
    await a.one.publishAsync(NO, 'secret', { qos: 1 });
    const after = await client(asks);
    await a.one.publishAsync(NO, 'live', { qos: 1 });
    expect(await flushed(a.one, after)).toEqual([]);
  });

  it('and a denied publish is acknowledged and goes nowhere', async () => {
    const a = await client();
    await a.one.subscribeAsync('test/readonly/a');
    await a.one.publishAsync('test/readonly/a', 'no', { qos: 2, retain: true });
    expect(await flushed(a.one, a)).toEqual([]);
    expect(endpoint.counters.dropped).toBe(1);
  });
});

describe('zero-length client id', () => {
  it('is refused without a clean session and the connection ends; with one it is named', async () => {
    const one = new RawClient(endpoint.port);
    raw.push(one);
    one.send(connectPacket('', false));
    expect([...(await one.next())!.body]).toEqual([0, 2]);
    expect(await one.next()).toBeUndefined();
    const [a, b] = [new RawClient(endpoint.port), new RawClient(endpoint.port)];
    raw.push(a, b);
    for (const each of [a, b]) each.send(connectPacket('', true));
    for (const each of [a, b]) expect([...(await each.next())!.body]).toEqual([0, 0]);
    expect(a.socket.destroyed).toBe(false);
  });
});

describe('topics that begin with $', () => {
  it.each(['#', '+/broker/#'])('are not selected by %s, live or retained', async (filter) => {
    const a = await client();
    await a.one.subscribeAsync(filter, { qos: 1 });
    await client();
    const got = await flushed(a.one, a);
    expect(got.filter(({ topic }) => topic.startsWith('$'))).toEqual([]);
  });
});

describe('figures of the broker', () => {
  it('are retained under $SYS and follow what happens', async () => {
    const a = await client();
    await a.one.publishAsync(META, 'junk', { qos: 1 });
    await a.one.subscribeAsync('$SYS/broker/#');
    const last = (topic: string) =>
      a.messages.findLast((one) => one.topic === `$SYS/broker/${topic}`)?.text;
    await expect.poll(() => last('publish/messages/refused')).toBe('1');
    await expect.poll(() => last('clients/connected')).toBe('1');
    const b = await client();
    await expect.poll(() => last('clients/connected')).toBe('2');
    await b.one.subscribeAsync('test/a');
    await a.one.publishAsync('test/a', 'x', { qos: 1 });
    await expect.poll(() => Number(last('publish/messages/sent'))).toBeGreaterThan(0);
    await expect.poll(() => last('publish/messages/received')).toBe('2');
    expect(last('publish/messages/dropped')).toBe('0');
  });
});

describe('unsubscribe', () => {
  it('ends what that filter brings and nothing else', async () => {
    const a = await client();
    await a.one.subscribeAsync(['test/a', 'test/b', 'test/c'], { qos: 2 });
    await a.one.unsubscribeAsync('test/a');
    for (const topic of ['test/a', 'test/b', 'test/c']) await a.one.publishAsync(topic, 'x');
    expect((await flushed(a.one, a)).map(({ topic }) => topic)).toEqual(['test/b', 'test/c']);
  });

  it('leaves claims of the run where they are', async () => {
    const a = await client();
    await a.one.subscribeAsync('#');
    await a.one.unsubscribeAsync('#');
    const kinds: string[] = [];
    endpoint.onClaim(({ kind }) => kinds.push(kind));
    const hello = JSON.stringify({ schema: 'hello/1', version: '1', mode: 'W' });
    await a.one.publishAsync(claimTopic(RUN, 'ours', 'hello'), hello, { qos: 2 });
    expect(kinds).toEqual(['hello']);
  });
});
