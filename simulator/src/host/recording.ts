/** The record of a run: what `run.json` says, and reading it back with its inputs. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PlantError } from '@plant47/contract';
import type { Input } from '@plant47/contract/sealed';
import { z } from 'zod';
import { readJournal } from './recorder.js';

/** What only those who start a run know of it. */
export interface RunOrigin {
  readonly scenario: string;
  /** Public seed; absent where the run is sealed. */
  readonly seed?: number;
  /** Commitment to the key of a sealed run. */
  readonly commitment?: string;
  /** Assets that were compiled; all where absent. */
  readonly only?: readonly string[] | undefined;
}

const PACKAGE = new URL('../../package.json', import.meta.url);
/** Version of the plant, as its package states it. */
export const VERSION = (JSON.parse(readFileSync(PACKAGE, 'utf8')) as { version: string }).version;

const bursts = z.object({ samples: z.number(), fs_hz: z.number(), every_s: z.number() });
const mark = z.object({ tick: z.number(), simTs: z.number(), hash: z.string() });

/** An instant of a run with the hash of the world at it. */
export type Mark = z.infer<typeof mark>;

/** `run.json`, version 1. */
export const runRecord = z.object({
  schema: z.literal('plant47/recording/1'),
  /** Version of the plant that ran. */
  version: z.string(),
  run: z.string(),
  plant: z.string(),
  scenario: z.string(),
  seed: z.number().nullable(),
  commitment: z.string().nullable(),
  /** SHA-256 of `definition.yaml`. */
  definition: z.string(),
  sampling: z.object({ scalars_s: z.number(), scan: bursts, line: bursts }),
  /** Longest macro-step, s; 0 = ticks only. */
  macro_s: z.number(),
  only: z.array(z.string()).nullable(),
  /** Simulated seconds a second at the start; 0 = max, null = frozen. */
  rate: z.number().nullable(),
  /** Where the run ended; null while it runs, and after a crash. */
  end: mark.nullable(),
});
export type RunRecord = z.infer<typeof runRecord>;

/** A run as it was recorded. */
export interface Recording {
  readonly folder: string;
  readonly record: RunRecord;
  /** Text of `definition.yaml`. */
  readonly definition: string;
  /** In the order in which they came in. */
  readonly inputs: readonly Input[];
  /** Hashes taken on the way, the last one included. */
  readonly marks: readonly Mark[];
}

export const sha256 = (content: string | Uint8Array): string =>
  createHash('sha256').update(content).digest('hex');

/** Reads a run's folder; throws E_NO_RECORDING, or E_RECORDING where it was changed. */
export function readRecording(folder: string): Recording {
  const file = join(folder, 'run.json');
  if (!existsSync(file)) {
    throw refusal('E_NO_RECORDING', folder, 'there is no recording of a run', 'see --state');
  }
  const parsed = runRecord.safeParse(json(readFileSync(file, 'utf8')));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const at = `${file} ${issue?.path.join('.') ?? ''}`.trimEnd();
    throw refusal('E_RECORDING', at, issue?.message ?? 'not a recording', REMEDY);
  }
  const definition = readFileSync(join(folder, 'definition.yaml'), 'utf8');
  if (sha256(definition) !== parsed.data.definition) {
    const path = join(folder, 'definition.yaml');
    throw refusal('E_RECORDING', path, 'it is not the definition that was recorded', REMEDY);
  }
  const { end } = parsed.data;
  const marks = readJournal(join(folder, 'marks.ndjson')).map((line) => mark.parse(line));
  return {
    folder,
    record: parsed.data,
    definition,
    inputs: readJournal(join(folder, 'inputs.ndjson')) as Input[],
    marks: end === null ? marks : [...marks, end],
  };
}

const REMEDY = 'take the folder as the run left it';

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function refusal(code: string, path: string, message: string, remedy: string): PlantError {
  return new PlantError([{ code, path, message, remedy }]);
}
