/** What clients do, read from the bytes of the wire log: Modbus exchanges, MQTT packets. */
import type { WireEntry } from '@plant47/simulator';

interface At {
  readonly wallTs: number;
  readonly simTs: number;
  readonly connection: number;
  /** MQTT: the client id; Modbus, which has no names: the address. */
  readonly client: string;
}

/** A Modbus request, with its answer once there is one. */
export interface ModbusRequest extends At {
  readonly type: 'request';
  readonly port: number;
  readonly transaction: number;
  readonly unit: number;
  readonly fc: number;
  /** 0-based; NaN where the function has none. */
  readonly address: number;
  readonly count: number;
}

export type ClientEvent =
  | ModbusRequest
  | (At & { readonly type: 'answer'; readonly request: ModbusRequest; readonly ok: boolean })
  | (At & { readonly type: 'connect' | 'subscribe' })
  | (At & { readonly type: 'publish'; readonly topic: string; readonly payload: string })
  | (At & {
      readonly type: 'close';
      readonly protocol: WireEntry['protocol'];
      readonly port: number;
      readonly by: NonNullable<WireEntry['by']>;
    });

/** Functions that read, 1–4; functions that write, 5, 6, 15, 16, 22. One of 23 is seen as two. */
export const isRead = ({ fc }: ModbusRequest): boolean => fc >= 1 && fc <= 4;
export const isWrite = ({ fc }: ModbusRequest): boolean => [5, 6, 15, 16, 22].includes(fc);

interface Connection {
  in: Buffer;
  out: Buffer;
  client: string;
  /** Requests that are not answered yet, oldest first. */
  readonly open: ModbusRequest[];
}

/** Requests of one connection that wait for an answer, at most. */
const OPEN_MAX = 64;
const EMPTY = Buffer.alloc(0);

/** Turns entries, in their order, into what clients did. */
export class WireReader {
  private readonly connections = new Map<number, Connection>();

  take(entry: WireEntry): ClientEvent[] {
    const { connection, kind, protocol, client, server } = entry;
    let known = this.connections.get(connection);
    if (!known) {
      known = { in: EMPTY, out: EMPTY, client: client.host, open: [] };
      this.connections.set(connection, known);
    }
    if (kind === 'open') return [];
    if (kind === 'close') {
      this.connections.delete(connection);
      const by = entry.by ?? 'client';
      return [{ ...at(entry, known), type: 'close', protocol, port: server.port, by }];
    }
    if (protocol === 'modbus-rtu') return [];
    if (protocol === 'modbus') return kind === 'in' ? asked(entry, known) : answered(entry, known);
    return kind === 'in' ? mqttPackets(entry, known) : [];
  }
}

const at = ({ wallTs, simTs, connection }: WireEntry, { client }: Connection): At => ({
  wallTs,
  simTs,
  connection,
  client,
});

function* adus(bytes: Buffer): Generator<Buffer, Buffer> {
  let from = 0;
  while (bytes.length - from >= 8) {
    const size = 6 + bytes.readUInt16BE(from + 4);
    if (size < 8 || size > 260) return EMPTY;
    if (bytes.length - from < size) break;
    yield bytes.subarray(from, from + size);
    from += size;
  }
  return bytes.subarray(from);
}

function asked(entry: WireEntry, known: Connection): ClientEvent[] {
  const found: ClientEvent[] = [];
  const frames = adus(Buffer.concat([known.in, entry.bytes]));
  for (let next = frames.next(); ; next = frames.next()) {
    if (next.done) {
      known.in = next.value;
      return found;
    }
    const frame = next.value;
    const fc = frame[7] ?? 0;
    const placed = frame.length >= 12;
    const single = fc === 5 || fc === 6 || fc === 22;
    const request: ModbusRequest = {
      ...at(entry, known),
      type: 'request',
      port: entry.server.port,
      transaction: frame.readUInt16BE(0),
      unit: frame[6] ?? 0,
      fc,
      address: placed ? frame.readUInt16BE(8) : Number.NaN,
      count: single ? 1 : placed ? frame.readUInt16BE(10) : 0,
    };
    known.open.push(request);
    if (known.open.length > OPEN_MAX) known.open.shift();
    if (fc === 23 && frame.length >= 16) {
      const [address, count] = [frame.readUInt16BE(12), frame.readUInt16BE(14)];
      found.push({ ...request, fc: 3 }, { ...request, fc: 16, address, count });
    } else found.push(request);
  }
}

function answered(entry: WireEntry, known: Connection): ClientEvent[] {
  const found: ClientEvent[] = [];
  const frames = adus(Buffer.concat([known.out, entry.bytes]));
  for (let next = frames.next(); ; next = frames.next()) {
    if (next.done) {
      known.out = next.value;
      return found;
    }
    const answer = next.value;
    const transaction = answer.readUInt16BE(0);
    // A client knows its answer by transaction and unit; one that fits neither is none.
    const place = known.open.findIndex(
      (one) => one.transaction === transaction && one.unit === answer[6],
    );
    const [request] = place < 0 ? [] : known.open.splice(place, 1);
    const ok = ((answer[7] ?? 0x80) & 0x80) === 0;
    if (request) found.push({ ...at(entry, known), type: 'answer', request, ok });
  }
}

const CONNECT = 1;
const PUBLISH = 3;
const SUBSCRIBE = 8;
/** Largest packet that is read, bytes; the broker cuts whoever sends a larger one. */
const LARGEST = 16 * 1024 * 1024;

function mqttPackets(entry: WireEntry, known: Connection): ClientEvent[] {
  const found: ClientEvent[] = [];
  let bytes = known.in.length > 0 ? Buffer.concat([known.in, entry.bytes]) : entry.bytes;
  for (;;) {
    const size = packetSize(bytes);
    if (size === undefined || size.head + size.body > bytes.length) break;
    const body = bytes.subarray(size.head, size.head + size.body);
    const type = (bytes[0] ?? 0) >> 4;
    if (type === CONNECT) {
      // Protocol name, level, flags and keep-alive stand before the client id.
      const id = textAt(body, 2 + body.readUInt16BE(0) + 4);
      known.client = id === '' ? `${known.client} connection ${entry.connection}` : id;
      found.push({ ...at(entry, known), type: 'connect' });
    } else if (type === PUBLISH) {
      const qos = ((bytes[0] ?? 0) >> 1) & 3;
      const topic = textAt(body, 0);
      const payload = body.toString('utf8', 2 + body.readUInt16BE(0) + (qos > 0 ? 2 : 0));
      found.push({ ...at(entry, known), type: 'publish', topic, payload });
    } else if (type === SUBSCRIBE) found.push({ ...at(entry, known), type: 'subscribe' });
    bytes = bytes.subarray(size.head + size.body);
  }
  known.in = bytes.length > LARGEST ? EMPTY : bytes;
  return found;
}

/** Bytes of the fixed header and of the rest; undefined where they are not all here. */
function packetSize(bytes: Buffer): { head: number; body: number } | undefined {
  let body = 0;
  for (let i = 1, factor = 1; i <= 4; i++, factor *= 128) {
    const digit = bytes[i];
    if (digit === undefined) return undefined;
    body += (digit & 127) * factor;
    if (digit < 128) return { head: i + 1, body };
  }
  return undefined;
}

const textAt = (bytes: Buffer, from: number): string =>
  from + 2 > bytes.length
    ? ''
    : bytes.toString('utf8', from + 2, from + 2 + bytes.readUInt16BE(from));
