import { connect } from 'node:net';
import { CURRENT_TOPIC, claimTopic, clockTopic, decodeBurst } from '@plant47/contract';
import mqtt, { type MqttClient } from 'mqtt';
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
import { type MqttEndpoint, startMqtt } from './endpoint.js';

const devices = [1, 2, 3].map((n) => processDevice(n));
let lockstep: Lockstep;
let endpoint: MqttEndpoint;
let clients: MqttClient[];

interface Heard {
  readonly topic: string;
  readonly text: string;
  readonly retained: boolean;
}

const numbered = (word: string): string[] => Array.from({ length: 20 }, (_, i) => `${word} ${i}`);

/** A client that keeps all it hears; `heard(n)` resolves with the first n messages. */
async function subscriber(filters: string[], qos: 0 | 1 = 0) {
  const client = await mqtt.connectAsync(`mqtt://127.0.0.1:${endpoint.port}`);
  clients.push(client);
  const messages: Heard[] = [];
  let wake: () => void = () => undefined;
  client.on('message', (topic, payload, packet) => {
    messages.push({ topic, text: payload.toString('latin1'), retained: packet.retain });
    wake();
  });
  await client.subscribeAsync(filters, { qos });
  const heard = async (n: number): Promise<Heard[]> => {
    while (messages.length < n) {
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
    return messages;
  };
  return { client, messages, heard };
}

beforeEach(async () => {
  clients = [];
  lockstep = new Lockstep();
  endpoint = await startMqtt({ host: '127.0.0.1', port: 0, lockstep });
  lockstep.begin(EPOCH - 1);
  await endpoint.beginRun({ manifest: manifestOf(), devices, clock: enrolClock() });
});
afterEach(async () => {
  for (const client of clients) client.end(true);
  await endpoint.close();
});

describe('a new subscriber', () => {
  it('finds the run, its manifest, the clock and each device described', async () => {
    const { heard } = await subscriber(['plant47/#', 'works/#']);
    const all = await heard(3 + devices.length);
    const byTopic = new Map(all.map((one) => [one.topic, one]));
    expect(byTopic.get(CURRENT_TOPIC)?.text).toBe(RUN);
    expect(JSON.parse(byTopic.get(clockTopic(RUN))?.text ?? '')).toMatchObject({
      state: 'enrol',
      completeTo: EPOCH - 1,
    });
    const meta = JSON.parse(byTopic.get('works/hall/line-1/motor-1/process/meta')?.text ?? '');
    expect(meta.dataSchema.properties.points.required).toContain('motor-1.motor.speed');
    expect(all.every((one) => one.retained)).toBe(true);
  });
});

describe('a barrier', () => {
  it.each([0, 1] as const)('reaches a QoS %i subscriber whole, the clock last', async (qos) => {
    const { heard, messages } = await subscriber(['#'], qos);
    await heard(3 + devices.length);
    messages.length = 0;
    for (let seq = 0; seq < 50; seq++) {
      const scans = devices.map((device) => scanOf(device, seq));
      await endpoint.publish(scans, [burstOf(devices[0]!, seq, 1024)]);
      await endpoint.clock(clockOf(EPOCH + seq * 1000, scans));
    }
    const all = await heard(50 * 5);
    expect(all.map(({ topic }) => topic.split('/').at(-1))).toEqual(
      Array.from({ length: 50 }, () => [
        'data',
        'data',
        'data',
        'motor-1.bearing-de.temperature',
        'clock',
      ]).flat(),
    );
    const seqs = all
      .filter(({ topic }) => topic.endsWith('/data'))
      .map(({ text }) => {
        return JSON.parse(text).seq as number;
      });
    expect(seqs).toEqual(Array.from({ length: 150 }, (_, i) => Math.floor(i / 3)));
    const burst = decodeBurst(Buffer.from(all[3]!.text, 'latin1'));
    expect(burst?.samples).toEqual(burstOf(devices[0]!, 0, 1024).burst.samples);
  });

  it('has payloads whose size tells nothing of the values', async () => {
    const { heard, messages } = await subscriber(['works/+/+/+/+/data']);
    const plain = scanOf(devices[0]!, 1000);
    const extreme = { ...plain, seq: 1001, values: Float64Array.from([-20, Number.NaN, 0]) };
    await endpoint.publish([plain], []);
    await endpoint.publish([extreme], []);
    await heard(2);
    expect(messages[0]!.text.length).toBe(messages[1]!.text.length);
    expect(JSON.parse(messages[1]!.text).points['motor-1.motor.winding-temperature']).toEqual([
      null,
      192,
    ]);
  });

  it('refuses a device that skipped a scan', async () => {
    await endpoint.publish([scanOf(devices[0]!, 0)], []);
    await expect(endpoint.publish([scanOf(devices[0]!, 2)], [])).rejects.toMatchObject({
      exitCode: 3,
      issues: [{ code: 'E_SEQ_GAP' }],
    });
  });

  it('leaves a retained clock for whoever comes later', async () => {
    await endpoint.publish([scanOf(devices[0]!, 0)], []);
    await endpoint.clock(clockOf(EPOCH, [scanOf(devices[0]!, 0)]));
    const { heard } = await subscriber([clockTopic(RUN)]);
    expect(JSON.parse((await heard(1))[0]!.text).completeTo).toBe(EPOCH);
  });
});

describe('what clients publish', () => {
  it('on topics of their own is all delivered, also behind a retained one', async () => {
    const { heard, messages } = await subscriber(['shop/#']);
    const { client } = await subscriber(['shop/none']);
    for (let i = 0; i < 20; i++) {
      client.publish('shop/state', `retained ${i}`, { retain: true });
      client.publish('shop/event', `plain ${i}`);
      client.publish('shop/sure', `sure ${i}`, { qos: 1 });
      client.publish('shop/event', `plain again ${i}`);
    }
    await heard(80);
    const of = (word: string) => messages.filter(({ text }) => text.startsWith(word));
    expect(of('retained').map(({ text }) => text)).toEqual(numbered('retained'));
    expect(of('sure').map(({ text }) => text)).toEqual(numbered('sure'));
    expect(messages.length).toBe(80);
  });

  it('on the plant’s topics is acknowledged, dropped and counted', async () => {
    const { client, messages } = await subscriber(['works/#']);
    await client.publishAsync('works/hall/line-1/motor-1/process/data', '{}', { qos: 1 });
    await client.publishAsync(clockTopic(RUN), '{}', { qos: 2, retain: true });
    await client.publishAsync('plant47/v1/other/claims/x/hello', '{}', { qos: 1 });
    await client.publishAsync('$SYS/anything', '{}', { qos: 1 });
    expect(endpoint.counters.dropped).toBe(4);
    expect(client.connected).toBe(true);
    expect(messages.filter(({ retained }) => !retained)).toEqual([]);
    const { heard } = await subscriber([clockTopic(RUN)]);
    expect(JSON.parse((await heard(1))[0]!.text).state).toBe('enrol');
  });

  it('as a claim is validated and handed on; an invalid one is counted', async () => {
    const claims: string[] = [];
    endpoint.onClaim(({ team, kind }) => claims.push(`${team} ${kind}`));
    const { client } = await subscriber(['shop/none']);
    const send = (kind: 'hello' | 'alarm' | 'heartbeat', body: unknown) =>
      client.publishAsync(claimTopic(RUN, 'ours', kind), JSON.stringify(body), { qos: 1 });
    await send('hello', { schema: 'hello/1', version: '1', mode: 'W' });
    await send('alarm', { schema: 'alarm/1', nonsense: true });
    await send('heartbeat', { watermark: EPOCH - 1 });
    expect(claims).toEqual(['ours hello', 'ours heartbeat']);
    expect(endpoint.counters.invalid).toBe(1);
    expect(lockstep.isIn('ours')).toBe(true);
  });

  it('as a command is handed on and answered', async () => {
    endpoint.onCommand((event) => void endpoint.reply(event, true, event.command.command));
    const { client, heard } = await subscriber(['works/+/+/+/+/cmd/reply']);
    const topic = 'works/hall/line-1/motor-2/process/cmd';
    await client.publishAsync(topic, '{"id":7,"command":"burst","point":"p"}');
    expect(JSON.parse((await heard(1))[0]!.text)).toEqual({ v: 1, id: 7, ok: true, text: 'burst' });
  });
});

describe('connections', () => {
  it('of a shared subscription are refused that subscription', async () => {
    const client = await mqtt.connectAsync(`mqtt://127.0.0.1:${endpoint.port}`);
    clients.push(client);
    await expect(client.subscribeAsync('$share/group/works/#')).rejects.toThrow();
  });

  it.each([
    ['kept session', false, 2],
    ['clean session', true, 0],
  ])('without a client id and with a %s get return code', async (_, clean, code) => {
    const socket = connect({ host: '127.0.0.1', port: endpoint.port });
    socket.write(
      Buffer.from([0x10, 12, 0, 4, ...Buffer.from('MQTT'), 4, clean ? 2 : 0, 0, 60, 0, 0]),
    );
    const reply = await new Promise<Buffer>((resolve) => socket.once('data', resolve));
    expect([...reply]).toEqual([0x20, 2, 0, code]);
    socket.destroy();
  });
});

describe('a new run', () => {
  it('takes the place of the old one in all retained messages', async () => {
    const clock = { ...enrolClock(), run: 'next' };
    await endpoint.beginRun({ manifest: manifestOf('next'), devices, clock });
    const { heard } = await subscriber(['plant47/#']);
    const topics = (await heard(3)).map(({ topic }) => topic);
    expect(topics.sort((a, b) => (a < b ? -1 : 1))).toEqual([
      'plant47/v1/next/clock',
      'plant47/v1/next/manifest',
      CURRENT_TOPIC,
    ]);
  });
});
