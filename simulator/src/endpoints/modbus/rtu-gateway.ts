/** RTU frames over TCP, as serial converters carry them: one port, the same units. */
import { createServer, type Server, type Socket } from 'node:net';
import type { UnitImage } from '../../devices/register-image.js';
import { type ListenAt, listen } from '../listen.js';
import { createRtuServer, type Serve, type WriteEvent } from './jsmodbus-server.js';
import { checkRequest } from './request-check.js';
import { hasCrc, requestSize, withCrc } from './rtu-frame.js';

const LARGEST_FRAME = 256;

export interface RtuOptions {
  readonly unit: (unit: number) => UnitImage | undefined;
  readonly written: (event: WriteEvent) => void;
  readonly shut: () => boolean;
  readonly idle_ms: number;
}

/**
 * A line that answers one request at a time. What is damaged is dropped without a word, as on a
 * serial line: there is no length to trust, so everything that has arrived is dropped with it.
 */
export class RtuGateway {
  port = 0;
  private readonly server: Server;
  private readonly open = new Set<Socket>();

  constructor(options: RtuOptions) {
    this.server = createServer({ noDelay: true }, (socket) => {
      this.open.add(socket);
      socket.on('error', () => socket.destroy());
      socket.once('close', () => this.open.delete(socket));
      if (options.idle_ms > 0) socket.setTimeout(options.idle_ms, () => socket.end());
      serveLine(socket, options);
    });
  }

  async listen(at: ListenAt): Promise<void> {
    this.port = await listen(this.server, at);
    this.server.on('error', () => undefined);
  }

  async close(): Promise<void> {
    if (!this.server.listening) return;
    const closed = new Promise<void>((resolve) => this.server.close(() => resolve()));
    for (const socket of this.open) socket.destroy();
    await closed;
  }
}

function serveLine(socket: Socket, options: RtuOptions): void {
  const serve = createRtuServer(options);
  let rest: Buffer = Buffer.alloc(0);
  socket.on('data', (chunk: Buffer) => {
    rest = Buffer.concat([rest, chunk]);
    for (;;) {
      const size = requestSize(rest);
      if (size === 0 || (size > 0 && size <= LARGEST_FRAME && rest.length < size)) return;
      const frame = rest.subarray(0, size > 0 ? size : rest.length);
      const whole = frame.length >= 4 && frame.length <= LARGEST_FRAME && hasCrc(frame);
      rest = whole ? Buffer.from(rest.subarray(frame.length)) : Buffer.alloc(0);
      if (!whole || options.shut()) return;
      const reply = answer(frame, options, serve);
      if (reply && !socket.write(reply)) socket.pause();
    }
  });
  socket.on('drain', () => socket.resume());
}

/** Unknown units are silent: on a line nobody speaks for another. */
function answer(frame: Buffer, options: RtuOptions, serve: Serve): Buffer | undefined {
  const image = options.unit(frame[0]!);
  if (!image) return undefined;
  const wrong = checkRequest(frame, 1, frame.length - 3, image);
  if (wrong === 0) return serve(frame);
  return withCrc(Buffer.from([frame[0]!, frame[1]! | 0x80, wrong]));
}
