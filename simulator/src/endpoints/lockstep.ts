/** Who is in a lock-step run, what each client is done with, and when one is lost. */
import { type HelloClaim, PlantError } from '@plant47/contract';

export type Mode = HelloClaim['mode'];
export type PollRange = NonNullable<HelloClaim['ranges']>[number];

/** A team as the host shows it. */
export interface Member {
  readonly team: string;
  readonly mode: Mode;
  /** hello = known, not in the run; in = owes the present barrier; done; lost. */
  readonly state: 'hello' | 'in' | 'done' | 'lost';
  /** Simulated Unix time up to which it has processed, ms. */
  readonly watermark: number | null;
  /** Mode P: what it reads at each barrier. */
  readonly ranges: readonly PollRange[];
}

export interface LockstepOptions {
  /** Wall time without a sign of life from a client that owes a barrier, after which it is lost. */
  readonly silence_ms?: number;
  /** True where a lost client is taken out of the run instead of ending it. */
  readonly dismissLost?: boolean;
  /** Monotonic wall clock, ms. */
  readonly now?: () => number;
}

interface Entry {
  team: string;
  mode: Mode;
  in: boolean;
  lost: boolean;
  watermark: number | null;
  ranges: readonly PollRange[];
  /** Wall time of its last sign of life. */
  heard: number;
}

interface Wait {
  readonly simTs: number;
  readonly since: number;
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
  readonly timer: NodeJS.Timeout;
}

/** The enrolment table of one plant; no sockets in it. */
export class Lockstep {
  private readonly silence_ms: number;
  /** Wall time between two looks at who is silent. */
  private readonly look_ms: number;
  private readonly now: () => number;
  private readonly dismissLost: boolean;
  private readonly entries = new Map<string, Entry>();
  private readonly listeners = new Set<() => void>();
  private open = true;
  private barrier = Number.NEGATIVE_INFINITY;
  private late = false;
  private wait: Wait | undefined;
  private broken: PlantError | undefined;

  constructor(options: LockstepOptions = {}) {
    this.silence_ms = options.silence_ms ?? 30_000;
    this.look_ms = Math.min(500, this.silence_ms / 4);
    this.now = options.now ?? (() => performance.now());
    this.dismissLost = options.dismissLost ?? false;
  }

  /** Begins a run whose clock stands at `completeTo`; everybody enrols anew. */
  begin(completeTo: number, options: { late?: boolean } = {}): void {
    this.settle(runInvalid('E_RUN_ENDED', 'a new run begins', 'enrol in the new run'));
    this.entries.clear();
    this.open = true;
    this.late = options.late ?? false;
    this.barrier = completeTo;
    this.broken = undefined;
    this.changed();
  }

  /** Enrolment closes with the first barrier. */
  start(): void {
    this.open = false;
  }

  /** A team names itself. Modes P and R are in at once, W with its first heartbeat. */
  hello(team: string, mode: Mode, ranges: readonly PollRange[] = []): Member {
    const known = this.entries.get(team);
    if (known?.in && known.mode === mode) {
      known.heard = this.now();
      return this.view(known);
    }
    const entry: Entry = {
      team,
      mode,
      in: (mode === 'P' || mode === 'R') && (this.open || this.late),
      lost: false,
      watermark: null,
      ranges,
      heard: this.now(),
    };
    this.entries.set(team, entry);
    this.changed();
    return this.view(entry);
  }

  /** A client has processed everything up to `simTs`; unknown teams count as mode W. */
  watermark(team: string, simTs: number): Member {
    const entry = this.entries.get(team) ?? this.newcomer(team);
    entry.heard = this.now();
    entry.watermark = Math.max(entry.watermark ?? Number.NEGATIVE_INFINITY, simTs);
    // Who comes late is waited for until it has caught up.
    const answers = this.late || (this.open && entry.watermark >= this.barrier);
    if (!entry.in && entry.mode !== 'F' && answers) {
      entry.in = true;
      this.changed();
    }
    this.check();
    return this.view(entry);
  }

  private newcomer(team: string): Entry {
    this.hello(team, 'W');
    return this.entries.get(team) as Entry;
  }

  /** A sign of life that acknowledges nothing. */
  heard(team: string): void {
    const entry = this.entries.get(team);
    if (entry) entry.heard = this.now();
  }

  /** Takes a team out of the run: its silence no longer holds the clock. */
  dismiss(team: string): void {
    if (!this.entries.delete(team)) return;
    this.check();
    this.changed();
  }

  /** A client saw a gap in a device's sequence numbers: the run is invalid. */
  gap(team: string, device: string, expected: number, got: number): void {
    this.fail(
      runInvalid(
        'E_SEQ_GAP',
        `${team} got seq ${got} of ${device} after ${expected - 1}`,
        'repeat the run; if it happens again, look for a proxy that drops messages',
      ),
    );
  }

  /** Ends the run as invalid with `error`. */
  fail(error: PlantError): void {
    this.broken ??= error;
    this.settle(this.broken);
    this.changed();
  }

  /** Resolves once every enrolled client is done with `simTs`; rejects where one is lost. */
  waitAllDone(simTs: number): Promise<void> {
    this.barrier = simTs;
    if (this.broken) return Promise.reject(this.broken);
    return new Promise((resolve, reject) => {
      const timer = setInterval(() => this.look(), this.look_ms);
      this.wait = { simTs, since: this.now(), resolve, reject, timer };
      this.check();
    });
  }

  isIn(team: string): boolean {
    return this.entries.get(team)?.in ?? false;
  }

  get size(): number {
    let n = 0;
    for (const entry of this.entries.values()) if (entry.in) n += 1;
    return n;
  }

  members(): Member[] {
    return [...this.entries.values()].map((entry) => this.view(entry));
  }

  /** Calls `listener` when somebody comes, goes or is lost; returns how to stop it. */
  onChange(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Resolves with true once `team` is in the run or said hello for free run, with false after
   *  `timeout_ms` and where the run ends before it began. */
  enrolled(team: string, timeout_ms: number): Promise<boolean> {
    const is = (): boolean => this.isIn(team) || this.entries.get(team)?.mode === 'F';
    if (is()) return Promise.resolve(true);
    return new Promise((resolve) => {
      const finish = (came: boolean): void => {
        clearTimeout(timer);
        stop();
        resolve(came);
      };
      const timer = setTimeout(() => finish(false), timeout_ms);
      const stop = this.onChange(() => (is() || this.broken) && finish(is()));
    });
  }

  private view(entry: Entry): Member {
    const done = entry.watermark !== null && entry.watermark >= this.barrier;
    const state = entry.lost ? 'lost' : !entry.in ? 'hello' : done ? 'done' : 'in';
    const { team, mode, watermark, ranges } = entry;
    return { team, mode, state, watermark, ranges };
  }

  /** Ends the wait where nobody owes it any more. */
  private check(): void {
    const { wait } = this;
    if (!wait) return;
    for (const entry of this.entries.values()) {
      if (entry.in && (entry.watermark ?? Number.NEGATIVE_INFINITY) < wait.simTs) return;
    }
    this.settle(undefined);
  }

  /** Ends the run where somebody who owes the barrier has been silent for too long. */
  private look(): void {
    const { wait } = this;
    if (!wait) return;
    const now = this.now();
    for (const entry of this.entries.values()) {
      const owes = entry.in && (entry.watermark ?? Number.NEGATIVE_INFINITY) < wait.simTs;
      // Lost by the limit at the latest, not at the first look after it.
      const silent = now - Math.max(entry.heard, wait.since) + this.look_ms >= this.silence_ms;
      if (!owes || !silent) continue;
      entry.lost = true;
      this.changed();
      if (this.dismissLost) {
        this.dismiss(entry.team);
        continue;
      }
      const last = entry.watermark === null ? 'none' : new Date(entry.watermark).toISOString();
      this.fail(
        runInvalid(
          'E_CLIENT_LOST',
          `${entry.team} (mode ${entry.mode}) is silent for ${this.silence_ms / 1000} s, ` +
            `its last watermark: ${last}`,
          'see why the client stopped, then repeat the run',
        ),
      );
      return;
    }
  }

  private settle(error: PlantError | undefined): void {
    const { wait } = this;
    if (!wait) return;
    this.wait = undefined;
    clearInterval(wait.timer);
    if (error) wait.reject(error);
    else wait.resolve();
  }

  private changed(): void {
    for (const listener of [...this.listeners]) listener();
  }
}

function runInvalid(code: string, message: string, remedy: string): PlantError {
  return new PlantError([{ code, path: 'run', message, remedy }], 3);
}
