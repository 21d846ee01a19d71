/** `plant47 acceptance`: all runs of the acceptance suite, resumable, with a table at the end. */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PlantError } from '@plant47/contract';
import { HOME } from '../runner/library.js';
import { acceptance, acceptanceTable } from './acceptance.js';
import type { Line } from './pool.js';
import { fingerprintOf } from './store.js';
import { inMemory, overSockets } from './transport.js';

export interface AcceptanceFlags {
  readonly suite?: string;
  readonly transport?: string;
  readonly jobs?: number;
  /** Folder of results. */
  readonly out?: string;
  readonly scenario?: string;
  readonly seeds?: number;
  /** Assets to run, comma-separated: quick looks in memory only. */
  readonly only?: string;
}

/** Runs the acceptance; the lines, the table, and exit code 0 or 1. */
export async function runAcceptance(
  flags: AcceptanceFlags,
  log: (line: string) => void,
): Promise<{ readonly lines: readonly Line[]; readonly table: string; readonly exitCode: 0 | 1 }> {
  const transport = flags.transport ?? 'memory';
  if (transport !== 'memory' && transport !== 'sockets') {
    throw new PlantError([
      {
        code: 'E_TRANSPORT',
        path: '--transport',
        message: `there is no such transport (${transport})`,
        remedy: 'write memory or sockets',
      },
    ]);
  }
  const only = flags.only === undefined ? {} : { only: flags.only.split(',') };
  const binary = join(HOME, 'bin', 'plant47.mjs');
  const lines = await acceptance({
    suite: flags.suite ?? 'acceptance',
    folder: flags.out ?? join('.plant47', 'acceptance'),
    fingerprint: fingerprintOf(codeFolders(), ['.js', '.yaml']) + (flags.only ?? ''),
    jobs: flags.jobs ?? 1,
    make: transport === 'memory' ? inMemory(only) : overSockets(binary, only),
    log,
    ...(flags.scenario === undefined ? {} : { scenario: flags.scenario }),
    ...(flags.seeds === undefined ? {} : { seedMax: flags.seeds }),
  });
  const passed = lines.every((line) => line.passed);
  return { lines, table: acceptanceTable(lines), exitCode: passed ? 0 : 1 };
}

/** What the results depend on: built code, device profiles, plants and scenarios. */
function codeFolders(): readonly string[] {
  const built = (name: string) => fileURLToPath(new URL('.', import.meta.resolve(name)));
  return [
    built('@plant47/contract'),
    built('@plant47/simulator'),
    built('@plant47/engine'),
    join(built('@plant47/simulator'), '..', 'profiles'),
    join(HOME, 'dist', 'referee'),
    join(HOME, 'dist', 'runner'),
    join(HOME, 'plants'),
    join(HOME, 'library'),
  ];
}
