/** One run over MQTT and Modbus: barrier by barrier, data in, claims and the watermark out. */

import type { Engine } from '../core.js';
import type { Poller } from './modbus.js';
import {
  type Claim,
  type ClockMessage,
  claimTopic,
  type DataMessage,
  decodeBurst,
  type Manifest,
  parseOperator,
} from './wire.js';

export interface SessionOptions {
  readonly manifest: Manifest;
  readonly engine: Engine;
  readonly team: string;
  readonly poller: Poller | undefined;
  /** Device class that is polled over Modbus instead of taken from MQTT. */
  readonly polled: string;
  /** The engine goes on from here: what is not newer it has digested already, ms. */
  readonly digested: number;
  readonly publish: (topic: string, body: unknown, qos: 0 | 1) => Promise<void>;
  /** Told after each barrier. */
  readonly done: (simTs: number) => void;
  readonly warn: (code: string, message: string, simTs: number) => void;
}

export interface Session {
  readonly watermark: number;
  message(topic: string, payload: Uint8Array): void;
  clock(message: ClockMessage): Promise<void>;
}

interface Route {
  readonly asset: string;
  readonly device: string;
  readonly key: string;
}

/** The text of a payload without a copy of its bytes. */
const textOf = (payload: Uint8Array): string =>
  Buffer.from(payload.buffer, payload.byteOffset, payload.byteLength).toString();

/** Topics of the manifest: data by device, bursts by point under either of its names. */
function routesOf(manifest: Manifest) {
  const routes = new Map<string, Route>();
  const points = new Map<string, string>();
  for (const { asset, devices } of manifest.assets) {
    for (const { topic, device, points: list } of devices) {
      routes.set(`${topic}/data`, { asset, device, key: `${asset}/${device}` });
      for (const p of list) {
        if (p.form !== 'waveform') continue;
        points.set(`${topic}/burst/${p.id}`, p.id);
        points.set(`${topic}/burst/${p.component}.${p.quantity}`, p.id);
      }
    }
  }
  return { routes, points };
}

/** Devices whose announced scan is not the one that came, in words. */
function gapsIn(
  message: ClockMessage,
  routes: ReadonlyMap<string, Route>,
  seen: ReadonlyMap<string, number>,
): string[] {
  const gaps: string[] = [];
  for (const { key } of routes.values()) {
    const due = message.seq[key];
    const got = seen.get(key);
    if (due === undefined || got === undefined || got === due) continue;
    gaps.push(`${key}: seq ${got}, announced ${due}`);
  }
  return gaps;
}

/** Routes, waiting data and the watermark of one run. */
export function createSession(options: SessionOptions): Session {
  const { manifest, engine, team } = options;
  const { routes, points } = routesOf(manifest);
  const seen = new Map<string, number>();
  let watermark = manifest.epoch - 1;
  const say = async (claims: readonly Claim[]): Promise<void> => {
    for (const claim of claims) {
      const kind = claim.schema === 'alarm/1' ? 'alarm' : 'rul';
      await options.publish(claimTopic(manifest.run, team, kind), claim, 1);
    }
  };
  const beat = (simTs: number): Promise<void> =>
    options.publish(claimTopic(manifest.run, team, 'heartbeat'), { watermark: simTs }, 1);
  return {
    get watermark() {
      return watermark;
    },
    message(topic, payload) {
      const route = routes.get(topic);
      if (route) {
        const message = JSON.parse(textOf(payload)) as DataMessage;
        seen.set(route.key, message.seq);
        if (message.simTs <= options.digested) return;
        const viaModbus = options.poller !== undefined && route.device === options.polled;
        if (!viaModbus) engine.data(message, route.asset, route.device);
        return;
      }
      const point = points.get(topic);
      const burst = point === undefined ? undefined : decodeBurst(payload);
      if (point !== undefined && burst) {
        if (burst.simTs > options.digested) engine.burst(burst, point);
        return;
      }
      const operator = parseOperator(topic, payload, manifest.run);
      if (operator) engine.operator(operator);
    },
    async clock(message) {
      if (message.state === 'enrol') return beat(message.completeTo);
      if (message.completeTo <= watermark) return;
      const simTs = message.completeTo;
      if (simTs <= options.digested) {
        watermark = simTs;
        return beat(simTs);
      }
      for (const gap of gapsIn(message, routes, seen)) options.warn('W_GAP', gap, simTs);
      await options.poller?.poll(message.seq, (asset, device, image) => {
        engine.data(image.message, asset, device);
      });
      await say(engine.barrier(simTs));
      watermark = simTs;
      await beat(simTs);
      options.done(simTs);
    },
  };
}
