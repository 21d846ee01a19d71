/** MQTT 3.1.1 packets by hand, for clients that do what a library would not. */
import { connect, type Socket } from 'node:net';

const text = (value: string): Buffer => {
  const bytes = Buffer.from(value);
  return Buffer.concat([Buffer.from([bytes.length >> 8, bytes.length & 0xff]), bytes]);
};

function packet(head: number, ...parts: Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  const length: number[] = [];
  for (let n = body.length; n > 0 || length.length === 0; n = Math.floor(n / 128)) {
    length.push(n >= 128 ? (n % 128) | 0x80 : n);
  }
  return Buffer.concat([Buffer.from([head, ...length]), body]);
}

export const SUBACK = 0x90;
export const PUBLISH = 0x30;

export const connectPacket = (id: string, clean = true): Buffer =>
  packet(0x10, text('MQTT'), Buffer.from([4, clean ? 2 : 0, 0, 60]), text(id));
export const subscribePacket = (filter: string, qos = 0): Buffer =>
  packet(0x82, Buffer.from([0, 1]), text(filter), Buffer.from([qos]));
export const publishPacket = (topic: string, payload: string): Buffer =>
  packet(PUBLISH, text(topic), Buffer.from(payload));

export interface Received {
  readonly head: number;
  readonly body: Buffer;
}

/** A raw client: `next` gives packet after packet, or undefined at the end. */
export class RawClient {
  readonly socket: Socket;
  private bytes = Buffer.alloc(0);
  private chunks: Buffer[] = [];
  private waiting = 0;
  /** Bytes that must be here before there is anything to take. */
  private needed = 2;
  private wake: () => void = () => undefined;

  constructor(port: number) {
    this.socket = connect({ host: '127.0.0.1', port, noDelay: true });
    this.socket.on('error', () => undefined);
    this.socket.on('close', () => this.wake());
    this.socket.on('data', (chunk) => {
      this.chunks.push(chunk);
      this.waiting += chunk.length;
      if (this.bytes.length + this.waiting >= this.needed) this.wake();
    });
  }

  send(...packets: Buffer[]): void {
    this.socket.write(Buffer.concat(packets));
  }

  async next(): Promise<Received | undefined> {
    for (;;) {
      const one = this.take();
      if (one || this.socket.destroyed) return one;
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
    }
  }

  private take(): Received | undefined {
    if (this.bytes.length + this.waiting < this.needed) return undefined;
    if (this.waiting > 0) this.bytes = Buffer.concat([this.bytes, ...this.chunks.splice(0)]);
    this.waiting = 0;
    this.needed = this.bytes.length + 1;
    let length = 0;
    let at = 1;
    for (let factor = 1; ; factor *= 128, at++) {
      const digit = this.bytes[at];
      if (digit === undefined) return undefined;
      length += (digit & 127) * factor;
      if (digit < 128) break;
    }
    const end = at + 1 + length;
    this.needed = end;
    if (this.bytes.length < end) return undefined;
    this.needed = 2;
    const one = { head: this.bytes[0]!, body: this.bytes.subarray(at + 1, end) };
    this.bytes = this.bytes.subarray(end);
    return one;
  }
}

/** Topic and payload of a QoS 0 PUBLISH. */
export function published({ body }: Received): { topic: string; payload: string } {
  const end = 2 + body.readUInt16BE(0);
  return { topic: body.toString('utf8', 2, end), payload: body.toString('utf8', end) };
}
