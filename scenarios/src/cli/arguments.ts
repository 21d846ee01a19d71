/** Values of flags, checked: what is wrong is collected in coded errors. */
import { type Issue, PlantError, parseDuration } from '@plant47/contract';
import { Option } from 'commander';

/** Collects what is wrong with the flags of one command. */
export class FlagReader {
  private readonly issues: Issue[] = [];

  fail(code: string, path: string, message: string, remedy: string): undefined {
    this.issues.push({ code, path, message, remedy });
    return undefined;
  }

  /** Seconds of a duration such as `10min`. */
  duration(flag: string, text: string | undefined): number | undefined {
    if (text === undefined) return undefined;
    const seconds = parseDuration(text);
    if (seconds !== undefined) return seconds;
    return this.fail(
      'E_DURATION',
      flag,
      `this is not a duration (${text})`,
      'write a number with its unit: 90s, 10min, 24h, 30d',
    );
  }

  integer(flag: string, text: string | undefined, low: number, high: number): number | undefined {
    if (text === undefined) return undefined;
    const value = Number(text);
    if (Number.isInteger(value) && value >= low && value <= high) return value;
    return this.fail(
      'E_NUMBER',
      flag,
      `this is not a whole number in its range (${text})`,
      `give ${low} to ${high}`,
    );
  }

  number(flag: string, text: string | undefined, low: number, high: number): number | undefined {
    if (text === undefined) return undefined;
    const value = Number(text);
    if (text.trim() !== '' && value >= low && value <= high) return value;
    return this.fail(
      'E_NUMBER',
      flag,
      `this is not a number in its range (${text})`,
      `give ${low} to ${high}`,
    );
  }

  /** Throws every mistake found so far. */
  check(): void {
    if (this.issues.length > 0) throw new PlantError(this.issues);
  }
}

/** Seeds of public runs. */
export const SEED_MAX = 0xffff_ffff;

/** `7`, or `1..10`. */
export function seedsOf(reader: FlagReader, one?: string, range?: string): number[] {
  if (range === undefined) {
    const seed = reader.integer('--seed', one, 0, SEED_MAX);
    return seed === undefined ? [] : [seed];
  }
  const match = /^(\d+)\.\.(\d+)$/.exec(range);
  const first = Number(match?.[1]);
  const last = Number(match?.[2]);
  if (!match || last < first || last - first > 10_000) {
    reader.fail('E_SEEDS', '--seeds', `this is not a range (${range})`, 'write 1..10');
    return [];
  }
  return Array.from({ length: last - first + 1 }, (_, i) => first + i);
}

export const jsonOption = (): Option =>
  new Option('--json [file]', 'one JSON document, to standard output or to a file');

export const stateOption = (): Option =>
  new Option('--state <dir>', 'folder for runs and snapshots')
    .env('PLANT47_STATE')
    .default('.plant47');

export const seedOption = (): Option =>
  new Option('--seed <n>', 'seed of the run (0 to 4294967295)').env('PLANT47_SEED');

/** Exit code of several runs: an invalid one outweighs an undecided one, and that a failed one. */
export const worstExit = (codes: readonly number[]): number =>
  [3, 4, 1].find((code) => codes.includes(code)) ?? 0;
