/** Records what a broker's subscribers hear. */
import { PlantError } from '@plant47/contract';
import mqtt from 'mqtt';
import type { Captured, CaptureEnd } from './capture-end.js';
import { CassetteWriter, mqttRecordOf } from './cassette.js';

export interface MqttCapture {
  readonly end: CaptureEnd;
  /** `mqtt://host:1883`. */
  readonly url: string;
  readonly topics: readonly string[];
  readonly out: string;
  readonly clock: 'arrival' | 'message';
}

/** Fields by which messages state their own time: Unix ms, or ISO 8601. */
const TIME_FIELDS = ['simTs', 'ts', 'timestamp', 'time', 't'];

/** Records until the end that is asked for; throws E_MQTT where there is no broker. */
export async function captureMqtt(capture: MqttCapture): Promise<Captured> {
  const { url, topics, out, clock, end } = capture;
  const client = await mqtt.connectAsync(url, { reconnectPeriod: 0 }).catch((error: Error) => {
    throw new PlantError([
      {
        code: 'E_MQTT',
        path: '--mqtt',
        message: `the broker does not answer (${url}: ${error.message})`,
        remedy: 'see that it runs and takes clients without a password',
      },
    ]);
  });
  const { host } = new URL(url);
  const writer = new CassetteWriter(out, { source: 'mqtt', address: host, clock });
  let last = 0;
  const ended = end.wait(() => writer.messages);
  client.on('message', (topic, payload, { qos, retain }) => {
    if (end.isOver(writer.messages)) return;
    const now = Date.now();
    last = clock === 'arrival' ? now : (statedTime(payload) ?? (last || now));
    writer.add(mqttRecordOf(last, topic, payload, { qos, retain }));
    end.heard();
  });
  client.once('close', () => end.stop());
  try {
    await client.subscribeAsync([...topics], { qos: 1 });
    await ended;
  } finally {
    await client.endAsync(true);
    writer.close();
  }
  return { messages: writer.messages, span: writer.span_s };
}

/** Unix time that a message states of itself, ms. */
function statedTime(payload: Buffer): number | undefined {
  if (payload[0] !== 0x7b) return undefined;
  try {
    const body = JSON.parse(payload.toString()) as Record<string, unknown>;
    for (const field of TIME_FIELDS) {
      const value = body[field];
      const time = typeof value === 'string' ? Date.parse(value) : value;
      if (typeof time === 'number' && Number.isFinite(time) && time > 0) return time;
    }
  } catch {
    // No JSON: it states no time.
  }
  return undefined;
}
