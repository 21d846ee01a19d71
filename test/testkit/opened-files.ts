/** Which files a program opens, as the kernel sees it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const CALLS = 'open,openat,openat2,creat,execve';

/** A Node program under strace, and its threads and children with it. */
export interface Traced {
  readonly child: ChildProcess;
  /** Resolves once it has ended: real paths of all that it opened or tried to, each once. */
  readonly opened: Promise<readonly string[]>;
}

/** Runs Node with `args`, tracing every file that it opens; standard input is piped. */
export function traceNode(args: readonly string[]): Traced {
  const folder = mkdtempSync(join(tmpdir(), 'plant47-trace-'));
  const file = join(folder, 'opened');
  const child = spawn(
    'strace',
    ['-f', '-qq', '-s', '4096', '-e', `trace=${CALLS}`, '-o', file, process.execPath, ...args],
    { stdio: ['pipe', 'ignore', 'pipe'], cwd: folder },
  );
  const opened = new Promise<readonly string[]>((done, fail) => {
    child.once('error', (error) => fail(new Error(`strace is not installed: ${error.message}`)));
    child.once('close', () => {
      const text = readFileSync(file, 'utf8');
      rmSync(folder, { recursive: true });
      done(pathsIn(text, folder));
    });
  });
  return { child, opened };
}

function pathsIn(trace: string, cwd: string): string[] {
  const named = [...trace.matchAll(/(?:open|openat|openat2|creat|execve)\((?:\w+, )?"([^"]+)"/g)];
  const paths = named.map(([, path = '']) => resolve(cwd, path));
  const real = paths.map((path) => (existsSync(path) ? realpathSync(path) : path));
  return [...new Set(real)].sort((a, b) => (a < b ? -1 : 1));
}
