/** A subscriber that notes every packet as it comes, with nothing between it and the socket. */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** A PUBLISH as it came. */
export interface Packet {
  /** Wall time of the chunk in which it came, ms. */
  readonly wall_ms: number;
  readonly topic: string;
  readonly payload: Buffer;
  readonly retained: boolean;
}

export interface RawSubscriber extends AsyncDisposable {
  /** What the other side did to the connection so far: `end`, `close`, an error's code. */
  readonly events: readonly string[];
}

const CONNECT = Buffer.from([0x10, 16, 0, 4, 77, 81, 84, 84, 4, 2, 0, 0, 0, 4, 108, 111, 111, 107]);
const SUBSCRIBE_ALL = Buffer.from([0x82, 6, 0, 1, 0, 1, 35, 0]);
const SUBACK = 9;
const PUBLISH = 3;

/** Subscribes to everything; resolves once the broker has agreed. */
export async function subscribeRaw(
  port: number,
  take: (packet: Packet) => void,
): Promise<RawSubscriber> {
  const socket = connect({ host: '127.0.0.1', port, noDelay: true });
  const events: string[] = [];
  socket.on('error', (error: NodeJS.ErrnoException) => events.push(error.code ?? 'error'));
  socket.on('end', () => events.push('end'));
  socket.on('close', () => events.push('close'));
  await once(socket, 'connect');
  const agreed = readPackets(socket, take);
  socket.write(Buffer.concat([CONNECT, SUBSCRIBE_ALL]));
  await agreed;
  return {
    events,
    [Symbol.asyncDispose]: async () => {
      if (socket.closed) return;
      const closed = once(socket, 'close');
      socket.destroy();
      await closed;
    },
  };
}

function readPackets(socket: Socket, take: (packet: Packet) => void): Promise<void> {
  let rest: Buffer = Buffer.alloc(0);
  return new Promise((resolve) => {
    socket.on('data', (chunk) => {
      const wall_ms = performance.now();
      let bytes = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk;
      for (;;) {
        const size = sizeOf(bytes);
        if (!size || bytes.length < size.head + size.body) break;
        const type = bytes[0]! >> 4;
        const body = bytes.subarray(size.head, size.head + size.body);
        if (type === SUBACK) resolve();
        if (type === PUBLISH) take({ wall_ms, ...published(body, bytes[0]!) });
        bytes = bytes.subarray(size.head + size.body);
      }
      rest = bytes;
    });
  });
}

function published(body: Buffer, head: number): Omit<Packet, 'wall_ms'> {
  const end = 2 + body.readUInt16BE(0);
  const start = (head & 6) === 0 ? end : end + 2;
  return {
    topic: body.toString('utf8', 2, end),
    payload: body.subarray(start),
    retained: (head & 1) === 1,
  };
}

function sizeOf(bytes: Buffer): { head: number; body: number } | undefined {
  let body = 0;
  for (let i = 1, factor = 1; i <= 4; i++, factor *= 128) {
    const digit = bytes[i];
    if (digit === undefined) return undefined;
    body += (digit & 127) * factor;
    if (digit < 128) return { head: i + 1, body };
  }
  return undefined;
}
