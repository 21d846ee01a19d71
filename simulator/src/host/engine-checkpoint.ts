/** The engine's checkpoint beside a snapshot: asked for, waited for, and handed back. */
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { EngineProcess } from './engine-process.js';
import { writeWhole } from './recorder.js';

/** File that the engine writes in its folder. */
const FILE = 'engine-checkpoint.json';
const RESUME = 'engine-resume.json';
/** Wall time that a checkpoint may take, ms; without it the engine learns anew after a restore. */
const PATIENCE_MS = 10_000;

/** Text of a checkpoint that the engine writes now; undefined where it writes none in time. */
export async function takeCheckpoint(
  engine: EngineProcess | undefined,
  stateDir: string | undefined,
): Promise<string | undefined> {
  if (!engine || stateDir === undefined) return undefined;
  const file = join(stateDir, FILE);
  rmSync(file, { force: true });
  if (!engine.askCheckpoint()) return undefined;
  const until = Date.now() + PATIENCE_MS;
  while (!existsSync(file)) {
    if (Date.now() > until) return undefined;
    await wait(20);
  }
  return readFileSync(file, 'utf8');
}

/** Puts a checkpoint where the next engine finds it; gives the file's path. */
export function laySaved(stateDir: string, text: string): string {
  mkdirSync(stateDir, { recursive: true });
  const file = join(stateDir, RESUME);
  writeWhole(file, text);
  return file;
}
