/** Mode P: which reads a client owes at a barrier, and when its round is complete. */
import type { Device, DeviceScan } from '../../devices/device.js';
import type { UnitImage } from '../../devices/register-image.js';
import type { Lockstep, Member, PollRange } from '../lockstep.js';
import type { Connection, PollOwner } from './connection.js';

/** How long a request that came too early is kept before the old image answers it. */
const HOLD_MS = 1000;
/** A connection this young takes the place of its team's connection that has just ended. */
const RECONNECT_MS = 2000;

type Images = ReadonlyMap<Device, UnitImage>;

interface Owed {
  readonly range: PollRange;
  /** One a register: read since the barrier? */
  readonly read: Uint8Array;
  left: number;
}

/** One enrolled poller: the connection it owns on each gateway, and what it owes. */
class Poller {
  readonly member: Member;
  readonly connections = new Map<number, Connection>();
  private readonly lockstep: Lockstep;
  private simTs: number | undefined;
  private owed: Owed[] = [];
  private complete = false;
  private held = false;
  private timer: NodeJS.Timeout | undefined;

  constructor(member: Member, lockstep: Lockstep) {
    this.member = member;
    this.lockstep = lockstep;
  }

  wants(gateway: number): boolean {
    const wanted = this.member.ranges.some((range) => range.gateway === gateway);
    return wanted && !this.connections.has(gateway);
  }

  owner(gateway: number): PollOwner {
    return {
      held: () => this.mustWait(),
      read: (unit, address, count) => this.read(gateway, unit, address, count),
      sent: () => this.sent(),
    };
  }

  /** New images: the registers of the units that scanned are owed. */
  barrier(simTs: number, scanned: ReadonlyMap<number, UnitImage>): void {
    this.simTs = simTs;
    this.owed = this.member.ranges.flatMap((range) => {
      const image = scanned.get(unitKey(range.gateway, range.unit));
      return image ? [owedOf(range, image)] : [];
    });
    this.complete = false;
    this.release();
    if (this.owed.length > 0) return;
    this.held = true;
    this.done();
  }

  /** Lets waiting requests through. */
  release(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.held = false;
    for (const connection of this.connections.values()) connection.resume();
  }

  private read(gateway: number, unit: number, address: number, count: number): void {
    for (const one of this.owed) {
      if (one.range.gateway !== gateway || one.range.unit !== unit) continue;
      const from = Math.max(address, one.range.address);
      const to = Math.min(address + count, one.range.address + one.range.count);
      for (let a = from; a < to; a++) {
        const i = a - one.range.address;
        one.left -= 1 - one.read[i]!;
        one.read[i] = 1;
      }
    }
    this.complete = this.owed.every((one) => one.left === 0);
    if (this.complete) this.held = true;
  }

  private sent(): void {
    this.lockstep.heard(this.member.team);
    if (this.complete && this.owed.length > 0) this.done();
  }

  private done(): void {
    this.owed = [];
    if (this.simTs !== undefined) this.lockstep.watermark(this.member.team, this.simTs);
  }

  /** True while a request has to wait; the first one that does starts the clock. */
  private mustWait(): boolean {
    if (!this.held) return false;
    this.timer ??= setTimeout(() => this.release(), HOLD_MS);
    return true;
  }
}

/** Registers of a range that can be read at all. */
function owedOf(range: PollRange, image: UnitImage): Owed {
  const read = new Uint8Array(range.count);
  let left = 0;
  for (let i = 0; i < range.count; i++) {
    if (image.holding[range.address + i]) left += 1;
    else read[i] = 1;
  }
  return { range, read, left };
}

const unitKey = (gateway: number, unit: number): number => gateway * 256 + unit;

interface Unowned {
  readonly connection: Connection;
  readonly gateway: number;
  readonly since: number;
}

/** All pollers of the run. */
export class PollBudget {
  private readonly lockstep: Lockstep;
  private pollers: Poller[] = [];
  private readonly unowned = new Map<Connection, Unowned>();

  constructor(lockstep: Lockstep) {
    this.lockstep = lockstep;
    lockstep.onChange(() => this.sync());
  }

  /** Gives a new connection to the poller that has waited longest for one on this gateway. */
  claim(gateway: number, connection: Connection): void {
    const poller = this.pollers.find((one) => one.wants(gateway));
    if (poller) {
      this.own(poller, gateway, connection);
      return;
    }
    this.unowned.set(connection, { connection, gateway, since: performance.now() });
    connection.socket.once('close', () => this.unowned.delete(connection));
  }

  private own(poller: Poller, gateway: number, connection: Connection): void {
    this.unowned.delete(connection);
    poller.connections.set(gateway, connection);
    connection.owner = poller.owner(gateway);
    connection.socket.setTimeout(0);
    connection.socket.once('close', () => {
      poller.connections.delete(gateway);
      this.follow(poller, gateway);
    });
  }

  /** A client that connects anew may be seen before its old connection is seen to end. */
  private follow(poller: Poller, gateway: number): void {
    if (!this.pollers.includes(poller)) return;
    const newest = performance.now() - RECONNECT_MS;
    for (const one of this.unowned.values()) {
      if (one.gateway !== gateway || one.since < newest) continue;
      this.own(poller, gateway, one.connection);
      return;
    }
  }

  barrier(simTs: number, scans: readonly DeviceScan[], images: Images): void {
    if (this.pollers.length === 0) return;
    const scanned = new Map<number, UnitImage>();
    for (const { device } of scans) {
      const image = images.get(device);
      if (image) scanned.set(unitKey(device.gateway, device.unit), image);
    }
    for (const poller of this.pollers) poller.barrier(simTs, scanned);
  }

  releaseAll(): void {
    for (const poller of this.pollers) poller.release();
  }

  /** Follows the enrolment table. */
  private sync(): void {
    const members = this.lockstep.members().filter(({ mode }) => mode === 'P');
    const kept = this.pollers.filter((poller) => {
      const stays = members.some(({ team }) => team === poller.member.team);
      if (!stays) {
        poller.release();
        for (const connection of poller.connections.values()) connection.owner = undefined;
      }
      return stays;
    });
    for (const member of members) {
      if (!kept.some((poller) => poller.member.team === member.team)) {
        kept.push(new Poller(member, this.lockstep));
      }
    }
    this.pollers = kept;
  }
}
