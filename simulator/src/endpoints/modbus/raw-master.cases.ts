/** A Modbus master for tests that sends whatever bytes it is given. */
import { connect, type Socket } from 'node:net';

export class RawMaster {
  readonly socket: Socket;
  closed = false;
  private received = Buffer.alloc(0);
  private wake: () => void = () => undefined;

  private constructor(socket: Socket) {
    this.socket = socket;
    socket.on('data', (chunk) => {
      this.received = Buffer.concat([this.received, chunk]);
      this.wake();
    });
    socket.on('error', () => undefined);
    socket.on('close', () => {
      this.closed = true;
      this.wake();
    });
  }

  static open(port: number): Promise<RawMaster> {
    return new Promise((resolve, reject) => {
      const socket = connect({ host: '127.0.0.1', port, noDelay: true });
      const master = new RawMaster(socket);
      socket.once('connect', () => resolve(master));
      socket.once('error', reject);
    });
  }

  send(bytes: Uint8Array): void {
    this.socket.write(bytes);
  }

  /** The next whole reply, or undefined where the connection was closed. */
  async reply(): Promise<Buffer | undefined> {
    for (;;) {
      const { received } = this;
      const size = received.length >= 6 ? 6 + received.readUInt16BE(4) : 7;
      if (received.length >= size) {
        this.received = received.subarray(size);
        return received.subarray(0, size);
      }
      if (this.closed) return undefined;
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
    }
  }

  /** Sends one request and gives the PDU of the reply in hex, or `closed`. */
  async ask(unit: number, pdu: string, transaction = 1): Promise<string> {
    this.send(adu(unit, pdu, transaction));
    const reply = await this.reply();
    return reply ? reply.subarray(7).toString('hex') : 'closed';
  }

  end(): void {
    this.socket.destroy();
  }
}

/** MBAP and PDU, the PDU in hex; spaces are allowed. */
export function adu(unit: number, pdu: string, transaction = 1): Buffer {
  const body = Buffer.from(pdu.replaceAll(' ', ''), 'hex');
  const head = Buffer.alloc(7);
  head.writeUInt16BE(transaction, 0);
  head.writeUInt16BE(body.length + 1, 4);
  head[6] = unit;
  return Buffer.concat([head, body]);
}
