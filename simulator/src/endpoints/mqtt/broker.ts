/** The embedded broker: aedes with its known gaps closed. */
import type { Server as HttpServer } from 'node:http';
import { createServer, type Server, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Role } from '@plant47/contract';
import { Aedes, type AedesOptions, type Client } from 'aedes';
import type { Toxins } from '../toxins.js';
import { type Forwarded, grant, mendDelivery, mendSessions } from './aedes-mends.js';
import { Connection } from './connection.js';
import { keepPublishOrder } from './publish-order.js';
import type { TopicRights } from './topic-rights.js';
import { createWebSocketServer } from './web-socket.js';

/** Where dropped packets go: nobody can subscribe to it and nothing is forwarded from it. */
const SINK = '$plant47/dropped';
/** aedes' own timeout for slow clients; ours are shorter, an enrolled client's is the run's. */
const DRAIN_MS = 120_000;
/** Connections at once, enrolled or not. */
const MOST_CLIENTS = 1024;
/** Bytes of one packet that is still arriving; the parser itself would take 256 MB. */
const LARGEST_PACKET = 16 * 1024 * 1024;
/** Filters that nobody may subscribe to: shared ones, which aedes takes for plain, and the sink. */
const RESERVED = /^\$(share|queue|plant47)(\/|$)/;
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
  readonly publish: (
    client: Client | null,
    topic: string,
    payload: Buffer | string,
    /** False where an access list denies the topic. */
    allowed: boolean,
  ) => boolean;
  /** Absent = everybody may connect. */
  readonly login: Login | undefined;
  /** Sees a connection before anything is read from it. */
  readonly tap?: ((socket: Socket) => void) | undefined;
  readonly toxins?: Toxins | undefined;
  /** Absent = nothing is denied. */
  readonly rights?: TopicRights | undefined;
  /** Address of the WebSocket server; absent = there is none. */
  readonly webSocketHost?: string | undefined;
}

export interface Broker {
  readonly aedes: Aedes;
  readonly server: Server;
  readonly webSocket: HttpServer | undefined;
  /** Of all clients that ever connected. */
  readonly connections: WeakMap<Client, Connection>;
  /** False where an access list keeps a topic from a client. */
  readonly receives: (client: Client, topic: string) => boolean;
  /** Messages that aedes has handed to clients. */
  readonly forwarded: () => number;
  /** Ends all connections and stops listening. */
  readonly close: () => Promise<void>;
  /** Roles of clients that have logged in; none where nobody has to. */
  readonly roles: WeakMap<Client, Role>;
}

interface CodedError extends Error {
  returnCode: number;
}

function coded(message: string, returnCode: number): CodedError {
  return Object.assign(new Error(message), { returnCode });
}

/** Who gets in. */
function admission(
  hooks: BrokerHooks,
  roles: WeakMap<Client, Role>,
  users: WeakMap<Client, string>,
): Pick<AedesOptions, 'preConnect' | 'authenticate'> {
  /** Clients that came without an id and want a session kept, MQTT-3.1.3-8. */
  const nameless = new WeakSet<Client>();
  return {
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
          if (user !== undefined) users.set(client, user);
          done(null, true);
        }, refuse);
      }
    },
  };
}

/** A stream that knows between which addresses it goes, for the wire log. */
function withEnds(stream: Duplex, socket: Socket): Socket {
  const { remoteAddress, remotePort, localAddress, localPort } = socket;
  return Object.assign(stream, { remoteAddress, remotePort, localAddress, localPort }) as Socket;
}

/** A broker and the servers before it, not yet listening. */
export async function createBroker(hooks: BrokerHooks): Promise<Broker> {
  const { rights } = hooks;
  const roles = new WeakMap<Client, Role>();
  const users = new WeakMap<Client, string>();
  const connections = new WeakMap<Client, Connection>();
  let forwarded = 0;
  const maySubscribe = (client: Client, filter: string): boolean =>
    !RESERVED.test(filter) && (rights?.subscribe(users.get(client), filter) ?? true);
  const receives = (client: Client, topic: string): boolean =>
    rights?.receive(users.get(client), topic) ?? true;
  const aedes = await Aedes.createBroker({
    concurrency: 0,
    drainTimeout: DRAIN_MS,
    ...admission(hooks, roles, users),
    authorizePublish: (client, packet, done) => {
      const free = rights?.publish(client ? users.get(client) : undefined, packet.topic) ?? true;
      if (!hooks.publish(client, packet.topic, packet.payload, free)) {
        // Refusing would disconnect the sender; the packet is acknowledged and goes nowhere.
        Object.assign(packet, { topic: SINK, payload: Buffer.alloc(0), retain: false });
      }
      // MQTT-3.3.1-3: what was sent to us again is not sent on again.
      Object.assign(packet, { dup: false });
      done(null);
    },
    authorizeSubscribe: (client, subscription, done) => {
      done(null, client && !maySubscribe(client, subscription.topic) ? null : subscription);
    },
    authorizeForward: (client, packet) => {
      if (packet.topic === SINK || !receives(client, packet.topic)) return null;
      if (!grant(client, packet as Forwarded)) return null;
      forwarded += 1;
      return packet;
    },
  });
  keepPublishOrder(aedes);
  mendSessions(aedes, maySubscribe);
  // Errors of a client end that client only.
  aedes.on('clientError', () => undefined);
  aedes.on('connectionError', () => undefined);
  const servers = createServers(hooks, aedes, connections);
  return {
    aedes,
    ...servers,
    roles,
    connections,
    receives,
    forwarded: () => forwarded,
  };
}

/** The servers before a broker, and how to end them and it. */
function createServers(
  hooks: BrokerHooks,
  aedes: Aedes,
  connections: WeakMap<Client, Connection>,
): Pick<Broker, 'server' | 'webSocket' | 'close'> {
  const open = new Set<Socket>();
  const accept = (socket: Socket): boolean => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
    return hooks.toxins?.accept(socket, 'mqtt') !== false;
  };
  const take = (stream: Duplex, socket: Socket): void => {
    const client = aedes.handle(stream);
    const connection = new Connection(stream, socket);
    connections.set(client, connection);
    mendDelivery(client, connection);
    limitPacket(client, socket);
  };
  const server = createServer({ noDelay: true }, (socket: Socket) => {
    socket.on('error', () => undefined);
    hooks.tap?.(socket);
    if (accept(socket)) take(socket, socket);
  });
  const webSocket =
    hooks.webSocketHost === undefined
      ? undefined
      : createWebSocketServer({
          host: hooks.webSocketHost,
          guarded: hooks.login !== undefined,
          largest_bytes: LARGEST_PACKET,
          accept,
          take: (stream, socket) => {
            hooks.tap?.(withEnds(stream, socket));
            take(stream, socket);
          },
        });
  const servers = webSocket ? [server, webSocket] : [server];
  for (const one of servers) one.maxConnections = MOST_CLIENTS;
  const close = async (): Promise<void> => {
    const closed = servers
      .filter(({ listening }) => listening)
      .map((one) => new Promise<void>((resolve) => one.close(() => resolve())));
    await new Promise<void>((resolve) => aedes.close(() => resolve()));
    // Who has connected without a word, or by HTTP alone, is no client of aedes.
    for (const socket of open) socket.destroy();
    await Promise.all(closed);
  };
  return { server, webSocket, close };
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
