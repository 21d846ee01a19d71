/** Where aedes 1.2 departs from MQTT 3.1.1 or lets one client hold the others back. */
import { Readable } from 'node:stream';
import type { Aedes, Client } from 'aedes';
import type { Connection } from './connection.js';
import { selects } from './topic-filter.js';

type Done = (error: Error | null, client: Client) => void;

/** What of an aedes client is not in its types. */
interface ClientInside {
  readonly subscriptions: Readonly<Record<string, { readonly qos: number }>>;
  waitForDrain: (done: Done) => void;
  deliver0: (packet: Forwarded, done: () => void) => void;
}

/** A packet on its way to one client; it is that client's own copy. */
export interface Forwarded {
  readonly topic: string;
  readonly retain: boolean;
  qos: number;
}

interface Stored {
  readonly cmd: string;
  readonly messageId?: number;
  brokerId?: string;
  brokerCounter?: number | undefined;
}

interface Store {
  outgoingStream(client: { id: string }): Readable;
  outgoingClearMessageId(client: { id: string }, packet: Stored): Promise<unknown>;
  outgoingUpdate(client: { id: string }, packet: Stored): Promise<unknown>;
  cleanSubscriptions(client: { id: string }): Promise<unknown>;
  addSubscriptions(client: Client, all: readonly { readonly topic: string }[]): Promise<unknown>;
}

/** Highest QoS that was granted for a topic; undefined where no subscription selects it. */
function grantedQos(client: Client, topic: string): number | undefined {
  const { subscriptions } = client as unknown as ClientInside;
  const levels = topic.split('/');
  let highest: number | undefined;
  for (const [filter, { qos }] of Object.entries(subscriptions)) {
    if ((highest === undefined || qos > highest) && selects(filter.split('/'), levels)) {
      highest = qos;
    }
  }
  return highest;
}

/** Lowers a packet to the QoS that was granted, MQTT-3.8.4-6; false where it must not be sent. */
export function grant(client: Client, packet: Forwarded): boolean {
  const dollar = packet.retain && packet.topic.startsWith('$');
  if (packet.qos === 0 && !dollar) return true;
  const qos = grantedQos(client, packet.topic);
  // aedes hands retained topics with a $ to filters that begin with a wildcard, MQTT-4.7.2-1.
  if (qos === undefined) return !dollar;
  packet.qos = Math.min(packet.qos, qos);
  return true;
}

/** Sessions: what is sent again says so, and a clean one forgets what was queued. */
export function mendSessions(
  aedes: Aedes,
  maySubscribe: (client: Client, filter: string) => boolean,
): void {
  const store = (aedes as unknown as { persistence: Store }).persistence;
  const outgoing = store.outgoingStream.bind(store);
  const update = store.outgoingUpdate.bind(store);
  const clean = store.cleanSubscriptions.bind(store);
  const add = store.addSubscriptions.bind(store);
  // MQTT-3.3.1-1: a packet that has its number has been sent before.
  store.outgoingStream = (client) =>
    Readable.from(
      (async function* () {
        for await (const packet of outgoing(client) as AsyncIterable<Stored>) {
          const again = packet.cmd === 'publish' && packet.messageId !== undefined;
          yield again ? { ...packet, dup: true } : packet;
        }
      })(),
    );
  // Without marks of their own two PUBRELs that stand at once are taken for one, MQTT-4.3.3-1.
  store.outgoingUpdate = (client, packet) => {
    if (packet.cmd === 'pubrel') {
      packet.brokerId = 'pubrel';
      packet.brokerCounter = packet.messageId;
    }
    return update(client, packet);
  };
  // MQTT-3.1.2-6: with clean session the one before is discarded, its queue too.
  store.cleanSubscriptions = async (client) => {
    const queued = outgoing(client) as AsyncIterable<Stored>;
    for await (const packet of queued) await store.outgoingClearMessageId(client, packet);
    return clean(client);
  };
  // A refused filter beside a granted one would be kept, and queued for.
  store.addSubscriptions = (client, all) =>
    add(
      client,
      all.filter(({ topic }) => maySubscribe(client, topic)),
    );
}

/** Deliveries to one client. */
export function mendDelivery(client: Client, connection: Connection): void {
  const inside = client as unknown as ClientInside;
  const { deliver0 } = inside;
  // MQTT-3.3.5-1: of overlapping subscriptions the one with the highest QoS delivers.
  inside.deliver0 = (packet, done) => {
    if (packet.qos > 0 && (grantedQos(client, packet.topic) ?? 0) > 0) setImmediate(done);
    else deliver0(packet, done);
  };
  // A publish is done when its slowest reader has it; one that has stopped reading is left out.
  const wait = inside.waitForDrain.bind(client);
  inside.waitForDrain = (done) => {
    if (connection.stalled()) {
      setImmediate(done, null, client);
      return;
    }
    let called = false;
    const once: Done = (error) => {
      if (called) return;
      called = true;
      forget();
      done(error, client);
    };
    const forget = connection.onStall(() => once(null, client));
    wait(once);
  };
}
