/** Telemetry to ten subscribers: the plant's fan-out over aedes' own publish, in one broker. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createBroker, Fanout } from '@plant47/simulator';
import type { BenchResult } from './result.js';

const SUBSCRIBERS = 10;
const TOPICS = 60;
const BARRIERS = 60;
const ROUNDS = 5;
/** Bytes of a process device's data message, about. */
const PAYLOAD = 'x'.repeat(400);
/** Fixed header with two bytes of length, and the length of the topic. */
const HEAD = 5;

/** Raw subscribers in a process of their own: says a line when granted, and per round received. */
const READERS = `
  const { connect } = require('node:net');
  const [port, subscribers, bytes] = process.argv.slice(1).map(Number);
  let granted = 0, got = 0;
  for (let i = 0; i < subscribers; i++) {
    const id = Buffer.from('reader-' + i), filter = Buffer.from('bench/#');
    const socket = connect(port, '127.0.0.1');
    socket.write(Buffer.from([0x10, 12 + id.length, 0, 4, ...Buffer.from('MQTT'), 4, 2, 0, 0, 0, id.length, ...id]));
    socket.write(Buffer.from([0x82, 5 + filter.length, 0, 1, 0, filter.length, ...filter, 0]));
    let head = 9;
    socket.on('data', (chunk) => {
      const first = Math.min(head, chunk.length);
      head -= first;
      if (first > 0 && head === 0 && ++granted === subscribers) console.log('granted');
      got += chunk.length - first;
      if (got >= bytes) { got -= bytes; console.log('received'); }
    });
  }
`;

/** Deliveries a CPU second of the broker's process, and its ratio to aedes. */
export async function benchMqtt(): Promise<BenchResult[]> {
  const broker = await createBroker({ publish: () => true, login: undefined });
  broker.server.listen(0, '127.0.0.1');
  await once(broker.server, 'listening');
  const { port } = broker.server.address() as AddressInfo;
  const fanout = new Fanout(broker);
  const topics = Array.from({ length: TOPICS }, (_, i) => `bench/hall/line-1/t-${i + 10}/data`);
  const size = HEAD + topics[0]!.length + PAYLOAD.length;
  const args = [port, SUBSCRIBERS, size * TOPICS * BARRIERS * SUBSCRIBERS].map(String);
  const readers = spawn(process.execPath, ['-e', READERS, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    await line(readers);
    const ours: number[] = [];
    const theirs: number[] = [];
    // Turn by turn, so that both meet the same computer; the first round is warm-up.
    for (let round = 0; round <= ROUNDS; round++) {
      const a = await cpu(readers, async () => {
        for (const topic of topics) fanout.addText(topic, PAYLOAD);
        await Promise.all(fanout.flush(0));
      });
      const b = await cpu(readers, () =>
        Promise.all(topics.map((topic) => published(broker, topic))),
      );
      if (round > 0) ours.push(a);
      if (round > 0) theirs.push(b);
    }
    const deliveries = TOPICS * BARRIERS * SUBSCRIBERS;
    const [fast, slow] = [deliveries / middle(ours), deliveries / middle(theirs)];
    const row = { unit: 'deliveries/CPU s', against: null, ratio: null };
    return [
      { name: 'mqtt: aedes publish, 10 subscribers', value: slow, ...row },
      {
        name: 'mqtt: telemetry fan-out, 10 subscribers',
        value: fast,
        unit: row.unit,
        ratio: fast / slow,
        against: 'aedes publish',
      },
    ];
  } finally {
    readers.kill();
    await broker.close();
  }
}

type Broker = Awaited<ReturnType<typeof createBroker>>;

function published({ aedes }: Broker, topic: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const packet = { cmd: 'publish', topic, payload: PAYLOAD, qos: 0, retain: false } as const;
    aedes.publish({ ...packet, dup: false }, (error) => (error ? reject(error) : resolve()));
  });
}

/** CPU seconds from the first message until all are received. */
async function cpu(readers: ChildProcess, barrier: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  const received = line(readers);
  for (let n = 0; n < BARRIERS; n++) await barrier();
  await received;
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

async function line(readers: ChildProcess): Promise<void> {
  await once(readers.stdout!, 'data');
}

const middle = (all: number[]): number => all.sort((a, b) => a - b)[all.length >> 1]!;
