/** What the plant saw its clients do in a run: polls, writes, cuts and bad values, as facts. */
import type { Device, WireEntry } from '@plant47/simulator';
import {
  type ClientEvent,
  isRead,
  isWrite,
  type ModbusRequest,
  WireReader,
} from './client-wire.js';

/** An instant on both clocks, Unix ms. */
export interface Instant {
  readonly wallTs: number;
  readonly simTs: number;
}

/** Reads of one device: how many, and the longest times without one. */
export interface Polls {
  readonly device: Device;
  count: number;
  last: Instant;
  gapWall_ms: number;
  gapSim_ms: number;
}

export interface Write extends Instant {
  readonly device: Device;
  readonly table: 'coil' | 'holding';
  readonly address: number;
  readonly count: number;
  /** State of the machine when the request came. */
  readonly mode: string;
}

/** How long something took, on each clock. */
interface Took {
  readonly wall_ms: number;
  readonly sim_ms: number;
  /** Requests until then, the last one included. */
  readonly polls: number;
}

/** A connection that the plant cut without a word. */
export interface Cut extends Instant {
  readonly protocol: WireEntry['protocol'];
  readonly client: string;
  readonly port: number;
  readonly connection: number;
  polls: number;
  recovered: Took | undefined;
}

/** A point whose published value became bad. */
export interface BadValue extends Instant {
  readonly device: Device;
  readonly point: string;
  readonly tag: string;
  polls: number;
  ended: Instant | undefined;
  flagged: Took | undefined;
}

/** Facts of one kind that are kept; later ones are counted as `lost`. */
const MOST = 10_000;

export interface CourseSettings {
  readonly devices: readonly Device[];
  /** State of a device's machine now: off, starting, running, tripped, locked-out. */
  readonly mode: (device: Device) => string;
  /** Port of each gateway. */
  readonly ports: readonly number[];
}

/** Takes the wire log's entries in their order, and each scan's bad points. */
export class ClientCourse {
  readonly polls = new Map<Device, Polls>();
  readonly writes: Write[] = [];
  readonly cuts: Cut[] = [];
  readonly bad: BadValue[] = [];
  lost = 0;
  private readonly settings: CourseSettings;
  private readonly reader = new WireReader();
  private readonly byUnit = new Map<string, Device>();
  /** Bad values that last, by point. */
  private readonly open = new Map<string, BadValue>();
  private readonly pending = new Set<Cut>();

  constructor(settings: CourseSettings) {
    this.settings = settings;
    for (const device of settings.devices) {
      this.byUnit.set(`${settings.ports[device.gateway]} ${device.unit}`, device);
    }
  }

  take(entry: WireEntry): void {
    for (const event of this.reader.take(entry)) this.event(event);
  }

  /** The points that are bad after a scan; those not named are good again. */
  quality(at: Instant, bad: readonly { device: Device; point: string; tag: string }[]): void {
    const now = new Set(bad.map(({ point }) => point));
    for (const [point, value] of this.open) {
      if (now.has(point)) continue;
      value.ended = at;
      this.open.delete(point);
    }
    for (const one of bad) {
      if (this.open.has(one.point)) continue;
      const value: BadValue = { ...at, ...one, polls: 0, ended: undefined, flagged: undefined };
      this.open.set(one.point, value);
      this.keep(this.bad, value);
    }
  }

  private keep<T>(list: T[], fact: T): void {
    if (list.length < MOST) list.push(fact);
    else this.lost += 1;
  }

  private event(event: ClientEvent): void {
    if (event.type === 'request') this.request(event);
    else if (event.type === 'answer' && event.ok && isRead(event.request)) this.back(event);
    else if (event.type === 'connect') this.back(event);
    else if (event.type === 'publish') this.published(event);
    else if (event.type === 'close' && event.by === 'reset') {
      const { wallTs, simTs, protocol, client, port, connection } = event;
      const cut = { wallTs, simTs, protocol, client, port, connection, polls: 0 };
      const fact: Cut = { ...cut, recovered: undefined };
      this.pending.add(fact);
      this.keep(this.cuts, fact);
    }
  }

  private request(request: ModbusRequest): void {
    for (const cut of this.pending) {
      if (cut.port === request.port && cut.client === request.client) cut.polls += 1;
    }
    const device = this.byUnit.get(`${request.port} ${request.unit}`);
    if (!device) return;
    const { wallTs, simTs, address, count, fc } = request;
    if (isWrite(request)) {
      const table = fc === 5 || fc === 15 ? 'coil' : 'holding';
      const mode = this.settings.mode(device);
      this.keep(this.writes, { wallTs, simTs, device, table, address, count, mode });
    }
    if (!isRead(request)) return;
    for (const value of this.open.values()) if (value.device === device) value.polls += 1;
    const known = this.polls.get(device);
    if (!known) {
      const last = { wallTs, simTs };
      this.polls.set(device, { device, count: 1, last, gapWall_ms: 0, gapSim_ms: 0 });
      return;
    }
    known.count += 1;
    known.gapWall_ms = Math.max(known.gapWall_ms, wallTs - known.last.wallTs);
    known.gapSim_ms = Math.max(known.gapSim_ms, simTs - known.last.simTs);
    known.last = { wallTs, simTs };
  }

  /** A client is served again: on a later connection than the one that was cut. */
  private back(event: Exclude<ClientEvent, { type: 'request' | 'publish' | 'close' }>): void {
    const modbus = event.type === 'answer';
    for (const cut of this.pending) {
      const same = cut.client === event.client && event.connection > cut.connection;
      if (!same || modbus !== (cut.protocol === 'modbus')) continue;
      if (event.type === 'answer' && event.request.port !== cut.port) continue;
      cut.recovered = took(cut, event, cut.polls);
      this.pending.delete(cut);
    }
  }

  private published(event: Extract<ClientEvent, { type: 'publish' }>): void {
    for (const value of this.open.values()) {
      if (!value.flagged && saysBad(value, event)) value.flagged = took(value, event, value.polls);
    }
  }
}

const took = (from: Instant, to: Instant, polls: number): Took => ({
  wall_ms: to.wallTs - from.wallTs,
  sim_ms: to.simTs - from.simTs,
  polls,
});

/** How people write that a value is not to be trusted. */
const BAD_FIELD =
  /"(q|quality|status|state|value|v)"\s*:\s*(null|0\b|"(bad|invalid|stale|uncertain|error)")/i;
const BAD_WORD = /\b(bad|invalid|stale|uncertain)\b/i;

/** True where a message names the point, by id or tag, and says that it is bad; or where it is an
 *  alarm claim of a sensor fault on the asset. */
function saysBad(value: BadValue, message: { topic: string; payload: string }): boolean {
  const { topic, payload } = message;
  const claim = /\/claims\/[^/]+\/alarm$/.test(topic);
  if (claim) {
    return payload.includes(`"${value.device.asset}"`) && payload.includes('"sensor.');
  }
  const named = [value.point, value.tag].some((name) => `${topic} ${payload}`.includes(name));
  return named && (BAD_FIELD.test(payload) || BAD_WORD.test(payload));
}
