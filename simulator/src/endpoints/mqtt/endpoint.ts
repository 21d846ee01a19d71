/** The MQTT endpoint: broker, lock-step publisher, and the intake of claims and commands. */
import { setImmediate as turn } from 'node:timers/promises';
import {
  allows,
  type Burst,
  type ClockMessage,
  CURRENT_TOPIC,
  clockTopic,
  encodeBurst,
  type HeartbeatClaim,
  type Manifest,
  manifestTopic,
  type OperatorMessage,
  operatorTopic,
  PlantError,
  type PointEntry,
  verdictTopic,
} from '@plant47/contract';
import type { Client } from 'aedes';
import type { Device, DeviceScan } from '../../devices/device.js';
import { listen } from '../listen.js';
import type { Lockstep } from '../lockstep.js';
import type { Toxins } from '../toxins.js';
import type { WireLog } from '../wire-log.js';
import { type Broker, createBroker, type Login, publish, storeRetained } from './broker.js';
import { publishFigures } from './broker-figures.js';
import { type DrainLimits, DrainWatch } from './drain-watch.js';
import { Fanout } from './fanout.js';
import {
  type ClaimEvent,
  type CommandEvent,
  judge,
  type OwnTopics,
  siteOf,
  type Verdict,
} from './intake.js';
import { deviceMeta } from './meta.js';
import { createDataEncoder } from './payload.js';
import type { TopicRights } from './topic-rights.js';

export interface MqttOptions {
  readonly host: string;
  readonly port: number;
  readonly lockstep: Lockstep;
  /** Absent = everybody may connect; then only loopback addresses are bound. */
  readonly login?: Login | undefined;
  readonly drain?: DrainLimits;
  /** Keeps what goes over the sockets; absent = nothing is kept. */
  readonly log?: WireLog | undefined;
  readonly toxins?: Toxins | undefined;
  /** Wall time between the broker's figures on `$SYS`; 10 s where absent. */
  readonly figures_ms?: number;
  /** First levels of the plant's topics, guarded before its first run begins too. */
  readonly sites?: ReadonlySet<string>;
  /** Absent = no topic is denied to anybody. */
  readonly rights?: TopicRights | undefined;
  /** Port of MQTT over WebSocket, 0 = any free one; absent = none. */
  readonly webSocketPort?: number | undefined;
}

/** A run as it begins on the wire. */
export interface MqttRun {
  readonly manifest: Manifest;
  readonly devices: readonly Device[];
  /** Clock in state `enrol`, or of the instant at which a restored run begins. */
  readonly clock: ClockMessage;
}

/** A burst that is due, with its samples. */
export interface WireBurst {
  readonly due: { readonly device: Device; readonly point: PointEntry };
  readonly burst: Burst;
}

/** What clients did that was refused, and who was cut. */
export interface MqttCounters {
  /** Packets of strangers on the plant's topics. */
  readonly dropped: number;
  /** Claims and commands that are not in their schema. */
  readonly invalid: number;
  /** Visitors that did not drain. */
  readonly cut: number;
  /** Messages that waited for them. */
  readonly lost: number;
}

/** As often as Mosquitto. */
const FIGURES_MS = 10_000;
const DRAIN: DrainLimits = { stalled_ms: 2000, waiting_bytes: 64 * 1024 * 1024 };
/** In free run the publisher waits for visitors who have more than this before them. */
const FREE_RUN_BYTES = 4 * 1024 * 1024;

/** Gaps of wire faults that are remembered, so that a client may report them. */
const MOST_LEAPS = 10_000;

interface Published {
  readonly device: Device;
  readonly topic: string;
  readonly encode: (scan: DeviceScan) => string;
  seq: number | undefined;
  /** Names that its retained meta shows. */
  names: NonNullable<DeviceScan['form']>['names'];
}

/** Starts the broker; throws coded errors where it cannot listen. */
export async function startMqtt(options: MqttOptions): Promise<MqttEndpoint> {
  const state: { endpoint?: MqttEndpoint } = {};
  const broker = await createBroker({
    login: options.login,
    toxins: options.toxins,
    tap: options.log && ((socket) => options.log?.tap(socket, 'mqtt')),
    rights: options.rights,
    webSocketHost: options.webSocketPort === undefined ? undefined : options.host,
    publish: (client, topic, payload, allowed) =>
      state.endpoint?.take(client, topic, payload, allowed) ?? false,
  });
  const at = { host: options.host, guarded: options.login !== undefined };
  const endpoint = new MqttEndpoint(options, broker);
  state.endpoint = endpoint;
  try {
    endpoint.port = await listen(broker.server, { ...at, port: options.port, flag: '--mqtt-port' });
    if (broker.webSocket && options.webSocketPort !== undefined) {
      const ws = { ...at, port: options.webSocketPort, flag: '--mqtt-ws-port' };
      endpoint.webSocketPort = await listen(broker.webSocket, ws);
    }
  } catch (error) {
    await endpoint.close();
    throw error;
  }
  return endpoint;
}

export class MqttEndpoint {
  port = 0;
  /** Port of MQTT over WebSocket, where there is one. */
  webSocketPort: number | undefined;
  readonly host: string;
  private readonly guarded: boolean;
  private readonly lockstep: Lockstep;
  private readonly broker: Broker;
  private readonly fanout: Fanout;
  private readonly toxins: Toxins | undefined;
  private readonly connected = new Set<Client>();
  private readonly watch: DrainWatch;
  private readonly teams = new WeakMap<Client, Set<string>>();
  private readonly claimListeners: ((event: ClaimEvent) => void)[] = [];
  private readonly commandListeners: ((event: CommandEvent) => void)[] = [];
  private readonly counted = { dropped: 0, invalid: 0 };
  private received = 0;
  private readonly stopFigures: () => void;
  private own: OwnTopics = { run: '', sites: new Set(), devices: new Map() };
  private published = new Map<Device, Published>();
  private retained: string[] = [];
  /** Gaps in numbers that the plant made itself: `<asset>/<device> <expected> <got>`. */
  private readonly leaps = new Set<string>();

  constructor(options: MqttOptions, broker: Broker) {
    this.host = options.host;
    this.guarded = options.login !== undefined;
    this.lockstep = options.lockstep;
    if (options.sites) this.own = { ...this.own, sites: options.sites };
    this.broker = broker;
    this.toxins = options.toxins;
    this.fanout = new Fanout(broker, options.toxins);
    this.watch = new DrainWatch(options.drain ?? DRAIN);
    broker.aedes.on('clientReady', (client) => {
      const connection = broker.connections.get(client)!;
      this.connected.add(client);
      this.toxins?.name(connection.socket, client.id);
      this.watch.add({ id: client.id, connection, enrolled: () => this.isEnrolled(client) });
    });
    broker.aedes.on('clientDisconnect', (client) => this.connected.delete(client));
    this.stopFigures = publishFigures(broker.aedes, options.figures_ms ?? FIGURES_MS, () => ({
      clients: this.clients,
      received: this.received,
      sent: this.fanout.sent + broker.forwarded(),
      lost: this.watch.lost,
      cut: this.watch.cut,
      refused: this.counted.dropped,
      invalid: this.counted.invalid,
    }));
  }

  get counters(): MqttCounters {
    return { ...this.counted, cut: this.watch.cut, lost: this.watch.lost };
  }

  /** Number of connected clients. */
  get clients(): number {
    return this.broker.aedes.connectedClients;
  }

  /** Rewrites the retained messages for a new run; sequence numbers begin anew. */
  async beginRun({ manifest, devices, clock }: MqttRun): Promise<void> {
    const { aedes } = this.broker;
    for (const topic of this.retained) await publish(aedes, topic, '', { retain: true });
    this.own = {
      run: manifest.run,
      sites: new Set(devices.map(siteOf)),
      devices: new Map(devices.map((device) => [device.topic, device])),
    };
    this.published = new Map(devices.map((device) => [device, publishedOf(device)]));
    this.leaps.clear();
    this.fanout.forgetTopics();
    const manifestAt = manifestTopic(this.own.run);
    this.retained = [manifestAt, clockTopic(this.own.run)];
    for (const device of devices) {
      const topic = `${device.topic}/meta`;
      this.retained.push(topic);
      await publish(aedes, topic, JSON.stringify(deviceMeta(device)), { retain: true });
    }
    await publish(aedes, manifestAt, JSON.stringify(manifest), { retain: true });
    await this.clock(clock);
    await publish(aedes, CURRENT_TOPIC, this.own.run, { retain: true });
  }

  /** Publishes all data of a barrier; resolves when it is handed to every subscriber. */
  async publish(scans: readonly DeviceScan[], bursts: readonly WireBurst[]): Promise<void> {
    for (const scan of scans) {
      if (scan.on === 'modbus') continue;
      const known = this.published.get(scan.device);
      if (!known) throw new Error(`no device ${scan.device.topic} in run ${this.own.run}`);
      this.follow(known, scan);
      if (known.names || scan.form?.meta) await this.rename(known, scan);
      this.fanout.addText(known.topic, known.encode(scan));
    }
    for (const { due, burst } of bursts) {
      this.fanout.addBytes(`${due.device.topic}/burst/${due.point.id}`, encodeBurst(burst));
    }
    await this.flush();
  }

  /** Holds the numbers of a device in order; those that a wire fault left out are remembered. */
  private follow(known: Published, scan: DeviceScan): void {
    if (known.seq !== undefined && scan.seq !== known.seq + 1) {
      if (!scan.loose) throw seqGap(known, scan);
      const { asset, device } = known.device;
      this.leaps.add(`${asset}/${device} ${known.seq + 1} ${scan.seq}`);
      if (this.leaps.size > MOST_LEAPS) this.leaps.delete(this.leaps.values().next().value!);
    }
    known.seq = scan.seq;
  }

  /** Rewrites the retained meta where a point goes by another name now. */
  private async rename(known: Published, { form }: DeviceScan): Promise<void> {
    const names = form?.meta ? form.names : undefined;
    if (JSON.stringify(names) === JSON.stringify(known.names)) return;
    known.names = names;
    const { device } = known;
    const points = device.points.map((one) => ({ ...one, id: names?.[one.id] ?? one.id }));
    const text = JSON.stringify(deviceMeta({ ...device, points }));
    await publish(this.broker.aedes, `${device.topic}/meta`, text, { retain: true });
  }

  /** Publishes the retained clock; after `publish` of the same barrier, before anything else. */
  async clock(message: ClockMessage): Promise<void> {
    const topic = clockTopic(this.own.run);
    const text = JSON.stringify(message);
    await storeRetained(this.broker.aedes, topic, text);
    this.fanout.addText(topic, text);
    await this.flush();
    if (!this.toxins?.active) return;
    for (const client of this.connected) {
      if (this.toxins.disconnects(client.id)) this.broker.connections.get(client)?.socket.destroy();
    }
  }

  /** Writes the logbook: what operators and maintainers did. QoS 1. */
  operator(message: OperatorMessage): Promise<void> {
    return publish(this.broker.aedes, operatorTopic(this.own.run), JSON.stringify(message), {
      qos: 1,
    });
  }

  /** Publishes the referee's verdict after the end; retained. */
  verdict(text: string): Promise<void> {
    const topic = verdictTopic(this.own.run);
    this.retained.push(topic);
    return publish(this.broker.aedes, topic, text, { retain: true, qos: 1 });
  }

  /** Answers a command on the device's `cmd/reply`. */
  reply(event: CommandEvent, ok: boolean, text: string): Promise<void> {
    const body = JSON.stringify({ v: 1, id: event.command.id ?? null, ok, text });
    return publish(this.broker.aedes, `${event.device.topic}/cmd/reply`, body);
  }

  /** Calls `listener` for each valid claim of the run; hello and heartbeat also move the table. */
  onClaim(listener: (event: ClaimEvent) => void): void {
    this.claimListeners.push(listener);
  }

  /** Calls `listener` for each valid command; the host answers with `reply`. */
  onCommand(listener: (event: CommandEvent) => void): void {
    this.commandListeners.push(listener);
  }

  /** Ends connections with FIN and stops listening. */
  async close(): Promise<void> {
    this.watch.close();
    this.stopFigures();
    await this.broker.close();
  }

  /** What becomes of a client's packet: true = goes on, false = acknowledged and dropped. */
  take(client: Client | null, topic: string, payload: Buffer | string, allowed = true): boolean {
    this.received += 1;
    const verdict: Verdict = allowed ? judge(this.own, topic, payload) : { is: 'dropped' };
    if (verdict.is === 'free') return true;
    if (verdict.is === 'dropped' || verdict.is === 'invalid') {
      this.counted[verdict.is] += 1;
      return false;
    }
    if (verdict.is === 'command') {
      if (!this.mayCommand(client)) {
        this.counted.dropped += 1;
        return false;
      }
      for (const listener of this.commandListeners) listener(verdict.event);
      return true;
    }
    if (client) this.nameClient(client, verdict.event.team);
    this.claim(verdict.event);
    return true;
  }

  /** Takes a claim, whichever way it came. */
  claim(event: ClaimEvent): void {
    if (event.kind === 'hello') {
      const { mode, ranges } = event.body;
      this.lockstep.hello(event.team, mode, ranges ?? []);
    } else if (event.kind === 'heartbeat') {
      const { gap, watermark } = event.body;
      if (gap && !this.isLeap(gap)) {
        this.lockstep.gap(event.team, gap.device, gap.expected, gap.got);
      }
      this.lockstep.watermark(event.team, watermark);
    } else this.lockstep.heard(event.team);
    for (const listener of this.claimListeners) listener(event);
  }

  /** True for a gap in numbers that a wire fault has made. */
  private isLeap(gap: NonNullable<HeartbeatClaim['gap']>): boolean {
    if (this.leaps.has(`${gap.device} ${gap.expected} ${gap.got}`)) return true;
    const at = [...this.published.keys()].find(
      ({ asset, device }) => `${asset}/${device}` === gap.device,
    );
    return at !== undefined && (this.toxins?.lost(`${at.topic}/data`) ?? false);
  }

  /** Where logins are asked for, a viewer's commands are dropped. */
  private mayCommand(client: Client | null): boolean {
    if (!this.guarded) return true;
    const role = client && this.broker.roles.get(client);
    return role !== null && role !== undefined && allows(role, 'trainee');
  }

  private nameClient(client: Client, team: string): void {
    const names = this.teams.get(client);
    if (names) names.add(team);
    else this.teams.set(client, new Set([team]));
  }

  private isEnrolled(client: Client): boolean {
    for (const team of this.teams.get(client) ?? []) if (this.lockstep.isIn(team)) return true;
    return false;
  }

  private async flush(): Promise<void> {
    const writes = this.fanout.flush(this.lockstep.size > 0 ? undefined : FREE_RUN_BYTES);
    this.watch.look();
    // Lets the sockets be served between barriers that follow each other at once.
    await turn();
    // Without enrolled clients nobody else holds the plant back, so the slowest visitor may.
    await Promise.all(writes);
  }
}

function publishedOf(device: Device): Published {
  const encode = createDataEncoder(device);
  return { device, topic: `${device.topic}/data`, encode, seq: undefined, names: undefined };
}

function seqGap(known: Published, scan: DeviceScan): PlantError {
  const message = `${known.device.topic} went from ${known.seq} to ${scan.seq}`;
  return new PlantError(
    [{ code: 'E_SEQ_GAP', path: 'run', message, remedy: 'publish every scan once, in order' }],
    3,
  );
}
