/** The gate: one TCP connection of a master, from bytes to replies. */
import type { Socket } from 'node:net';
import { PlantError } from '@plant47/contract';
import type { UnitImage } from '../../devices/register-image.js';
import type { RequestAim, Spoil, Toxins } from '../toxins.js';
import type { Serve } from './jsmodbus-server.js';
import { type Heartbeat, MBAP_BYTES, writeException, writeReadReply } from './read-reply.js';
import { checkRequest, EXCEPTION, FC } from './request-check.js';
import { acknowledge, isWrite, spoilReply, staleImage } from './spoiled-reply.js';

/** What all connections of a gateway share. */
export interface GateContext {
  readonly gateway: number;
  readonly unit: (unit: number) => UnitImage | undefined;
  /** jsmodbus; `connection` is whose request it is. */
  readonly serve: (connection: Connection) => Serve;
  readonly heartbeat: Heartbeat;
  /** Unknown units get no answer at all instead of exception 0B. */
  readonly silent: boolean;
  /** True while nothing may be answered: before the first scan. */
  readonly shut: () => boolean;
  /** Wall time spent answering, s. */
  readonly spent: (seconds: number) => void;
  readonly toxins: Toxins | undefined;
  /** Bytes of an image before its last scan, as far as they are kept. */
  readonly before: (image: UnitImage) => Uint8Array | undefined;
}

/** A client whose reads count: mode P. */
export interface PollOwner {
  /** True while its next request waits for the next barrier. */
  readonly held: () => boolean;
  readonly read: (unit: number, address: number, count: number) => void;
  /** The replies so far are on their way. */
  readonly sent: () => void;
}

/** Requests answered in one turn; the rest of a burst waits for the next one. */
const PIPELINE = 16;
const LARGEST_ADU = 260;
const EMPTY = Buffer.alloc(0);
/** Replies of one turn, each of which a fault may send twice; nothing outlives the turn in it. */
const scratch = Buffer.allocUnsafeSlow(2 * PIPELINE * LARGEST_ADU);

export class Connection {
  readonly socket: Socket;
  owner: PollOwner | undefined;
  private readonly context: GateContext;
  private readonly serve: Serve;
  private rest: Buffer = EMPTY;
  private blocked = false;
  /** Wall time by which the answer just made is late, ms. */
  private late_ms = 0;
  /** The answer that everything behind it waits for. */
  private late: Buffer | undefined;

  constructor(socket: Socket, context: GateContext) {
    this.socket = socket;
    this.context = context;
    this.serve = context.serve(this);
    socket.on('data', (chunk: Buffer) => {
      this.rest = this.rest.length > 0 ? Buffer.concat([this.rest, chunk]) : chunk;
      this.answer();
    });
  }

  /** The image of a unit behind this connection's port. */
  readonly unit = (unit: number): UnitImage | undefined => this.context.unit(unit);

  /** Goes on with what had to wait: for a barrier, for a turn, or for the socket to drain. */
  resume(): void {
    if (!this.blocked || this.late || this.socket.destroyed) return;
    this.blocked = false;
    this.socket.resume();
    this.answer();
  }

  private block(): void {
    this.blocked = true;
    this.socket.pause();
  }

  private answer(): void {
    if (this.blocked) return;
    const start = performance.now();
    const { rest, context, owner } = this;
    let at = 0;
    let end = 0;
    let waits = false;
    for (let n = 0; rest.length - at >= 4; n++) {
      const size = frameSize(rest, at);
      if (size < 0) {
        this.close(end);
        return;
      }
      if (size === 0 || rest.length - at < size) break;
      waits = n === PIPELINE || context.shut() || (owner?.held() ?? false);
      if (waits) break;
      const from = end;
      end = this.reply(at, size, end);
      at += size;
      if (this.late_ms > 0) {
        this.hold(Buffer.from(scratch.subarray(from, end)));
        end = from;
        waits = true;
        break;
      }
    }
    // Small rests are copied, so that they do not keep the whole chunk alive.
    const left = rest.subarray(at);
    this.rest = left.length === 0 ? EMPTY : waits || at === 0 ? left : Buffer.from(left);
    if (waits) this.block();
    if (end > 0) this.send(end);
    else if (waits && this.mayGoOn()) setImmediate(() => this.resume());
    context.spent((performance.now() - start) / 1000);
  }

  /** True where only the length of the turn stopped us. */
  private mayGoOn(): boolean {
    return !this.late && !this.context.shut() && !this.owner?.held();
  }

  /** Answers the request at `at`, `size` bytes long; gives the new end of the replies. */
  private reply(at: number, size: number, end: number): number {
    const { rest, context } = this;
    const image = context.unit(rest[at + 6]!);
    const { toxins } = context;
    const spoil = toxins?.active ? toxins.request(this.aim(at, size, image)) : undefined;
    if (!spoil) return this.answerTo(image, at, size, end);
    this.late_ms = spoil.delay_ms ?? 0;
    if (spoil.silent) return end;
    if (spoil.exception) return writeException(spoil.exception, rest, at, scratch, end);
    return spoilReply(scratch, end, this.spoiledAnswer(image, spoil, at, size, end), spoil);
  }

  /** The answer before its bytes are spoiled. */
  private spoiledAnswer(
    image: UnitImage | undefined,
    spoil: Spoil,
    at: number,
    size: number,
    end: number,
  ): number {
    const { rest, context } = this;
    const fc = rest[at + MBAP_BYTES]!;
    const legal = image && checkRequest(rest, at + MBAP_BYTES, size - MBAP_BYTES, image) === 0;
    if (legal && spoil.ignored && fc === FC.readWrite) {
      return writeReadReply(image, rest, at, scratch, end, context.heartbeat);
    }
    if (legal && spoil.ignored && isWrite(fc)) {
      const reply = acknowledge(rest.subarray(at, at + size));
      scratch.set(reply, end);
      return end + reply.length;
    }
    const reads = fc === FC.readHolding || fc === FC.readInput;
    if (!legal || !spoil.stale || !reads) return this.answerTo(image, at, size, end);
    const { address, count } = this.aim(at, size, image);
    const stale = staleImage(image, context.before(image), spoil.stale, address, count);
    return this.answerTo(stale, at, size, end);
  }

  /** What a fault may be aimed at in the request at `at`. */
  private aim(at: number, size: number, image: UnitImage | undefined): RequestAim {
    const { rest, socket, context } = this;
    const fc = rest[at + MBAP_BYTES]!;
    const single = fc === FC.writeCoil || fc === FC.writeRegister || fc === FC.maskWrite;
    const known = fc <= FC.writeRegisters || fc === FC.maskWrite || fc === FC.readWrite;
    const named = known && size >= MBAP_BYTES + 5;
    return {
      gateway: context.gateway,
      client: `${socket.remoteAddress}:${socket.remotePort}`,
      unit: rest[at + 6]!,
      fc,
      address: named ? rest.readUInt16BE(at + 8) : 0,
      count: named ? (single ? 1 : rest.readUInt16BE(at + 10)) : 0,
      device: image?.device,
    };
  }

  /** Keeps an answer back; nothing behind it is answered before it. */
  private hold(answer: Buffer): void {
    this.late = answer;
    const timer = setTimeout(() => {
      this.late = undefined;
      if (this.socket.destroyed) return;
      if (answer.length > 0) this.socket.write(answer);
      this.owner?.sent();
      this.resume();
    }, this.late_ms);
    this.late_ms = 0;
    this.socket.once('close', () => clearTimeout(timer));
  }

  private answerTo(image: UnitImage | undefined, at: number, size: number, end: number): number {
    const { rest, context } = this;
    const unit = rest[at + 6]!;
    const fc = rest[at + MBAP_BYTES]!;
    const wrong = checkRequest(rest, at + MBAP_BYTES, size - MBAP_BYTES, image);
    if (wrong || !image) {
      if (!image && context.silent) return end;
      return writeException(wrong, rest, at, scratch, end);
    }
    if (fc <= FC.readInput) {
      if (this.owner && (fc === FC.readHolding || fc === FC.readInput)) {
        this.owner.read(unit, rest.readUInt16BE(at + 8), rest.readUInt16BE(at + 10));
      }
      return writeReadReply(image, rest, at, scratch, end, context.heartbeat);
    }
    if (fc === FC.readWrite) {
      this.owner?.read(unit, rest.readUInt16BE(at + 8), rest.readUInt16BE(at + 10));
    }
    const answer = this.write(rest.subarray(at, at + size));
    if (!answer) return writeException(EXCEPTION.failure, rest, at, scratch, end);
    scratch.set(answer, end);
    return end + answer.length;
  }

  /** Through jsmodbus; undefined where the plant cannot do it. */
  private write(request: Buffer): Buffer | undefined {
    try {
      // A copy, since jsmodbus may keep parts of what it gets.
      return this.serve(Buffer.from(request));
    } catch (error) {
      if (error instanceof PlantError) return undefined;
      throw error;
    }
  }

  /** One write for all replies of the turn. */
  private send(end: number): void {
    const { socket } = this;
    const taken = socket.write(Buffer.from(scratch.subarray(0, end)));
    this.owner?.sent();
    if (!taken) {
      this.block();
      socket.once('drain', () => this.resume());
    } else if (this.blocked && this.mayGoOn()) setImmediate(() => this.resume());
  }

  /** Not Modbus: what was legal before it is answered, then the connection ends. */
  private close(end: number): void {
    this.rest = EMPTY;
    if (end > 0) this.socket.write(Buffer.from(scratch.subarray(0, end)));
    this.block();
    this.socket.destroySoon();
  }
}

/** Bytes of the frame at `at`; 0 = not known yet, negative = not a Modbus frame. */
function frameSize(bytes: Buffer, at: number): number {
  if (bytes[at + 2] !== 0 || bytes[at + 3] !== 0) return -1;
  if (bytes.length - at < 6) return 0;
  const length = (bytes[at + 4]! << 8) | bytes[at + 5]!;
  return length < 2 || length > LARGEST_ADU - 6 ? -1 : 6 + length;
}
