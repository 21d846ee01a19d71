/**
 * Prepared starts: a plant with its engine at an instant of its run, kept in a file, so that a
 * visitor need not wait for the days in which the engine learns.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { type StoredSnapshot, writeWhole } from '@plant47/simulator';
import type { Definition } from './definition.js';
import { HOME } from './library.js';
import { codeFingerprint } from './places.js';

interface PreparedFile {
  readonly schema: 'plant47/prepared/1';
  /** Of the definition and of the code; a start of other code is not used. */
  readonly fingerprint: string;
  readonly snapshot: Omit<StoredSnapshot, 'definition' | 'state'> & {
    readonly state: Omit<StoredSnapshot['state'], 'block'> & { readonly block: string };
  };
}

/** What a start must fit: the run's definition, and the code of plant and engine to the letter. */
function fingerprintOf(definition: Definition): string {
  return createHash('sha256').update(definition.text).update(codeFingerprint()).digest('hex');
}

const nameOf = ({ scenario, seed }: Definition): string => `${scenario.id}-${seed}.start`;

/** Where a shipped start lies, and where one made on this computer does. */
function placesOf(definition: Definition, stateDir: string): string[] {
  const name = nameOf(definition);
  return [join(stateDir, 'prepared', name), join(HOME, 'prepared', name)];
}

/** The file of a shipped start. */
export const shippedStart = (definition: Definition): string =>
  join(HOME, 'prepared', nameOf(definition));

/** A start that fits the definition, or undefined where there is none. */
export function readPrepared(definition: Definition, stateDir: string): StoredSnapshot | undefined {
  const fingerprint = fingerprintOf(definition);
  for (const path of placesOf(definition, stateDir)) {
    if (!existsSync(path)) continue;
    const file = JSON.parse(gunzipSync(readFileSync(path)).toString()) as PreparedFile;
    if (file.fingerprint !== fingerprint) continue;
    const { state, ...rest } = file.snapshot;
    const bytes = Buffer.from(state.block, 'base64');
    const block = new Float64Array(new Uint8Array(bytes).buffer);
    return { ...rest, definition: definition.text, state: { ...state, block } };
  }
  return undefined;
}

/** Keeps a snapshot as a prepared start; in the state folder unless `path` says otherwise. */
export function writePrepared(
  definition: Definition,
  snapshot: StoredSnapshot,
  path: string,
): void {
  const { definition: _, state, ...rest } = snapshot;
  const block = Buffer.from(state.block.slice().buffer).toString('base64');
  const file: PreparedFile = {
    schema: 'plant47/prepared/1',
    fingerprint: fingerprintOf(definition),
    snapshot: { ...rest, state: { ...state, block } },
  };
  mkdirSync(dirname(path), { recursive: true });
  writeWhole(path, gzipSync(JSON.stringify(file), { level: 9 }));
}

/** Where a start made on this computer is kept. */
export const ownStart = (definition: Definition, stateDir: string): string =>
  join(stateDir, 'prepared', nameOf(definition));
