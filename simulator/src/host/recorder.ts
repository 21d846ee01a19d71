/** The run's folder: definition, inputs, marks, claims, alarms; appended line by line. */
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import type { Mark } from './recording.js';

/** Runs kept in a state folder; older ones are removed when a new one begins. */
const MAX_RUNS = 20;
/** A journal is forced to disk at most this often, ms of wall time. */
const SYNC_MS = 1_000;
/** The world's hash is noted at most this often, ms of wall time. */
const MARK_MS = 10_000;

const JOURNALS = ['inputs', 'marks', 'claims', 'alarms'] as const;
export type Journal = (typeof JOURNALS)[number];

/** Writes a file whole or not at all. */
export function writeWhole(path: string, content: string | Uint8Array, mode = 0o644): void {
  const draft = `${path}.${process.pid}.part`;
  try {
    writeFileSync(draft, content, { mode });
    renameSync(draft, path);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}

/** Lines of a journal; a last line that a crash cut short is left out. */
export function readJournal(path: string): unknown[] {
  if (!existsSync(path)) return [];
  const text = readFileSync(path, 'utf8');
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  return whole
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as unknown);
}

/** Runs recorded in a state folder, newest first. */
export function listRuns(stateDir: string | undefined): string[] {
  const folder = join(stateDir ?? '', 'runs');
  if (stateDir === undefined || !existsSync(folder)) return [];
  return byAge(folder).map(({ name }) => name);
}

/** Where a run is recorded; without a folder nothing is written. */
export class Recorder {
  readonly folder: string | undefined;
  private readonly files = new Map<Journal, number>();
  private lastSync = 0;
  private lastMark = Date.now();

  /** Opens `<state>/runs/<run>`; removes the oldest runs beyond the newest twenty. */
  constructor(stateDir: string | undefined, run: string) {
    this.folder = stateDir === undefined ? undefined : join(stateDir, 'runs', run);
    if (this.folder === undefined) return;
    mkdirSync(join(this.folder, 'snapshots'), { recursive: true });
    for (const name of JOURNALS) {
      this.files.set(name, openSync(join(this.folder, `${name}.ndjson`), 'a'));
    }
    prune(join(this.folder, '..'), run);
  }

  path(name: string): string | undefined {
    return this.folder === undefined ? undefined : join(this.folder, name);
  }

  append(journal: Journal, record: unknown): void {
    const file = this.files.get(journal);
    if (file === undefined) return;
    writeSync(file, `${JSON.stringify(record)}\n`);
    const now = Date.now();
    if (now - this.lastSync < SYNC_MS) return;
    this.lastSync = now;
    fsyncSync(file);
  }

  /** Notes the hash that `take` gives, now and then: a replay can tell where it went astray. */
  mark(take: () => Mark): void {
    const now = Date.now();
    if (this.folder === undefined || now - this.lastMark < MARK_MS) return;
    this.lastMark = now;
    this.append('marks', take());
  }

  write(name: string, content: string | Uint8Array, mode?: number): void {
    if (this.folder !== undefined) writeWhole(join(this.folder, name), content, mode);
  }

  close(): void {
    for (const file of this.files.values()) {
      fsyncSync(file);
      closeSync(file);
    }
    this.files.clear();
  }
}

function byAge(runs: string): { name: string; at: number }[] {
  return readdirSync(runs)
    .flatMap((name) => {
      // Another process may be removing it.
      const found = statSync(join(runs, name), { throwIfNoEntry: false });
      return found ? [{ name, at: found.mtimeMs }] : [];
    })
    .sort((a, b) => b.at - a.at);
}

/** A run without an end that is younger is taken to be under way, ms (judgement). */
const UNDER_WAY_MS = 86_400_000;

/** True where a run has begun within a day and has not ended. */
function isUnderWay(folder: string, at: number): boolean {
  const file = join(folder, 'run.json');
  if (Date.now() - at > UNDER_WAY_MS || !existsSync(file)) return false;
  return /"end": null\b/.test(readFileSync(file, 'utf8'));
}

function prune(runs: string, keep: string): void {
  const aged = byAge(runs).filter(
    ({ name, at }) => name !== keep && !isUnderWay(join(runs, name), at),
  );
  for (const { name } of aged.slice(MAX_RUNS - 1)) {
    rmSync(join(runs, name), { recursive: true, force: true });
  }
}
