/** What went over the plant's sockets, as it was seen there: bounded, for judging and for pcap. */
import type { Socket } from 'node:net';

export type WireProtocol = 'modbus' | 'modbus-rtu' | 'mqtt';

/** One side of a connection. */
export interface WireEnd {
  readonly host: string;
  readonly port: number;
}

/** Something that happened on a connection, seen from the plant: `in` comes from the client. */
export interface WireEntry {
  /** Unix milliseconds of wall time, with fractions. */
  readonly wallTs: number;
  /** Unix milliseconds of simulated time. */
  readonly simTs: number;
  readonly protocol: WireProtocol;
  /** Number of the connection, from 1. */
  readonly connection: number;
  readonly client: WireEnd;
  readonly server: WireEnd;
  readonly kind: 'open' | 'in' | 'out' | 'close';
  /** Empty for open and close. */
  readonly bytes: Buffer;
  /** Of a close: who ended it; `reset` = the plant, without a word. */
  readonly by?: 'client' | 'plant' | 'reset';
}

/** Bytes kept where nothing else is asked for. */
const KEPT_BYTES = 16 * 1024 * 1024;
/** What an entry costs beside its bytes. */
const ENTRY_BYTES = 200;
const NOTHING = Buffer.alloc(0);

const wallNow = (): number => performance.timeOrigin + performance.now();

/** A ring of entries: the oldest go first; listeners see all. */
export class WireLog {
  /** Entries that are no longer kept. */
  dropped = 0;
  /** Simulated Unix time now, ms; the host sets it. */
  simNow: () => number = () => 0;
  private readonly limit: number;
  private ring: WireEntry[] = [];
  /** First entry of `ring` that is still kept. */
  private head = 0;
  private size = 0;
  private connections = 0;
  private readonly listeners = new Set<(entry: WireEntry) => void>();

  constructor(limit_bytes = KEPT_BYTES) {
    this.limit = limit_bytes;
  }

  /** What is kept, oldest first. */
  entries(): readonly WireEntry[] {
    return this.ring.slice(this.head);
  }

  /** Calls `listener` with each entry from now on; returns how to stop it. */
  onEntry(listener: (entry: WireEntry) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Logs a connection from here to its end; call it before anything is read or written. */
  tap(socket: Socket, protocol: WireProtocol): void {
    const same = {
      protocol,
      connection: ++this.connections,
      client: { host: plain(socket.remoteAddress), port: socket.remotePort ?? 0 },
      server: { host: plain(socket.localAddress), port: socket.localPort ?? 0 },
    };
    const add = (kind: WireEntry['kind'], bytes: Buffer, by?: WireEntry['by']): void => {
      const stamps = { wallTs: wallNow(), simTs: this.simNow() };
      this.add({ ...stamps, ...same, kind, bytes, ...(by !== undefined && { by }) });
    };
    add('open', NOTHING);
    const { push, destroy } = socket;
    const write = socket.write as (...all: unknown[]) => boolean;
    const end = socket.end as (...all: unknown[]) => Socket;
    let by: 'client' | 'plant' | undefined;
    socket.push = (chunk, encoding) => {
      if (chunk === null) by ??= 'client';
      else add('in', Buffer.from(chunk));
      return push.call(socket, chunk, encoding);
    };
    socket.write = (chunk: string | Uint8Array, ...rest: unknown[]) => {
      add('out', Buffer.from(chunk as string));
      return write.call(socket, chunk, ...rest);
    };
    socket.end = ((...all: unknown[]) => {
      by ??= 'plant';
      return end.apply(socket, all);
    }) as Socket['end'];
    socket.destroy = (error) => {
      // A peer that vanishes is destroyed by Node, with the error that it got.
      if ((error as NodeJS.ErrnoException | undefined)?.syscall) by ??= 'client';
      return destroy.call(socket, error);
    };
    socket.once('close', () => add('close', NOTHING, by ?? 'reset'));
  }

  private add(entry: WireEntry): void {
    this.ring.push(entry);
    this.size += entry.bytes.length + ENTRY_BYTES;
    while (this.size > this.limit && this.head < this.ring.length - 1) {
      this.size -= this.ring[this.head]!.bytes.length + ENTRY_BYTES;
      this.head += 1;
      this.dropped += 1;
    }
    if (this.head > 4096 && this.head > this.ring.length / 2) {
      this.ring = this.ring.slice(this.head);
      this.head = 0;
    }
    for (const listener of this.listeners) listener(entry);
  }
}

/** An IPv4 address that came as IPv6. */
const plain = (address: string | undefined): string =>
  (address ?? '0.0.0.0').replace(/^::ffff:/, '').replace(/^::1$/, '127.0.0.1');
