/** A plant with a modbus-serial master and an mqtt.js client, for tests of toxics. */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import type { DataMessage } from '@plant47/contract';
import ModbusRTU from 'modbus-serial';
import { connectAsync, type IClientOptions, type MqttClient } from 'mqtt';
import { startPlant, type TestPlant } from '../testkit/plant.js';

export const TIMEOUT_MS = 400;
export const UNIT = 161;
export const OTHER = 162;

const plants: TestPlant[] = [];
const masters: InstanceType<typeof ModbusRTU.default>[] = [];
const clients: MqttClient[] = [];
const sockets: Socket[] = [];

/** Two pumps, every ten minutes, with the control API. */
export async function started(): Promise<TestPlant> {
  const plant = await startPlant();
  plants.push(plant);
  return plant;
}

/** Ends everything that the tests have opened. */
export async function ended(): Promise<void> {
  for (const socket of sockets.splice(0)) socket.destroy();
  for (const client of clients.splice(0)) await client.endAsync(true);
  for (const master of masters.splice(0)) master.destroy(() => undefined);
  for (const plant of plants.splice(0)) await plant.stop();
}

export async function master(plant: TestPlant, unit = UNIT) {
  const client = new ModbusRTU.default();
  client.setTimeout(TIMEOUT_MS);
  await client.connectTCP(plant.modbus.host, { port: plant.modbus.port });
  client.setID(unit);
  // A reset connection is told by the request that fails.
  client.on('error', () => undefined);
  masters.push(client);
  return client;
}

/** A raw connection to a port: for what a well-behaved client hides. */
export async function raw(port: number): Promise<Socket> {
  const socket = connect({ host: '127.0.0.1', port });
  socket.on('error', () => undefined);
  sockets.push(socket);
  await once(socket, 'connect');
  return socket;
}

export interface Listener {
  readonly client: MqttClient;
  /** Data messages by topic, as they came. */
  readonly got: Map<string, DataMessage[]>;
}

/** An mqtt.js client that listens to all data messages. */
export async function listener(
  plant: TestPlant,
  clientId: string,
  options: IClientOptions = {},
): Promise<Listener> {
  const client = await connectAsync(plant.mqtt.url, { clientId, reconnectPeriod: 0, ...options });
  client.on('error', () => undefined);
  clients.push(client);
  const got = new Map<string, DataMessage[]>();
  client.on('message', (topic, payload) => {
    if (!topic.endsWith('/data')) return;
    const list = got.get(topic) ?? [];
    list.push(JSON.parse(payload.toString()) as DataMessage);
    got.set(topic, list);
  });
  await client.subscribeAsync(['+/+/+/+/+/data', 'plant47/v1/+/clock']);
  return { client, got };
}

/** What a client has of a device so far. */
export const seqsOf = ({ got }: Listener, device: string): number[] =>
  [...got].flatMap(([topic, list]) =>
    topic.endsWith(`${device}/data`) ? list.map(({ seq }) => seq) : [],
  );

/** Goes on by some scans, one by one, and lets the messages arrive. */
export async function scans(plant: TestPlant, n: number, to: readonly Listener[]): Promise<void> {
  for (let i = 0; i < n; i++) {
    await plant.advance('10min');
    await Promise.all(to.filter(({ client }) => client.connected).map(settled));
  }
}

/** The broker answers in order: what was sent before has arrived. */
async function settled({ client }: Listener): Promise<void> {
  await client.subscribeAsync('settled/nothing');
}

interface Done {
  readonly id: string;
}

/** Adds a toxic over the control API as an instructor; gives its id. */
export async function poison(plant: TestPlant, body: Record<string, unknown>): Promise<string> {
  const answer = await plant.api('instructor', '/api/v1/toxics', body);
  if (!answer.ok) throw new Error(await answer.text());
  return ((await answer.json()) as Done).id;
}

export async function heal(plant: TestPlant, id: string): Promise<void> {
  const answer = await plant.api('instructor', `/api/v1/toxics/${id}/remove`, {});
  if (!answer.ok) throw new Error(await answer.text());
}

export interface Injected {
  readonly id: string;
  readonly toxic: string;
  readonly target: string;
  readonly detail: Readonly<Record<string, number | string>>;
}

/** What a toxic did, as the instructor's log has it. */
export async function injected(plant: TestPlant, id: string): Promise<Injected[]> {
  const answer = await plant.api('instructor', '/api/v1/toxics/log');
  const { injections } = (await answer.json()) as { injections: Injected[] };
  return injections.filter((one) => one.id === id);
}
