/** Watches what waits in each connection's send buffer, and cuts visitors that do not drain. */
import type { Socket } from 'node:net';

export interface DrainLimits {
  /** Wall time without a byte leaving, after which a visitor is cut. */
  readonly stalled_ms: number;
  /** Bytes waiting for a visitor, beyond which it is cut. */
  readonly waiting_bytes: number;
}

export interface Watched {
  readonly id: string;
  readonly socket: Socket;
  /** True for clients enrolled in the run: they are never cut. */
  readonly enrolled: () => boolean;
}

interface Seen {
  sent: number;
  since: number;
}

const LOOK_MS = 200;

/** What Node's sockets know beyond their types. */
interface Inside {
  readonly _bytesDispatched?: number;
  readonly _handle?: { readonly writeQueueSize?: number } | null;
}

/** Bytes that have left: whole writes, and where Node tells it the begun part of the present one. */
function sentBytes(socket: Socket): number {
  const { _bytesDispatched: dispatched, _handle: handle } = socket as unknown as Inside;
  if (dispatched !== undefined && handle?.writeQueueSize !== undefined) {
    return dispatched - handle.writeQueueSize;
  }
  return socket.bytesWritten - socket.writableLength;
}

export class DrainWatch {
  /** Visitors cut so far. */
  cut = 0;
  private readonly limits: DrainLimits;
  private readonly watched = new Map<Watched, Seen>();
  private readonly timer: NodeJS.Timeout;

  constructor(limits: DrainLimits) {
    this.limits = limits;
    this.timer = setInterval(() => this.look(), LOOK_MS);
    this.timer.unref();
  }

  add(one: Watched): void {
    this.watched.set(one, { sent: sentBytes(one.socket), since: performance.now() });
    one.socket.once('close', () => this.watched.delete(one));
  }

  /** Cuts those beyond a limit; called now and then, and after each batch. */
  look(): void {
    const now = performance.now();
    for (const [one, seen] of this.watched) {
      const { socket } = one;
      const sent = sentBytes(socket);
      if (socket.writableLength === 0 || sent > seen.sent || one.enrolled()) {
        seen.sent = sent;
        seen.since = now;
        if (socket.writableLength <= this.limits.waiting_bytes || one.enrolled()) continue;
      }
      const stalled = now - seen.since >= this.limits.stalled_ms;
      if (!stalled && socket.writableLength <= this.limits.waiting_bytes) continue;
      this.cut += 1;
      this.watched.delete(one);
      socket.destroy(new Error(stalled ? 'does not drain' : 'too much is waiting'));
    }
  }

  close(): void {
    clearInterval(this.timer);
    this.watched.clear();
  }
}
