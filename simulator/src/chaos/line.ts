/** Bytes on their way out of a socket: late, slow, in pieces, cut off or never. */
import type { Socket } from 'node:net';

/** What stands on a connection. */
export interface LineFaults {
  /** Wall time that bytes take, ms, and by how much it varies. */
  readonly delay_ms: number;
  readonly jitter_ms: number;
  /** Bytes a second. */
  readonly rate: number;
  /** Bytes of a segment, and wall time between two. */
  readonly segment: number;
  readonly pause_ms: number;
  /** Reset so long after the first byte; Infinity = never. */
  readonly reset_ms: number;
  /** Nothing goes out any more. */
  readonly hang: boolean;
  /** Bytes after which the connection ends. */
  readonly limit: number;
}

/** A line on which nothing stands. */
export const SOUND: LineFaults = {
  delay_ms: 0,
  jitter_ms: 0,
  rate: Number.POSITIVE_INFINITY,
  segment: Number.POSITIVE_INFINITY,
  pause_ms: 0,
  reset_ms: Number.POSITIVE_INFINITY,
  hang: false,
  limit: Number.POSITIVE_INFINITY,
};

type Done = (error?: Error | null) => void;

interface Piece {
  readonly bytes: Buffer;
  readonly due: number;
  readonly done: Done | undefined;
}

/** Bytes waiting on a line beyond which the writer is told to wait. */
const HIGH_WATER = 64 * 1024;

/**
 * Puts `faults` before everything that is written to `socket`; asked anew at each write, undefined
 * = none. `draw` gives the jitter of each write, 0–1.
 */
export function shapeLine(
  socket: Socket,
  faults: () => LineFaults | undefined,
  draw: () => number,
): void {
  const line = new Line(socket, draw);
  const write = socket.write.bind(socket) as Line['write'];
  const end = socket.end.bind(socket) as (...all: unknown[]) => Socket;
  const soon = socket.destroySoon.bind(socket);
  line.write = write;
  socket.write = ((chunk: string | Uint8Array, encoding?: unknown, callback?: Done): boolean => {
    const now = faults();
    const done = typeof encoding === 'function' ? (encoding as Done) : callback;
    if (!now && line.isEmpty) {
      line.sent += chunk.length;
      return write(chunk, encoding as never, callback);
    }
    return line.add(Buffer.from(chunk as string), now ?? SOUND, done);
  }) as Socket['write'];
  // What still waits goes out before the connection ends by itself.
  socket.end = ((...all: unknown[]) => {
    line.flush();
    return end(...all);
  }) as Socket['end'];
  socket.destroySoon = () => {
    line.flush();
    soon();
  };
  socket.once('close', () => line.close());
}

class Line {
  write!: (chunk: string | Uint8Array, encoding?: unknown, done?: Done) => boolean;
  sent = 0;
  private readonly socket: Socket;
  private readonly draw: () => number;
  private readonly waiting: Piece[] = [];
  private bytes = 0;
  /** When the last byte that waits will have gone. */
  private free = 0;
  private timer: NodeJS.Timeout | undefined;
  private reset: NodeJS.Timeout | undefined;

  constructor(socket: Socket, draw: () => number) {
    this.socket = socket;
    this.draw = draw;
  }

  get isEmpty(): boolean {
    return this.waiting.length === 0;
  }

  add(bytes: Buffer, faults: LineFaults, done: Done | undefined): boolean {
    const { socket } = this;
    if (socket.destroyed) return false;
    if (faults.reset_ms === 0) {
      socket.resetAndDestroy();
      done?.(null);
      return false;
    }
    if (Number.isFinite(faults.reset_ms)) {
      this.reset ??= setTimeout(() => socket.resetAndDestroy(), faults.reset_ms);
    }
    if (faults.hang) {
      // Swallowed: for the writer they are gone.
      done?.(null);
      return true;
    }
    const left = faults.limit - this.sent - this.bytes;
    this.enqueue(left < bytes.length ? bytes.subarray(0, Math.max(0, left)) : bytes, faults, done);
    this.run();
    if (left < bytes.length) socket.destroySoon();
    return this.bytes < HIGH_WATER;
  }

  private enqueue(bytes: Buffer, faults: LineFaults, done: Done | undefined): void {
    const now = performance.now();
    const lag = faults.delay_ms + faults.jitter_ms * (2 * this.draw() - 1);
    let due = Math.max(this.free, now + Math.max(0, lag));
    const size = Math.min(faults.segment, rateStep(faults.rate));
    for (let at = 0; at < bytes.length; ) {
      const piece = bytes.subarray(at, Math.min(bytes.length, at + size));
      at += piece.length;
      due += (1000 * piece.length) / faults.rate;
      this.waiting.push({ bytes: piece, due, done: at < bytes.length ? undefined : done });
      due += at < bytes.length ? faults.pause_ms : 0;
    }
    if (bytes.length === 0) done?.(null);
    this.bytes += bytes.length;
    this.free = due;
  }

  private run(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    const now = performance.now();
    let wrote = false;
    for (;;) {
      const [first] = this.waiting;
      // Two pieces in one turn would share a segment.
      if (!first || first.due > now + 0.5 || (wrote && first.due > now - 0.5)) break;
      this.go();
      wrote = true;
    }
    const [next] = this.waiting;
    if (next) this.timer = setTimeout(() => this.run(), Math.max(1, next.due - now));
    else if (wrote) setImmediate(() => this.socket.emit('drain'));
  }

  private go(): void {
    const piece = this.waiting.shift()!;
    this.bytes -= piece.bytes.length;
    this.sent += piece.bytes.length;
    if (this.socket.writable) this.write(piece.bytes, undefined, piece.done ?? undefined);
    else piece.done?.(new Error('closed'));
  }

  flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    while (this.waiting.length > 0) this.go();
  }

  close(): void {
    clearTimeout(this.timer);
    clearTimeout(this.reset);
    for (const { done } of this.waiting.splice(0)) done?.(new Error('closed'));
  }
}

/** Bytes of a piece on a narrow line: what goes through in 20 ms, at least one. */
function rateStep(rate: number): number {
  return Number.isFinite(rate) ? Math.max(1, Math.floor(rate / 50)) : rate;
}
