/** RTU frames over TCP, as serial converters carry them: one port, the same units. */
import { createServer, type Server, type Socket } from 'node:net';
import { PlantError } from '@plant47/contract';
import type { UnitImage } from '../../devices/register-image.js';
import { type ListenAt, listen } from '../listen.js';
import type { WireLog } from '../wire-log.js';
import type { GatewayLimits } from './gateway.js';
import { createRtuServer, type Serve } from './jsmodbus-server.js';
import { checkRequest, EXCEPTION } from './request-check.js';
import { hasCrc, requestSize, withCrc } from './rtu-frame.js';
import type { Written } from './unit-writes.js';

const LARGEST_FRAME = 256;

export interface RtuOptions {
  readonly unit: (unit: number) => UnitImage | undefined;
  readonly written: Written;
  readonly shut: () => boolean;
  readonly limits: GatewayLimits;
  /** Absent = everybody on this computer. */
  readonly allow: ((address: string) => boolean) | undefined;
  readonly log: WireLog | undefined;
}

/**
 * A line that answers one request at a time. What is damaged is dropped without a word, as on a
 * serial line: there is no length to trust, so everything that has arrived is dropped with it.
 * No clock parts the frames: a request may come as slowly as it likes, and what a master left
 * unfinished is dropped when a whole request arrives behind it.
 */
export class RtuGateway {
  port = 0;
  private readonly server: Server;
  private readonly open = new Set<Socket>();

  constructor(options: RtuOptions) {
    this.server = createServer({ noDelay: true }, (socket) => {
      socket.on('error', () => socket.destroy());
      const { limits, allow } = options;
      const stranger = allow && !allow(socket.remoteAddress ?? '');
      if (stranger || (this.open.size >= limits.connections && !this.makeRoom(limits))) {
        socket.destroy();
        return;
      }
      options.log?.tap(socket, 'modbus-rtu');
      this.open.add(socket);
      socket.once('close', () => this.open.delete(socket));
      if (limits.idle_ms > 0) socket.setTimeout(limits.idle_ms, () => socket.end());
      serveLine(socket, options);
    });
  }

  async listen(at: ListenAt): Promise<void> {
    this.port = await listen(this.server, at);
    this.server.on('error', () => undefined);
  }

  /** Closes the oldest connection, where the policy says so. */
  private makeRoom({ overflow }: GatewayLimits): boolean {
    const [oldest] = this.open;
    if (overflow !== 'close-oldest' || !oldest) return false;
    this.open.delete(oldest);
    oldest.destroy();
    return true;
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
    rest = rest.length === 0 || isWhole(chunk) ? chunk : Buffer.concat([rest, chunk]);
    for (;;) {
      const size = requestSize(rest);
      if (size === 0 || (size > 0 && size <= LARGEST_FRAME && rest.length < size)) return;
      // A function that nobody knows ends where the bytes do.
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

/** True where a request that is whole begins the bytes. */
function isWhole(bytes: Buffer): boolean {
  const size = requestSize(bytes);
  return size > 0 && size <= bytes.length && hasCrc(bytes.subarray(0, size));
}

/** Unknown units are silent: on a line nobody speaks for another. */
function answer(frame: Buffer, options: RtuOptions, serve: Serve): Buffer | undefined {
  const image = options.unit(frame[0]!);
  if (!image) return undefined;
  const wrong = checkRequest(frame, 1, frame.length - 3, image);
  const exception = (code: number): Buffer =>
    withCrc(Buffer.from([frame[0]!, frame[1]! | 0x80, code]));
  if (wrong !== 0) return exception(wrong);
  try {
    return serve(frame);
  } catch (error) {
    if (error instanceof PlantError) return exception(EXCEPTION.failure);
    throw error;
  }
}
