/** A broker with a play-back behind it instead of a plant. */
import { listen } from '../listen.js';
import { createBroker, publish } from './broker.js';

export interface Player {
  readonly port: number;
  /** Resolves once somebody has subscribed to anything. */
  readonly heard: Promise<void>;
  publish(topic: string, payload: string | Buffer, retain: boolean): Promise<void>;
  close(): Promise<void>;
}

/** Starts it; what clients publish is acknowledged and dropped. Throws as `listen` does. */
export async function startPlayer(host: string, port: number): Promise<Player> {
  const { aedes, server, close } = await createBroker({
    publish: () => false,
    login: undefined,
  });
  const heard = new Promise<void>((resolve) => {
    aedes.on('subscribe', () => resolve());
  });
  const at = { host, port, flag: '--mqtt-port', guarded: false };
  try {
    const bound = await listen(server, at);
    return {
      port: bound,
      heard,
      publish: (topic, payload, retain) => publish(aedes, topic, payload, { retain }),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}
