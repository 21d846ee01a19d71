/** The engine as a child process: configuration on stdin, log on stderr, restarted with back-off. */
import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { createInterface } from 'node:readline';

/** Wall time before a restart, ms: doubles from the first to the last. */
const BACKOFF_MS = { first: 500, last: 30_000 };
/** Wall time that the engine has to end by itself, ms. */
const STOP_MS = 3_000;

const ENGINE_STDIO: SpawnOptions = { stdio: ['pipe', 'ignore', 'pipe'] };

/** Name and secret by which a broker that asks for logins knows the engine of this plant. */
export interface EngineLogin {
  readonly user: string;
  readonly password: string;
}

/** A login for the life of this process; no user can have its name. */
export const createEngineLogin = (): EngineLogin => ({
  user: '$engine',
  password: randomBytes(16).toString('hex'),
});

export interface EngineSettings {
  /** File that Node runs. */
  readonly entry: string;
  /** Written to its standard input as one line of JSON, afresh at each start. */
  readonly config: () => unknown;
  readonly onLog: (line: string) => void;
  /** The engine ended without being asked to; `willRestart_ms` is absent where it will not. */
  readonly onExit: (code: number | null, willRestart_ms?: number) => void;
  /** A process of the entry that already waits for its configuration; the first start takes it. */
  readonly waiting?: ChildProcess | undefined;
  /** False in ranked runs, where a death ends the run. */
  readonly restart: boolean;
}

/** A child that is kept alive until it is stopped. */
export class EngineProcess {
  private child: ChildProcess | undefined;
  private timer: NodeJS.Timeout | undefined;
  private stopping = false;
  private wait_ms = BACKOFF_MS.first;
  private waiting: ChildProcess | undefined;
  private readonly settings: EngineSettings;

  constructor(settings: EngineSettings) {
    this.settings = settings;
    this.waiting = settings.waiting;
    this.start();
  }

  get pid(): number | undefined {
    return this.child?.pid;
  }

  /** Asks it to write its checkpoint; false where it does not run. */
  askCheckpoint(): boolean {
    return this.child?.exitCode === null && this.child.kill('SIGUSR2');
  }

  /** Asks it to end, and forces it after three seconds. */
  async stop(): Promise<void> {
    this.stopping = true;
    clearTimeout(this.timer);
    const child = this.child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    await new Promise<void>((resolve) => {
      const force = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
      child.once('exit', () => {
        clearTimeout(force);
        resolve();
      });
      child.kill('SIGTERM');
    });
  }

  private start(): void {
    const early = this.waiting?.exitCode === null ? this.waiting : undefined;
    this.waiting = undefined;
    const child = early ?? spawn(process.execPath, [this.settings.entry], ENGINE_STDIO);
    this.child = child;
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(`${JSON.stringify(this.settings.config())}\n`);
    if (child.stderr) createInterface({ input: child.stderr }).on('line', this.settings.onLog);
    const started = Date.now();
    child.on('error', (error) => this.settings.onLog(error.message));
    child.on('exit', (code) => this.ended(code, Date.now() - started));
  }

  private ended(code: number | null, lived_ms: number): void {
    if (this.stopping) return;
    if (!this.settings.restart) {
      this.settings.onExit(code);
      return;
    }
    if (lived_ms > BACKOFF_MS.last) this.wait_ms = BACKOFF_MS.first;
    this.settings.onExit(code, this.wait_ms);
    this.timer = setTimeout(() => this.start(), this.wait_ms);
    this.wait_ms = Math.min(2 * this.wait_ms, BACKOFF_MS.last);
  }
}
