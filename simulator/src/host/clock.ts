/** Simulated time against wall time: pacing, freezing and bounded advances of one run. */
import { performance } from 'node:perf_hooks';

export type ClockState = 'enrol' | 'run' | 'frozen' | 'end';

/** Wall time by which a barrier may be late before pacing restarts from it, ms (judgement). */
const LATE_MS = 250;

/** Wall time for pacing, ms; never reaches the world or a message's simTs at a barrier. */
const wallNow = (): number => performance.now();

/**
 * The clock of a run. Between two barriers simTs follows the wall clock at `rate` and never passes
 * the next barrier before that is published; the state stays at the last barrier.
 */
export class HostClock {
  /** Simulated seconds a second of wall time; 0 = as fast as the clients allow. */
  rate = 0;
  private running = false;
  private ended = false;
  private enrolling = true;
  private anchorSim: number;
  private anchorWall = wallNow();
  /** Latest simTs that may be shown now: the next barrier, or the stop of an advance. */
  private ceiling: number;
  private stopAt = Infinity;
  private waiters: (() => void)[] = [];

  constructor(startTs: number) {
    this.anchorSim = startTs;
    this.ceiling = startTs;
  }

  get state(): ClockState {
    if (this.ended) return 'end';
    if (this.enrolling) return 'enrol';
    return this.running ? 'run' : 'frozen';
  }

  /** Simulated Unix time now, ms, an integer. */
  get simTs(): number {
    const limit = Math.min(this.ceiling, this.stopAt);
    if (!this.running || this.rate === 0) return Math.min(this.anchorSim, limit);
    const moved = this.anchorSim + (wallNow() - this.anchorWall) * this.rate;
    // A barrier that is due but not yet published is still ahead, by a millisecond at least.
    return Math.max(this.anchorSim, Math.min(Math.floor(moved), limit - 1));
  }

  /** The run has begun: tick 0 is published. */
  begin(): void {
    this.enrolling = false;
    this.anchor();
    this.changed();
  }

  end(): void {
    this.anchor();
    this.ended = true;
    this.running = false;
    this.changed();
  }

  freeze(): void {
    this.anchor();
    this.running = false;
    this.stopAt = Infinity;
    this.changed();
  }

  /** Goes on at `rate` (0 = max), or at the present one. */
  run(rate = this.rate): void {
    this.anchor();
    this.rate = rate;
    this.stopAt = Infinity;
    this.running = true;
    this.changed();
  }

  /** Changes the rate and leaves run or freeze as it is. */
  setRate(rate: number): void {
    this.anchor();
    this.rate = rate;
    this.changed();
  }

  /** Goes on as fast as possible and freezes at `simTs`; resolves there, or when interrupted. */
  async advanceTo(simTs: number): Promise<void> {
    this.anchor();
    const rate = this.rate;
    this.rate = 0;
    this.stopAt = simTs;
    this.running = true;
    this.changed();
    while (this.stopAt === simTs && this.running && !this.ended) await this.change();
    if (this.rate === 0) this.rate = rate;
  }

  /** Barrier `simTs` is published, the next one is at `next`. */
  arrived(simTs: number, next: number): void {
    this.ceiling = next;
    const moved = this.anchorSim + (wallNow() - this.anchorWall) * this.rate;
    // A barrier that came late does not make the clock jump: pacing restarts from it.
    if (this.rate === 0 || moved < simTs || moved - simTs > LATE_MS * this.rate) {
      this.anchorSim = simTs;
      this.anchorWall = wallNow();
    }
    this.changed();
  }

  /** True where the clock goes on to `simTs` without a further word. */
  reaches(simTs: number): boolean {
    return this.state === 'run' && simTs <= this.stopAt;
  }

  /** Waits until the barrier at `simTs` may be published; false where the run has ended. */
  async due(simTs: number): Promise<boolean> {
    for (;;) {
      if (this.ended) return false;
      if (this.running && simTs > this.stopAt) {
        this.anchorSim = this.stopAt;
        this.running = false;
        this.stopAt = Infinity;
        this.changed();
        continue;
      }
      if (!this.running) await this.change();
      else if (this.rate === 0) return true;
      else {
        const wait_ms = (simTs - this.anchorSim) / this.rate - (wallNow() - this.anchorWall);
        if (wait_ms <= 0) return true;
        await this.change(wait_ms);
      }
    }
  }

  /** Resolves at the next change of the clock, or after `timeout_ms`. */
  change(timeout_ms?: number): Promise<void> {
    return new Promise((resolve) => {
      let timer: NodeJS.Timeout | undefined;
      const done = (): void => {
        clearTimeout(timer);
        resolve();
      };
      if (timeout_ms !== undefined) timer = setTimeout(done, Math.min(timeout_ms, 60_000));
      this.waiters.push(done);
    });
  }

  private anchor(): void {
    const now = this.simTs;
    this.anchorSim = now;
    this.anchorWall = wallNow();
  }

  private changed(): void {
    const waiting = this.waiters;
    this.waiters = [];
    for (const wake of waiting) wake();
  }
}
