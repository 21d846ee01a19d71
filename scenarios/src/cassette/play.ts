/** Plays a cassette: its messages over MQTT, with their own times, at any rate. */
import { setTimeout } from 'node:timers/promises';
import { type Player, startPlayer } from '@plant47/simulator';
import {
  type Cassette,
  type CassetteRecord,
  isMqtt,
  type ModbusRecord,
  payloadOf,
} from './cassette.js';
import type { Overlay } from './overlay.js';

export interface PlayPlan {
  readonly cassette: Cassette;
  readonly host: string;
  readonly port: number;
  /** Recorded seconds a second; 0 = as fast as it goes. */
  readonly rate: number;
  readonly overlay: Overlay | undefined;
  /** Called once the broker listens. */
  readonly onListening: (port: number) => void;
  readonly signal?: AbortSignal;
}

export interface Played {
  readonly messages: number;
  /** Seconds from the first record to the last. */
  readonly span: number;
}

/** Retained: what is being played, and what was laid over it. */
const ABOUT_TOPIC = 'plant47/v1/cassette/about';
/** Wall time for the last messages to leave, ms. */
const LINGER_MS = 500;
/** Sockets are served at least this often at full speed, messages. */
const BREATH = 64;

/** Waits for a first subscriber and plays to the end, or until `signal`. */
export async function play(plan: PlayPlan): Promise<Played> {
  const { cassette, rate, overlay, signal } = plan;
  const { header } = cassette;
  const player = await startPlayer(plan.host, plan.port);
  try {
    const about = { v: 1, ...header, rate, overlay: overlay?.text ?? null };
    await player.publish(ABOUT_TOPIC, JSON.stringify(about), true);
    plan.onListening(player.port);
    await Promise.race([player.heard, aborted(signal)]);
    return await playAll(plan, player);
  } finally {
    await setTimeout(signal?.aborted ? 0 : LINGER_MS);
    await player.close();
  }
}

async function playAll(plan: PlayPlan, player: Player): Promise<Played> {
  const { cassette, rate, overlay, signal } = plan;
  const { begin } = cassette.header;
  const start = performance.now();
  let messages = 0;
  let last = begin;
  for await (const record of cassette.records()) {
    if (signal?.aborted) break;
    if (rate > 0) {
      const wait_ms = (record.t - begin) / rate - (performance.now() - start);
      if (wait_ms > 1) await setTimeout(wait_ms, undefined, { ref: true });
    } else if (messages % BREATH === 0) await setTimeout(0);
    await send(player, overlay?.apply(record) ?? record, messages++);
    last = Math.max(last, record.t);
  }
  return { messages, span: (last - begin) / 1000 };
}

function send(player: Player, record: CassetteRecord, seq: number): Promise<void> {
  if (isMqtt(record)) return player.publish(record.topic, payloadOf(record), record.retain);
  const { t, device, values } = record as ModbusRecord;
  const points = Object.fromEntries(
    Object.entries(values).map(([point, value]) => [point, [value, value === null ? 0 : 192]]),
  );
  const body = { v: 1, seq, simTs: t, recorded: true, points };
  return player.publish(`plant47/v1/cassette/${device}/data`, JSON.stringify(body), false);
}

function aborted(signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => signal?.addEventListener('abort', () => resolve()));
}
