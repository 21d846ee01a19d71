/** One client's connection: what waits for it, what has left, and whether it has stopped reading. */
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';

/** Wall time without a byte leaving, after which nobody waits for a reader (judgement). */
const STALL_MS = 20;
const LOOK_MS = 5;

/** What Node's sockets know beyond their types. */
interface Inside {
  readonly _bytesDispatched?: number;
  readonly _handle?: { readonly writeQueueSize?: number } | null;
}

/** A write whose messages have not all left. */
interface Begun {
  /** Bytes that will have left when it is done. */
  readonly end: number;
  readonly messages: number;
}

/** MQTT goes over `stream`; its bytes leave by `socket`, which may be the same. */
export class Connection {
  readonly stream: Duplex;
  readonly socket: Socket;
  private sent = 0;
  private waited = false;
  private since = performance.now();
  private readonly listeners = new Set<() => void>();
  private timer: NodeJS.Timeout | undefined;
  private begun: Begun[] = [];

  constructor(stream: Duplex, socket: Socket) {
    this.stream = stream;
    this.socket = socket;
    socket.once('close', () => this.release());
  }

  /** Bytes that have not left this process. */
  get waiting_bytes(): number {
    return Math.max(this.stream.writableLength, this.socket.writableLength);
  }

  /** Bytes that have left: whole writes, and where Node tells it the begun part of the last. */
  get sent_bytes(): number {
    const { _bytesDispatched: dispatched, _handle: handle } = this.socket as unknown as Inside;
    if (dispatched !== undefined && handle?.writeQueueSize !== undefined) {
      return dispatched - handle.writeQueueSize;
    }
    return this.socket.bytesWritten - this.socket.writableLength;
  }

  /** True where bytes wait and none has left for a while. */
  stalled(): boolean {
    const sent = this.sent_bytes;
    const waits = this.waiting_bytes > 0;
    const now = performance.now();
    if (sent !== this.sent || !waits || !this.waited) this.since = now;
    this.sent = sent;
    this.waited = waits;
    return waits && now - this.since >= STALL_MS;
  }

  /** Calls back once, when the reader stalls or is gone; returns how to stop waiting for that. */
  onStall(then: () => void): () => void {
    this.listeners.add(then);
    this.timer ??= setInterval(() => {
      if (this.listeners.size === 0) this.stopLooking();
      else if (this.stalled()) this.release();
    }, LOOK_MS);
    return () => this.listeners.delete(then);
  }

  /** Notes that this many messages were written just now. */
  wrote(messages: number): void {
    const sent = this.sent_bytes;
    const first = this.begun.findIndex(({ end }) => end > sent);
    this.begun = first < 0 ? [] : this.begun.slice(first);
    if (this.waiting_bytes > 0) this.begun.push({ end: sent + this.waiting_bytes, messages });
  }

  /** Messages of ours that have not all left: lost where the connection ends now. */
  get waiting_messages(): number {
    const sent = this.sent_bytes;
    return this.begun.reduce((sum, { end, messages }) => sum + (end > sent ? messages : 0), 0);
  }

  private release(): void {
    this.stopLooking();
    const all = [...this.listeners];
    this.listeners.clear();
    for (const then of all) then();
  }

  private stopLooking(): void {
    clearInterval(this.timer);
    this.timer = undefined;
  }
}
