/** Ctrl-C in the middle: the exit code of a signal, no orphan, nothing that looks finished. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { ROOT } from '../testkit/index.js';

const folder = mkdtempSync(join(tmpdir(), 'plant47-interruption-'));
afterAll(() => rmSync(folder, { recursive: true }));

function started(...args: readonly string[]): ChildProcess {
  const command = join(ROOT, 'scenarios/bin/plant47.mjs');
  return spawn(process.execPath, [command, ...args], { cwd: folder, stdio: 'ignore' });
}

function interrupted(child: ChildProcess): Promise<NodeJS.Signals | null> {
  child.kill('SIGINT');
  return new Promise((resolve) => child.once('close', (_, signal) => resolve(signal)));
}

const lives = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

it('ends the contestant with the exam', async () => {
  const file = join(folder, 'pid');
  const line = 'echo $$ > pid; exec sleep 60';
  const child = started('exam', 'smoke', '--team', 'mine', '--contestant', line, '--out', 'out');
  await expect.poll(() => existsSync(file), { timeout: 60_000 }).toBe(true);
  const pid = Number(readFileSync(file, 'utf8'));
  expect(lives(pid)).toBe(true);
  expect(await interrupted(child)).toBe('SIGINT');
  await expect.poll(() => lives(pid), { timeout: 10_000 }).toBe(false);
  expect(existsSync(join(folder, 'out'))).toBe(false);
});

it('leaves no data set under the name of a whole one', async () => {
  const child = started('dataset', 'any-bearing', '--runs', '9', '--out', 'bearings');
  const draft = join(folder, `bearings.${child.pid}.part`);
  await expect.poll(() => existsSync(draft), { timeout: 60_000 }).toBe(true);
  expect(await interrupted(child)).toBe('SIGINT');
  expect(existsSync(join(folder, 'bearings'))).toBe(false);
});
