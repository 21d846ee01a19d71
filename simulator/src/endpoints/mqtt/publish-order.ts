/**
 * Keeps publishes in order on their way through the broker.
 *
 * aedes counts packets when they are published and refuses, per client, a counter below the last
 * one it delivered. A retained or QoS ≥ 1 packet waits for its store first, so a plain packet
 * published behind it would overtake it, and the first would be lost in silence. Here whatever
 * comes behind a storing packet waits until that one has been handed to the subscribers.
 */
import type { Aedes } from 'aedes';

interface Packet {
  readonly qos?: number;
  readonly retain?: boolean;
}
type Done = (error?: Error) => void;
type Publish = (packet: Packet, client: unknown, done?: Done) => void;

/** What of aedes is not in its types. */
interface Inside {
  publish: Publish;
  mq: { emit: (packet: unknown, done: unknown) => unknown };
}

/** Mends the order of `broker`; call it once, before anything is published. */
export function keepPublishOrder(broker: Aedes): void {
  const inside = broker as unknown as Inside;
  const publish = inside.publish.bind(broker) as Publish;
  const emit = inside.mq.emit.bind(inside.mq);
  const waiting: (() => void)[] = [];
  let storing = false;

  const go = (packet: Packet, client: unknown, done?: Done): void => {
    const stores = (packet.qos ?? 0) > 0 || packet.retain === true;
    if (!stores) {
      publish(packet, client, done);
      return;
    }
    storing = true;
    publish(packet, client, (error) => {
      // A packet that failed before it was handed on must not hold the others.
      if (error) release();
      done?.(error);
    });
  };
  const release = (): void => {
    storing = false;
    while (!storing) {
      const next = waiting.shift();
      if (!next) return;
      next();
    }
  };

  inside.mq.emit = (packet, done) => {
    const result = emit(packet, done);
    if (storing) release();
    return result;
  };
  inside.publish = (packet, client, done) => {
    const [by, then] = typeof client === 'function' ? [null, client as Done] : [client, done];
    if (storing) waiting.push(() => go(packet, by, then));
    else go(packet, by, then);
  };
}
