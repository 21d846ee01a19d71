/** The embedded broker: aedes with its known gaps closed. */
import type { Socket } from 'node:net';
import { createServer, type Server } from 'node:net';
import type { Role } from '@plant47/contract';
import { Aedes, type Client } from 'aedes';
import type { Toxins } from '../toxins.js';
import { keepPublishOrder } from './publish-order.js';

/** Where dropped packets go: nobody can subscribe to it and nothing is forwarded from it. */
const SINK = '$plant47/dropped';
/** aedes' own timeout for slow clients; ours are shorter, an enrolled client's is the run's. */
const DRAIN_MS = 120_000;
/** Connections at once, enrolled or not. */
const MOST_CLIENTS = 1024;
/** Bytes of one packet that is still arriving; the parser itself would take 256 MB. */
const LARGEST_PACKET = 16 * 1024 * 1024;
const LOOK_MS = 250;
const REJECTED_ID = 2;
const UNAVAILABLE = 3;
const BAD_LOGIN = 4;

/** Role of this user with this password, or undefined where nobody is known by them. */
export type Login = (
  user: string | undefined,
  password: string | undefined,
) => Promise<Role | undefined>;

export interface BrokerHooks {
  /** True where the packet may go on; false acknowledges and drops it. */
  readonly publish: (client: Client | null, topic: string, payload: Buffer | string) => boolean;
  /** Absent = everybody may connect. */
  readonly login: Login | undefined;
  /** Sees a connection before anything is read from it. */
  readonly tap?: ((socket: Socket) => void) | undefined;
  readonly toxins?: Toxins | undefined;
}

export interface Broker {
  readonly aedes: Aedes;
  readonly server: Server;
  /** Roles of clients that have logged in; none where nobody has to. */
  readonly roles: WeakMap<Client, Role>;
}

interface CodedError extends Error {
  returnCode: number;
}

function coded(message: string, returnCode: number): CodedError {
  return Object.assign(new Error(message), { returnCode });
}

/** A broker and the TCP server before it, not yet listening. */
export async function createBroker(hooks: BrokerHooks): Promise<Broker> {
  /** Clients that came without an id and want a session kept, MQTT-3.1.3-8. */
  const nameless = new WeakSet<Client>();
  const roles = new WeakMap<Client, Role>();
  const aedes = await Aedes.createBroker({
    concurrency: 0,
    drainTimeout: DRAIN_MS,
    preConnect: (client, packet, done) => {
      if (!packet.clientId && packet.clean === false) nameless.add(client);
      done(null, true);
    },
    authenticate: (client, user, password, done) => {
      if (nameless.has(client)) done(coded('identifier rejected', REJECTED_ID), false);
      else if (hooks.toxins?.active && hooks.toxins.refuses(client.id)) {
        done(coded('server unavailable', UNAVAILABLE), false);
      } else if (!hooks.login) done(null, true);
      else {
        const refuse = (): void => done(coded('bad user name or password', BAD_LOGIN), false);
        hooks.login(user, password?.toString()).then((role) => {
          if (!role) return refuse();
          roles.set(client, role);
          done(null, true);
        }, refuse);
      }
    },
    authorizePublish: (client, packet, done) => {
      if (!hooks.publish(client, packet.topic, packet.payload)) {
        // Refusing would disconnect the sender; the packet is acknowledged and goes nowhere.
        Object.assign(packet, { topic: SINK, payload: Buffer.alloc(0), retain: false });
      }
      done(null);
    },
    authorizeSubscribe: (_, subscription, done) => {
      const refused = /^\$(share|queue|plant47)(\/|$)/.test(subscription.topic);
      done(null, refused ? null : subscription);
    },
    authorizeForward: (_, packet) => (packet.topic === SINK ? null : packet),
  });
  keepPublishOrder(aedes);
  // Errors of a client end that client only.
  aedes.on('clientError', () => undefined);
  aedes.on('connectionError', () => undefined);
  const server = createServer({ noDelay: true }, (socket: Socket) => {
    socket.on('error', () => undefined);
    hooks.tap?.(socket);
    if (hooks.toxins?.accept(socket, 'mqtt') === false) return;
    limitPacket(aedes.handle(socket), socket);
  });
  server.maxConnections = MOST_CLIENTS;
  return { aedes, server, roles };
}

/** Cuts a client whose one packet has grown beyond reason. */
function limitPacket(client: Client, socket: Socket): void {
  const inside = client as unknown as { _parser?: { _list?: { length: number } } };
  const timer = setInterval(() => {
    const waiting = inside._parser?._list?.length ?? 0;
    if (waiting > LARGEST_PACKET) socket.destroy(new Error('packet too large'));
  }, LOOK_MS);
  timer.unref();
  socket.once('close', () => clearInterval(timer));
}

/** Publishes through the broker, awaited: stored, routed, and handed to every subscriber. */
export function publish(
  aedes: Aedes,
  topic: string,
  payload: string | Buffer,
  options: { retain?: boolean; qos?: 0 | 1 } = {},
): Promise<void> {
  const { retain = false, qos = 0 } = options;
  return new Promise((resolve, reject) => {
    const packet = { cmd: 'publish' as const, topic, payload, retain, qos, dup: false };
    aedes.publish(packet, (error) => (error ? reject(error) : resolve()));
  });
}

interface Store {
  storeRetained(packet: unknown): Promise<unknown>;
}

/** Puts a message where later subscribers get it, and sends it to nobody. */
export async function storeRetained(aedes: Aedes, topic: string, payload: string): Promise<void> {
  const store = (aedes as unknown as { persistence: Store }).persistence;
  const bytes = Buffer.from(payload);
  await store.storeRetained({
    cmd: 'publish',
    brokerId: aedes.id,
    brokerCounter: 0,
    topic,
    payload: bytes,
    qos: 0,
    retain: true,
    dup: false,
  });
}
