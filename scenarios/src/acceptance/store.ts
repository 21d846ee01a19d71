/** Results of an acceptance on disk: a line a run, so that a broken-off one can go on. */
import { createHash } from 'node:crypto';
import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RunRecord } from './record.js';

export interface Store {
  readonly folder: string;
  /** Runs of this very code that are already made. */
  readonly records: readonly RunRecord[];
  add(record: RunRecord): void;
}

/** Opens the results of the code with this fingerprint; those of other code are left alone. */
export function openStore(folder: string, fingerprint: string): Store {
  const own = join(folder, fingerprint.slice(0, 12));
  mkdirSync(own, { recursive: true });
  const file = join(own, 'results.ndjson');
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  // What a crash cut short must not swallow the next line.
  if (text !== '' && !text.endsWith('\n')) appendFileSync(file, '\n');
  const records = text.split('\n').flatMap(parsed);
  return {
    folder: own,
    records,
    add: (record) => {
      records.push(record);
      appendFileSync(file, `${JSON.stringify(record)}\n`);
    },
  };
}

/** A line cut short by a crash is made again. */
function parsed(line: string): readonly RunRecord[] {
  try {
    return line === '' ? [] : [JSON.parse(line) as RunRecord];
  } catch {
    return [];
  }
}

/** SHA-256 over names and contents of all files below the folders with these endings. */
export function fingerprintOf(folders: readonly string[], endings: readonly string[]): string {
  const hash = createHash('sha256');
  for (const folder of folders) {
    const names = readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => !name.includes('node_modules'))
      .filter((name) => endings.some((ending) => name.endsWith(ending)))
      .sort((a, b) => (a < b ? -1 : 1));
    for (const name of names) hash.update(name).update(readFileSync(join(folder, name)));
  }
  return hash.digest('hex');
}
