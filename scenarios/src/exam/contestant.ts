/** A contestant's program: started for a run with the plant's addresses, ended by its id. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { PlantHost } from '@plant47/simulator';

/** Wall time that a program has to end by itself once the run is over, ms. */
const END_MS = 5_000;
/** What ends the exam from outside; the contestant's group hears none of it by itself. */
const ENDS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Environment of a contestant: where the plant is, and its own name. */
export function environmentOf(host: PlantHost, team: string): Readonly<Record<string, string>> {
  const { mqtt, modbus, http } = host.addresses;
  const [gateway] = modbus;
  return {
    PLANT47_TEAM: team,
    PLANT47_RUN: host.session.run,
    PLANT47_MQTT_URL: `mqtt://${mqtt.host}:${mqtt.port}`,
    PLANT47_MODBUS_HOST: gateway?.host ?? '127.0.0.1',
    PLANT47_MODBUS_PORT: String(gateway?.port ?? 0),
    ...(http !== undefined && { PLANT47_HTTP_URL: http }),
  };
}

export interface ContestantSettings {
  /** A line for a shell. */
  readonly command: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Its output, line by line. */
  readonly onLine: (line: string) => void;
  /** It ended before it was asked to. */
  readonly onExit: (code: number | null) => void;
}

/** The program, as a group of its own, so that what it started ends with it. */
export class Contestant {
  private readonly child: ChildProcess;
  private stopping = false;
  private readonly ended: Promise<void>;
  private readonly last = (): void => this.signal('SIGKILL');
  private readonly interrupted = (name: NodeJS.Signals): void => {
    this.last();
    this.deafen();
    process.kill(process.pid, name);
  };

  constructor(settings: ContestantSettings) {
    const { command, environment, onLine, onExit } = settings;
    this.child = spawn(command, {
      shell: true,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...environment },
    });
    process.on('exit', this.last);
    for (const name of ENDS) process.on(name, this.interrupted);
    for (const stream of [this.child.stdout, this.child.stderr]) {
      if (stream) createInterface({ input: stream }).on('line', onLine);
    }
    this.ended = new Promise((resolve) => {
      this.child.on('error', (error) => {
        onLine(error.message);
        resolve();
      });
      this.child.on('exit', (code) => {
        if (!this.stopping) onExit(code);
        resolve();
      });
    });
  }

  /** Asks the group to end, and forces it after five seconds. */
  async stop(): Promise<void> {
    this.stopping = true;
    const force = setTimeout(() => this.signal('SIGKILL'), END_MS);
    this.signal('SIGTERM');
    await this.ended;
    clearTimeout(force);
    // What the shell left behind.
    this.signal('SIGKILL');
    this.deafen();
  }

  private deafen(): void {
    process.off('exit', this.last);
    for (const name of ENDS) process.off(name, this.interrupted);
  }

  private signal(name: 'SIGTERM' | 'SIGKILL'): void {
    const { pid } = this.child;
    if (pid === undefined) return;
    try {
      process.kill(-pid, name);
    } catch {
      // The group is gone.
    }
  }
}
