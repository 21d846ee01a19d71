/** Watches what waits in each connection's send buffer, and cuts visitors that do not drain. */
import type { Connection } from './connection.js';

export interface DrainLimits {
  /** Wall time without a byte leaving, after which a visitor is cut. */
  readonly stalled_ms: number;
  /** Bytes waiting for a visitor, beyond which it is cut. */
  readonly waiting_bytes: number;
}

export interface Watched {
  readonly id: string;
  readonly connection: Connection;
  /** True for clients enrolled in the run: they are never cut. */
  readonly enrolled: () => boolean;
}

interface Seen {
  sent: number;
  since: number;
}

const LOOK_MS = 200;

export class DrainWatch {
  /** Visitors cut so far. */
  cut = 0;
  /** Messages that were waiting for them. */
  lost = 0;
  private readonly limits: DrainLimits;
  private readonly watched = new Map<Watched, Seen>();
  private readonly timer: NodeJS.Timeout;

  constructor(limits: DrainLimits) {
    this.limits = limits;
    this.timer = setInterval(() => this.look(), LOOK_MS);
    this.timer.unref();
  }

  add(one: Watched): void {
    this.watched.set(one, { sent: one.connection.sent_bytes, since: performance.now() });
    one.connection.socket.once('close', () => this.watched.delete(one));
  }

  /** Cuts those beyond a limit; called now and then, and after each batch. */
  look(): void {
    const now = performance.now();
    for (const [one, seen] of this.watched) {
      const { sent_bytes: sent, waiting_bytes: waiting, socket } = one.connection;
      if (waiting === 0 || sent > seen.sent || one.enrolled()) {
        seen.sent = sent;
        seen.since = now;
        if (waiting <= this.limits.waiting_bytes || one.enrolled()) continue;
      }
      const stalled = now - seen.since >= this.limits.stalled_ms;
      if (!stalled && waiting <= this.limits.waiting_bytes) continue;
      this.cut += 1;
      this.lost += one.connection.waiting_messages;
      this.watched.delete(one);
      socket.destroy(new Error(stalled ? 'does not drain' : 'too much is waiting'));
    }
  }

  close(): void {
    clearInterval(this.timer);
    this.watched.clear();
  }
}
