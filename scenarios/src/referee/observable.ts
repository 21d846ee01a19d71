/**
 * Observable-from and isolable-from: the first instants at which an ideal reader of the published
 * points and bursts could have told the fault, and told it from every rival, at the false-alarm
 * budget. Found by the leave-one-out fork: the same plant and inputs without that one fault.
 */
import { TICKS_PER_SECOND } from '@plant47/simulator';
import { advanceBranch, type BranchedRun, forkOf } from '../information/branches.js';
import { createEvidence, look, lookAtScalars } from '../information/evidence.js';
import { MONTH_S } from './metrics.js';

/** False alarms a machine-month of the acceptance. */
const BUDGET = 0.1;

export type ObservableRun = BranchedRun;

/** Lorden's bound: the information that a run of γ samples between false alarms asks for, nats. */
export function informationNeeded(scalars_s: number, budget: number = BUDGET): number {
  return Math.log(MONTH_S / budget / scalars_s);
}

/** Seconds since the start of the run, or null where the points never suffice within it. */
export function observableFrom(run: BranchedRun, faultId: string): number | null {
  const fork = forkOf(run, faultId);
  if (fork === undefined) return null;
  const { healthy, faulty, untilTick } = fork;
  const evidence = createEvidence(healthy.model);
  const needed = informationNeeded(run.sampling.scalars_s);
  const next = healthy.model.nextScanTick;
  let tick = 0;
  for (; tick <= Math.min(fork.onset, untilTick); tick = next(tick)) {
    advanceBranch(healthy, tick);
    evidence.learn(lookAtScalars(healthy.model));
  }
  fork.part();
  for (; tick <= untilTick; tick = next(tick)) {
    advanceBranch(healthy, tick);
    advanceBranch(faulty, tick);
    evidence.add(look(healthy.model), look(faulty.model));
    if (evidence.value() >= needed) return tick / TICKS_PER_SECOND;
  }
  return null;
}

/** Observable-from of every fault that the inputs plant, by its id. */
export function observableFaults(run: BranchedRun): ReadonlyMap<string, number | null> {
  // Wire faults are no faults of the plant: nobody is asked to find them.
  const planted = run.inputs.flatMap(({ command }) =>
    'id' in command && command.type !== 'toxic' ? [command.id] : [],
  );
  const ids = new Set(planted);
  return new Map([...ids].map((id) => [id, observableFrom(run, id)]));
}
