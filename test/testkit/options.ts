/** What may be asked of a test's plant, and what is wrong with it. */
import { type Issue, PlantError } from '@plant47/contract';
import type { Plant, Scenario } from '@plant47/contract/sealed';

export interface PlantOptions {
  /** Name of a shipped scenario, path of a file, or its data; nothing happens where absent. */
  readonly scenario?: string | Scenario;
  /** Name of a shipped plant, path of a file, or its data; the scenario's, else `two-pumps`. */
  readonly plant?: string | Plant;
  /** 1 where absent. */
  readonly seed?: number;
  /** Period of the scalar points, e.g. `1s`; the scenario's, else 10 minutes. */
  readonly scalars?: string;
  /** Simulated seconds a wall second, or `max`; absent = time stands still between advances. */
  readonly rate?: number | 'max';
  /** True for the built-in engine as a process of its own, in lock-step. */
  readonly engine?: boolean;
  /** False = no control API. */
  readonly http?: boolean;
  /** Folder for what is kept of failures; `.plant47/failures` where absent. */
  readonly artefacts?: string;
}

const NAMES: readonly string[] = [
  'scenario',
  'plant',
  'seed',
  'scalars',
  'rate',
  'engine',
  'http',
  'artefacts',
] satisfies readonly (keyof PlantOptions)[];

/** Largest seed, that of the command line. */
const SEED_MAX = 4_294_967_295;

/** Throws E_USAGE and E_NUMBER, all at once, for tests that no compiler has looked at. */
export function checkOptions(options: PlantOptions): void {
  const { seed = 1, rate = 'max' } = options;
  const issues: Issue[] = Object.keys(options)
    .filter((name) => !NAMES.includes(name))
    .map((name) => ({
      code: 'E_USAGE',
      path: 'startPlant',
      message: `there is no such option (${name})`,
      remedy: `take one of ${NAMES.join(', ')}`,
    }));
  if (!Number.isInteger(seed) || seed < 0 || seed > SEED_MAX) {
    const remedy = `give 0 to ${SEED_MAX}`;
    const message = `this is not a whole number in its range (${seed})`;
    issues.push({ code: 'E_NUMBER', path: 'seed', message, remedy });
  }
  if (rate !== 'max' && !(Number.isFinite(rate) && rate > 0)) {
    const message = `this is not a number above zero (${rate})`;
    issues.push({ code: 'E_NUMBER', path: 'rate', message, remedy: 'give one, or max' });
  }
  if (issues.length > 0) throw new PlantError(issues);
}
