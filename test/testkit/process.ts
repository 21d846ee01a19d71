/** A plant for a test as a process of its own: the `plant47 up` that users run. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type ReadyFile, requestApi } from '@plant47/scenarios/testing';

/** Root of the checkout. */
export const ROOT = fileURLToPath(
  new URL('../..', import.meta.resolve('@plant47/scenarios/bin/plant47.mjs')),
);
const COMMAND = fileURLToPath(import.meta.resolve('@plant47/scenarios/bin/plant47.mjs'));
const READY_MS = 90_000;
const STOP_MS = 10_000;

export interface SpawnedPlant extends AsyncDisposable {
  readonly ready: ReadyFile;
  /** Everything printed so far. */
  readonly output: () => string;
  /** A request to the control API, with the token of a role. */
  readonly api: (
    role: 'viewer' | 'trainee' | 'instructor',
    path: string,
    body?: unknown,
  ) => Promise<Response>;
  readonly stop: () => Promise<number | null>;
}

/** Runs the plant47 command to its end: exit code and what it printed. */
export async function plant47(
  args: readonly string[],
  options: { readonly env?: NodeJS.ProcessEnv; readonly timeout_ms?: number } = {},
): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const child = spawn(process.execPath, [COMMAND, ...args], {
    env: { ...process.env, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk) => (stdout += chunk));
  child.stderr.on('data', (chunk) => (stderr += chunk));
  const timer = setTimeout(() => child.kill('SIGKILL'), options.timeout_ms ?? 600_000);
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  clearTimeout(timer);
  return { code, stdout, stderr };
}

/** Starts `plant47 up` on free ports; resolves when its ready file is there. */
export async function spawnPlant(args: readonly string[] = []): Promise<SpawnedPlant> {
  const folder = mkdtempSync(join(tmpdir(), 'plant47-'));
  const file = join(folder, 'ready.json');
  const ports = ['--http-port', '0', '--modbus-port', '0', '--mqtt-port', '0'];
  const child = spawn(
    process.execPath,
    [COMMAND, 'up', ...ports, '--state', join(folder, 'state'), '--ready-file', file, ...args],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let output = '';
  child.stdout.on('data', (chunk) => (output += chunk));
  child.stderr.on('data', (chunk) => (output += chunk));
  // A test that times out never reaches its disposal.
  const orphaned = (): boolean => child.kill('SIGKILL');
  process.once('exit', orphaned);
  child.once('close', () => process.off('exit', orphaned));
  const ready = await readyFile(child, file, () => output);
  const stop = async (): Promise<number | null> => {
    const code = await end(child);
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
    return code;
  };
  return {
    ready,
    output: () => output,
    stop,
    api: (role, path, body) =>
      requestApi({ base: ready.http, path, token: ready.tokens[role], body }),
    [Symbol.asyncDispose]: async () => {
      await stop();
    },
  };
}

async function readyFile(
  child: ChildProcess,
  file: string,
  output: () => string,
): Promise<ReadyFile> {
  const until = Date.now() + READY_MS;
  while (Date.now() < until) {
    if (child.exitCode !== null) throw new Error(`up ended with ${child.exitCode}\n${output()}`);
    if (existsSync(file)) {
      const text = readFileSync(file, 'utf8');
      if (text.trimEnd().endsWith('}')) return JSON.parse(text) as ReadyFile;
    }
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  child.kill('SIGKILL');
  throw new Error(`not ready within ${READY_MS} ms\n${output()}`);
}

async function end(child: ChildProcess): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
  const closed = new Promise<number | null>((resolve) => child.once('close', resolve));
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
  const code = await closed;
  clearTimeout(timer);
  return code;
}
