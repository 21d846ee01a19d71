/** Toxics of endpoints and connections: which of them hit what, and the log of it. */
import type { Socket } from 'node:net';
import { type Stream, streamOf, uniform } from '../physics/random.js';
import { InjectionLog } from './injection-log.js';
import { type LineFaults, SOUND, shapeLine } from './line.js';
import type { Standing } from './standing.js';
import {
  aimsAtLine,
  aimsAtRequest,
  type Connected,
  lineFaultsOf,
  meansClient,
  type Request,
  type Spoil,
  spoilBy,
} from './strike.js';

/** A standing toxic with its own draws and the number of things that it was asked about. */
interface Live {
  readonly toxic: Standing;
  readonly draws: Stream;
  asked: number;
  hits: number;
}

/** Toxics that are not of bindings. */
export const WIRE_LAYERS = ['endpoint', 'connection'] as const;
export class WireChaos {
  readonly log = new InjectionLog();
  private readonly key: readonly number[];
  private readonly simNow: () => number;
  private readonly matches: (filter: string, topic: string) => boolean;
  private live: Live[] = [];
  private readonly lines = new WeakMap<Socket, Connected>();
  private readonly lostTopics = new Set<string>();

  /** `simNow` = simulated Unix time, ms; `matches` = does a topic filter match a topic? */
  constructor(
    key: readonly number[],
    simNow: () => number,
    matches: (filter: string, topic: string) => boolean,
  ) {
    this.key = key;
    this.simNow = simNow;
    this.matches = matches;
  }

  get active(): boolean {
    return this.live.length > 0;
  }

  /** Takes over what stands now; what stood before goes on counting. */
  follow(now: readonly Standing[]): void {
    this.live = now.map(
      (toxic) =>
        this.live.find((one) => one.toxic.id === toxic.id) ?? {
          toxic,
          draws: streamOf(this.key, 'toxic', toxic.id),
          asked: 0,
          hits: 0,
        },
    );
  }

  /** How often a toxic has struck. */
  hits(id: string): number {
    return this.live.find(({ toxic }) => toxic.id === id)?.hits ?? 0;
  }

  request(request: Request): Spoil | undefined {
    let spoil: Spoil | undefined;
    for (const live of this.live) {
      if (!aimsAtRequest(live.toxic, request)) continue;
      const n = live.asked;
      if (!this.strikes(live)) continue;
      spoil ??= {};
      spoilBy(spoil, live.toxic, live.draws, n);
      const { unit, fc, address, count, client } = request;
      this.note(live, `unit ${unit}`, { request: n, unit, fc, address, count, client });
    }
    return spoil;
  }

  copies(client: string, topic: string): number {
    let copies = 1;
    for (const live of this.live) {
      const { declared, target } = live.toxic;
      if (declared.id !== 'mqtt-drop' && declared.id !== 'mqtt-duplicate') continue;
      if (!meansClient(target.client, [client])) continue;
      if (target.topic !== undefined && !this.matches(target.topic, topic)) continue;
      if (!this.strikes(live)) continue;
      const dropped = declared.id === 'mqtt-drop';
      if (dropped) this.lostTopics.add(topic);
      copies = dropped ? 0 : Math.min(copies, 1) * 2;
      this.note(live, client, { topic });
    }
    return copies;
  }

  lost(topic: string): boolean {
    return this.lostTopics.has(topic);
  }

  refuses(client: string): boolean {
    return this.clientStruck('mqtt-refuse', client);
  }

  disconnects(client: string): boolean {
    return this.clientStruck('mqtt-disconnect', client);
  }

  accept(socket: Socket, on: 'modbus' | 'mqtt', gateway?: number): boolean {
    const address = socket.remoteAddress ?? '';
    const connected = { on, gateway, names: [`${address}:${socket.remotePort}`, address] };
    for (const live of this.live) {
      if (live.toxic.declared.id !== 'refuse' || !aimsAtLine(live.toxic, connected)) continue;
      if (!this.strikes(live)) continue;
      this.note(live, connected.names[0]!, { on });
      socket.resetAndDestroy();
      return false;
    }
    this.lines.set(socket, connected);
    let drawn = 0;
    const jitter = streamOf(this.key, 'line', on, gateway ?? 0);
    shapeLine(
      socket,
      () => (this.active ? this.lineFaults(connected) : undefined),
      () => uniform(jitter, drawn++),
    );
    return true;
  }

  name(socket: Socket, client: string): void {
    this.lines.get(socket)?.names.push(client);
  }

  private clientStruck(id: string, client: string): boolean {
    let struck = false;
    for (const live of this.live) {
      const { declared, target } = live.toxic;
      if (declared.id !== id || !meansClient(target.client, [client])) continue;
      if (!this.strikes(live)) continue;
      struck = true;
      this.note(live, client, {});
    }
    return struck;
  }

  /** Counts one more thing that a toxic is asked about; true where it strikes. */
  private strikes(live: Live): boolean {
    const p = live.toxic.params['p'];
    const hit = p === undefined || uniform(live.draws, live.asked) < Number(p);
    live.asked += 1;
    if (hit) live.hits += 1;
    return hit;
  }

  private note(
    live: Live,
    target: string,
    detail: Readonly<Record<string, number | string>>,
  ): void {
    const { id, declared } = live.toxic;
    this.log.add({ id, toxic: declared.id, target, simTs: this.simNow(), detail });
  }

  /** What stands on a connection together; noted once for each connection and toxic. */
  private lineFaults(connected: Connected): LineFaults | undefined {
    let faults: LineFaults | undefined;
    for (const live of this.live) {
      const { toxic } = live;
      if (toxic.declared.layer !== 'connection' || !aimsAtLine(toxic, connected)) continue;
      const more = lineFaultsOf(toxic);
      if (!more) continue;
      faults = { ...(faults ?? SOUND), ...more };
      live.hits += 1;
      if (live.hits <= 1000) this.note(live, connected.names.at(-1)!, { on: connected.on });
    }
    return faults;
  }
}
