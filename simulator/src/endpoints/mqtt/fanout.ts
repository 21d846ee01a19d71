/**
 * QoS 0 telemetry to live subscribers: every message of a barrier is serialised once, and each
 * client gets its share in one write. aedes keeps connections, sessions, retained messages and
 * what clients publish. Order is kept for each client: it sees the messages as they were added.
 */
import { ROOT } from '@plant47/contract';
import type { Client } from 'aedes';
import type { Toxins } from '../toxins.js';
import type { Broker } from './broker.js';
import type { Connection } from './connection.js';
import { FilterSet } from './topic-filter.js';

/** What of an aedes client is not in its types. */
interface Inside {
  readonly subscriptions: Readonly<Record<string, unknown>>;
}

interface Subscriber {
  readonly client: Client;
  readonly connection: Connection;
  filters: FilterSet;
  /** Byte ranges of the present batch, as pairs of start and end. */
  ranges: number[];
  /** Messages of the present batch. */
  messages: number;
}

interface Message {
  readonly topic: string;
  readonly start: number;
  readonly end: number;
}

const FIRST_BYTES = 64 * 1024;
const PUBLISH_QOS0 = 0x30;

export class Fanout {
  private readonly subscribers = new Map<Client, Subscriber>();
  /** Who gets a topic; emptied whenever a subscription changes. */
  private readonly byTopic = new Map<string, readonly Subscriber[]>();
  private readonly topicBytes = new Map<string, Buffer>();
  private bytes: Buffer = Buffer.allocUnsafeSlow(FIRST_BYTES);
  private used = 0;
  private messages: Message[] = [];

  /** Messages handed to clients so far. */
  sent = 0;
  private readonly broker: Broker;
  private readonly toxins: Toxins | undefined;

  constructor(broker: Broker, toxins?: Toxins) {
    this.broker = broker;
    this.toxins = toxins;
    const { aedes } = broker;
    const refresh = (client: Client): void => {
      const filters = new FilterSet(Object.keys((client as unknown as Inside).subscriptions));
      const known = this.subscribers.get(client);
      if (known) known.filters = filters;
      else if (!client.closed) {
        const connection = broker.connections.get(client)!;
        this.subscribers.set(client, { client, connection, filters, ranges: [], messages: 0 });
      }
      this.byTopic.clear();
    };
    aedes.on('clientReady', refresh);
    aedes.on('subscribe', (_, client) => client && refresh(client));
    aedes.on('unsubscribe', (_, client) => client && refresh(client));
    aedes.on('clientDisconnect', (client) => {
      this.subscribers.delete(client);
      this.byTopic.clear();
    });
  }

  /** Adds a message whose payload is text. */
  addText(topic: string, payload: string): void {
    const length = Buffer.byteLength(payload);
    const at = this.header(topic, length);
    this.bytes.write(payload, at, 'utf8');
    this.finish(topic, at + length);
  }

  /** Adds a message of `length` bytes that `fill` writes into the batch. */
  addBytes(topic: string, payload: Uint8Array): void {
    const at = this.header(topic, payload.length);
    this.bytes.set(payload, at);
    this.finish(topic, at + payload.length);
  }

  /** Forgets names of topics that will not come again. */
  forgetTopics(): void {
    this.topicBytes.clear();
    this.byTopic.clear();
  }

  /** Hands the batch to the sockets; gives the writes of those who read and now have more than
   *  `beyond_bytes` waiting (nobody's where absent). */
  flush(beyond_bytes = Number.POSITIVE_INFINITY): Promise<void>[] {
    const touched: Subscriber[] = [];
    for (const message of this.messages) {
      for (const subscriber of this.receivers(message.topic)) {
        const { ranges } = subscriber;
        const copies = this.copies(subscriber, message.topic);
        if (copies === 0) continue;
        if (ranges.length === 0) touched.push(subscriber);
        if (ranges[ranges.length - 1] === message.start) ranges[ranges.length - 1] = message.end;
        else ranges.push(message.start, message.end);
        if (copies > 1) ranges.push(message.start, message.end);
        subscriber.messages += copies;
      }
    }
    const batch = this.bytes;
    const writes: Promise<void>[] = [];
    for (const subscriber of touched) {
      this.sent += subscriber.messages;
      const write = send(subscriber, batch, beyond_bytes);
      if (write) writes.push(write);
    }
    // Sockets may hold the batch until it has left, so the next one gets memory of its own.
    if (touched.length > 0) {
      this.bytes = Buffer.allocUnsafeSlow(Math.max(FIRST_BYTES, this.used + (this.used >> 2)));
    }
    this.used = 0;
    this.messages = [];
    return writes;
  }

  /** Faults hit telemetry alone: the run's own topics are what everybody relies on. */
  private copies({ client }: Subscriber, topic: string): number {
    if (!this.toxins?.active || topic.startsWith(`${ROOT}/`)) return 1;
    return this.toxins.copies(client.id, topic);
  }

  private receivers(topic: string): readonly Subscriber[] {
    let found = this.byTopic.get(topic);
    if (!found) {
      const levels = topic.split('/');
      found = [...this.subscribers.values()].filter(
        ({ client, filters }) =>
          filters.selects(topic, levels) && this.broker.receives(client, topic),
      );
      this.byTopic.set(topic, found);
    }
    return found;
  }

  /** Writes the fixed and variable header; returns where the payload begins. */
  private header(topic: string, payloadLength: number): number {
    let name = this.topicBytes.get(topic);
    if (!name) {
      const text = Buffer.from(topic);
      name = Buffer.concat([Buffer.from([text.length >> 8, text.length & 0xff]), text]);
      this.topicBytes.set(topic, name);
    }
    let remaining = name.length + payloadLength;
    this.reserve(remaining + 5);
    let at = this.used;
    this.bytes[at++] = PUBLISH_QOS0;
    do {
      const digit = remaining % 128;
      remaining = Math.floor(remaining / 128);
      this.bytes[at++] = remaining > 0 ? digit | 0x80 : digit;
    } while (remaining > 0);
    this.bytes.set(name, at);
    return at + name.length;
  }

  private finish(topic: string, end: number): void {
    this.messages.push({ topic, start: this.used, end });
    this.used = end;
  }

  private reserve(more: number): void {
    const need = this.used + more;
    if (need <= this.bytes.length) return;
    const larger = Buffer.allocUnsafeSlow(Math.max(need, 2 * this.bytes.length));
    this.bytes.copy(larger, 0, 0, this.used);
    this.bytes = larger;
  }
}

/** Writes a subscriber's share of the batch; the promise is there where much is waiting. */
function send(
  subscriber: Subscriber,
  batch: Buffer,
  beyond_bytes: number,
): Promise<void> | undefined {
  const { connection, ranges, messages } = subscriber;
  const { stream } = connection;
  subscriber.ranges = [];
  subscriber.messages = 0;
  if (stream.destroyed || !stream.writable) return undefined;
  const parts: Buffer[] = [];
  for (let i = 0; i < ranges.length; i += 2) {
    parts.push(batch.subarray(ranges[i], ranges[i + 1]));
  }
  const bytes = parts.length === 1 ? (parts[0] as Buffer) : Buffer.concat(parts);
  const stalled = connection.stalled();
  if (stalled || connection.waiting_bytes + bytes.length <= beyond_bytes) {
    stream.write(bytes);
    connection.wrote(messages);
    return undefined;
  }
  return new Promise((resolve) => {
    const forget = connection.onStall(resolve);
    stream.write(bytes, () => {
      forget();
      resolve();
    });
    connection.wrote(messages);
  });
}
