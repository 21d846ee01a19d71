/** When a run may end before its scenario does. */
import type { Scenario } from '@plant47/contract/sealed';
import { type PlantModel, TICKS_PER_SECOND } from '@plant47/simulator';
import { GRACE_S } from './matching.js';
import type { PlannedFault } from './timeline.js';

/** True once every planned fault of a run that ends in failure has failed, and its grace is over. */
export function isOver(
  scenario: Scenario,
  faults: readonly PlannedFault[],
  { state }: PlantModel,
): boolean {
  if (scenario.endsIn !== 'failure' || faults.length === 0) return false;
  return faults.every(({ id }) =>
    state.faults.some(
      (record) =>
        record.id === id &&
        record.failure !== null &&
        state.tick > record.failure + GRACE_S * TICKS_PER_SECOND,
    ),
  );
}
