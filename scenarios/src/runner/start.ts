/** What a run begins from. */
import { PlantError } from '@plant47/contract';
import type { Scenario } from '@plant47/contract/sealed';
import { SnapshotStore, type StoredSnapshot } from '@plant47/simulator';
import type { Definition } from './definition.js';

/** The snapshot that a scenario begins from; undefined = settled. Throws E_NO_SNAPSHOT. */
export function startOf(
  { scenario, text }: Definition,
  stateDir: string | undefined,
): StoredSnapshot | undefined {
  if (scenario.start === 'settled') return undefined;
  return new SnapshotStore(stateDir).read(scenario.start.snapshot, text);
}

/** Throws E_SCENARIO_START where a run that has no state folder is to begin from a snapshot. */
export function refuseSnapshot({ scenario }: Pick<Definition, 'scenario'>): void {
  if (scenario.start === 'settled') return;
  throw new PlantError([
    {
      code: 'E_SCENARIO_START',
      path: 'start',
      message: `a run in memory begins settled (${scenario.start.snapshot})`,
      remedy: 'run it over sockets, with the --state folder in which the snapshot lies',
    },
  ]);
}

/** Throws E_SCENARIO_SEALED where a sealed scenario is to be graded on a seed that anyone may type. */
export function refuseTypedSeed({ id, keys }: Pick<Scenario, 'id' | 'keys'>): void {
  if (keys === 'public') return;
  throw new PlantError([
    {
      code: 'E_SCENARIO_SEALED',
      path: 'keys',
      message: `the scenario is graded on sealed keys alone (${id})`,
      remedy: 'take it with `plant47 exam` and no --seeds; `up` shows it on any seed',
    },
  ]);
}
