/** MQTT 3.1.1 with clients of others: mosquitto's two, paho-mqtt in Python, mqtt.js, WebSocket. */
import mqtt from 'mqtt';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import {
  enrolClock,
  manifestOf,
  processDevice,
} from '../../simulator/src/devices/small-plant.cases.js';
import { Lockstep } from '../../simulator/src/endpoints/lockstep.js';
import { type MqttEndpoint, startMqtt } from '../../simulator/src/endpoints/mqtt/endpoint.js';
import { TopicRights } from '../../simulator/src/endpoints/mqtt/topic-rights.js';
import { PYTHON, run } from './programs.cases.js';

const META = 'works/hall/line-1/motor-1/process/meta';
let endpoint: MqttEndpoint;
let at: string[];

beforeEach(async () => {
  const lockstep = new Lockstep();
  endpoint = await startMqtt({
    host: '127.0.0.1',
    port: 0,
    webSocketPort: 0,
    lockstep,
    rights: new TopicRights([{ filter: 'test/nosubscribe', deny: 'subscribe' }]),
  });
  lockstep.begin(0);
  const devices = [processDevice(1)];
  await endpoint.beginRun({ manifest: manifestOf(), devices, clock: enrolClock() });
  at = ['-h', '127.0.0.1', '-p', String(endpoint.port)];
});
afterEach(() => endpoint.close());

const pub = async (...args: string[]): Promise<void> => {
  const { code, stderr } = await run('mosquitto_pub', [...at, ...args]);
  expect(code, stderr).toBe(0);
};
const sub = async (...args: string[]): Promise<string> =>
  (await run('mosquitto_sub', [...at, ...args])).stdout;

/** A script of paho-mqtt; `connect(id, clean)` and `got` are there, what it prints comes back. */
async function paho(script: string, transport: 'tcp' | 'websockets' = 'tcp'): Promise<unknown> {
  const port = transport === 'tcp' ? endpoint.port : endpoint.webSocketPort;
  const head = `
import json, time
import paho.mqtt.client as mqtt
def until(what, s=10):
    end = time.time() + s
    while not what():
        if time.time() > end: raise SystemExit('waited in vain')
        time.sleep(0.005)
def connect(id, clean=True, will=None, keepalive=60):
    c = mqtt.Client(client_id=id, clean_session=clean, transport='${transport}')
    c.got, c.subs, c.rc, c.flags = [], {}, None, None
    def connected(_c, _u, flags, rc): c.rc, c.flags = rc, flags
    c.on_connect = connected
    c.on_message = lambda _c, _u, m: c.got.append([m.topic, m.payload.decode(), m.qos, bool(m.retain)])
    c.on_subscribe = lambda _c, _u, mid, qos: c.subs.__setitem__(mid, list(qos))
    if will: c.will_set(*will)
    c.connect('127.0.0.1', ${port}, keepalive)
    c.loop_start()
    until(lambda: c.rc is not None)
    return c
def subscribe(c, filters):
    mid = c.subscribe(filters)[1]
    until(lambda: mid in c.subs)
    return c.subs[mid]
def publish(c, topic, text, qos, retain=False):
    c.publish(topic, text, qos, retain).wait_for_publish()
def leave(c):
    c.disconnect(); c.loop_stop()
`;
  const { code, stdout, stderr } = await run(PYTHON, ['-'], head + script);
  expect(code, stderr).toBe(0);
  return JSON.parse(stdout);
}

it('mosquitto’s clients: retained, until it is cleared; the catalogue cannot be', async () => {
  await pub('-t', 'test/kept', '-m', 'old', '-r', '-q', '1');
  expect(await sub('-t', 'test/kept', '-C', '1', '-W', '5')).toBe('old\n');
  await pub('-t', 'test/kept', '-n', '-r', '-q', '1');
  expect(await sub('-t', 'test/kept', '-W', '1')).toBe('');
  const before = await sub('-t', META, '-C', '1', '-W', '5');
  await pub('-t', META, '-n', '-r', '-q', '2');
  await pub('-t', META, '-m', 'junk', '-r', '-q', '2');
  expect(await sub('-t', META, '-C', '1', '-W', '5')).toBe(before);
});

it('mosquitto_sub finds what came while its session slept', async () => {
  const session = ['-i', 'sleeper', '-c', '-q', '1', '-t', 'test/sleep', '-W', '5'];
  await sub(...session, '-E');
  for (const text of ['one', 'two']) await pub('-t', 'test/sleep', '-m', text, '-q', '1');
  expect(await sub(...session, '-C', '2')).toBe('one\ntwo\n');
});

it('mosquitto_sub is told which subscription is denied', async () => {
  const { stdout, stderr } = await run('mosquitto_sub', [
    ...at,
    '-t',
    'test/nosubscribe',
    '-W',
    '2',
  ]);
  expect(stdout + stderr).toMatch(/denied|rejected/i);
});

it.each(['tcp', 'websockets'] as const)('paho-mqtt over %s: QoS, overlap, denial', async (over) => {
  const seen = await paho(
    `
c = connect('paho')
granted = subscribe(c, [('test/#', 1), ('test/+', 2), ('test/nosubscribe', 2)])
for qos in (0, 1, 2): publish(c, 'test/%d' % qos, 'x', qos)
publish(c, 'test/nosubscribe', 'secret', 2)
publish(c, '${META}', 'junk', 2, True)
publish(c, 'test/end', 'x', 2)
until(lambda: any(t == 'test/end' for t, *_ in c.got))
time.sleep(0.1)
c.unsubscribe(['test/#', 'test/+']); publish(c, 'test/after', 'x', 2)
leave(c)
print(json.dumps([granted, sorted((t, q) for t, _, q, _ in c.got)]))
`,
    over,
  );
  const all = [0, 1, 2].map((qos) => [`test/${qos}`, qos]);
  expect(seen).toEqual([
    [1, 2, 128],
    [...all, ['test/end', 2]],
  ]);
});

it('paho-mqtt: a session is kept, its will goes out, a clean one forgets', async () => {
  const seen = await paho(`
a = connect('watcher'); subscribe(a, [('test/will', 2)])
b = connect('sleeper', False, ('test/will', 'gone', 2, False))
first = b.flags['session present']
subscribe(b, [('test/sleep', 2)])
b.loop_stop(); b._sock.close()
until(lambda: len(a.got) == 1)
for i in range(20): publish(a, 'test/sleep', str(i), 1 + i % 2)
b = connect('sleeper', False)
until(lambda: len(b.got) == 20)
again = b.flags['session present']; leave(b)
c = connect('sleeper', True); leave(c)
d = connect('sleeper', False); last = d.flags['session present']; leave(d); leave(a)
print(json.dumps([first, again, last, a.got, sorted(int(t) for _, t, _, _ in b.got)]))
`);
  const numbers = Array.from({ length: 20 }, (_, i) => i);
  expect(seen).toEqual([0, 1, 0, [['test/will', 'gone', 2, false]], numbers]);
});

it('mqtt.js over WebSocket has the catalogue, and only binary frames are taken', async () => {
  const url = `ws://127.0.0.1:${endpoint.webSocketPort}`;
  const client = await mqtt.connectAsync(`${url}/mqtt`, { reconnectPeriod: 0 });
  const heard = new Promise<string>((resolve) => client.on('message', (topic) => resolve(topic)));
  await client.subscribeAsync(META);
  expect(await heard).toBe(META);
  await client.endAsync();
  const text = new WebSocket(url, 'mqtt');
  const closed = new Promise((resolve) => text.once('close', resolve));
  text.once('open', () => text.send('plain words'));
  await closed;
});

it('a page of elsewhere does not get in by somebody’s browser', async () => {
  const url = `ws://127.0.0.1:${endpoint.webSocketPort}`;
  const page = new WebSocket(url, 'mqtt', { origin: 'http://elsewhere.example' });
  const error = await new Promise<Error>((resolve) => page.once('error', resolve));
  expect(error.message).toContain('403');
  const near = new WebSocket(url, 'mqtt', { origin: 'http://localhost:8080' });
  await new Promise((resolve) => near.once('open', resolve));
  near.terminate();
});
