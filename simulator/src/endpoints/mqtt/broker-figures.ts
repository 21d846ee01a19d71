/** The broker's own figures under `$SYS`, named as Mosquitto names them where it has them. */
import type { Aedes } from 'aedes';
import { publish } from './broker.js';

/** What is counted from the start of the broker on. */
export interface Figures {
  readonly clients: number;
  /** Messages that clients published. */
  readonly received: number;
  /** Messages handed to clients. */
  readonly sent: number;
  /** Messages that waited for clients which were cut. */
  readonly lost: number;
  /** Clients that were cut because they did not read. */
  readonly cut: number;
  /** Packets of strangers on the plant's topics. */
  readonly refused: number;
  readonly invalid: number;
}

/** Figure → topic; retained. */
const TOPICS: Readonly<Record<keyof Figures, string>> = {
  clients: '$SYS/broker/clients/connected',
  received: '$SYS/broker/publish/messages/received',
  sent: '$SYS/broker/publish/messages/sent',
  lost: '$SYS/broker/publish/messages/dropped',
  cut: '$SYS/broker/clients/cut',
  refused: '$SYS/broker/publish/messages/refused',
  invalid: '$SYS/broker/publish/messages/invalid',
};

/** Publishes what has changed, now and then; returns how to stop. */
export function publishFigures(aedes: Aedes, every_ms: number, now: () => Figures): () => void {
  const told = new Map<string, number>();
  const tell = (): void => {
    if (aedes.closed) return;
    const figures = now();
    for (const [name, topic] of Object.entries(TOPICS)) {
      const value = figures[name as keyof Figures];
      if (told.get(topic) === value) continue;
      told.set(topic, value);
      // A broker that closes meanwhile has nobody to tell.
      publish(aedes, topic, String(value), { retain: true }).catch(() => undefined);
    }
  };
  tell();
  const timer = setInterval(tell, every_ms);
  timer.unref();
  return () => clearInterval(timer);
}
