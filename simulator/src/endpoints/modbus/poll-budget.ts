/** Mode P: which reads a client owes at a barrier, and when its round is complete. */
import type { DeviceScan } from '../../devices/device.js';
import type { Lockstep, Member, PollRange } from '../lockstep.js';
import type { Connection, PollOwner } from './connection.js';

/** How long a request that came too early is kept before the old image answers it. */
export const HOLD_MS = 1000;

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

  /** New images: the ranges of the units that scanned are owed. */
  barrier(simTs: number, scanned: ReadonlySet<number>): void {
    this.simTs = simTs;
    this.owed = this.member.ranges
      .filter((range) => scanned.has(unitKey(range.gateway, range.unit)))
      .map((range) => ({ range, read: new Uint8Array(range.count), left: range.count }));
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

const unitKey = (gateway: number, unit: number): number => gateway * 256 + unit;

/** All pollers of the run. */
export class PollBudget {
  private readonly lockstep: Lockstep;
  private pollers: Poller[] = [];

  constructor(lockstep: Lockstep) {
    this.lockstep = lockstep;
    lockstep.onChange(() => this.sync());
  }

  /** Gives a new connection to the poller that has waited longest for one on this gateway. */
  claim(gateway: number, connection: Connection): void {
    const poller = this.pollers.find((one) => one.wants(gateway));
    if (!poller) return;
    poller.connections.set(gateway, connection);
    connection.owner = poller.owner(gateway);
    connection.socket.setTimeout(0);
    connection.socket.once('close', () => poller.connections.delete(gateway));
  }

  barrier(simTs: number, scans: readonly DeviceScan[]): void {
    if (this.pollers.length === 0) return;
    const scanned = new Set(scans.map(({ device }) => unitKey(device.gateway, device.unit)));
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
