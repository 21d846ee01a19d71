/** What became of the planned faults, as the world recorded it. */
import type { Distractor, Input, Truth, WireTruth } from '@plant47/contract/sealed';
import {
  createPlantModel,
  type PlantModel,
  read,
  TICKS_PER_SECOND,
  truth,
  wireTruth,
} from '@plant47/simulator';
import { distractorsOf } from './distractors.js';
import type { PlannedFault } from './timeline.js';
import type { FaultOutcome } from './truth.js';

export interface Outcomes {
  readonly outcomes: readonly FaultOutcome[];
  readonly events: Truth['events'];
  readonly neighbours: (asset: string) => readonly string[];
  readonly distractors: readonly Distractor[];
  readonly wire: readonly WireTruth[];
}

/** Outcomes of a run; `inputs` are all that were recorded, for the course of the damage. */
export function outcomesOf(
  model: PlantModel,
  faults: readonly PlannedFault[],
  inputs: readonly Input[],
): Outcomes {
  const { state } = model;
  const records = truth(state);
  const seconds = (tick: number | null): number | null =>
    tick === null ? null : tick / TICKS_PER_SECOND;
  return {
    outcomes: faults.map((planned): FaultOutcome => {
      const { id, onset_s } = planned;
      const record = records.find((one) => one.id === id);
      if (record === undefined) {
        const severity = [{ s: onset_s, x: 1 }];
        return { id, spall_s: null, failure_s: null, repair_s: null, severity, record };
      }
      const failure_s = seconds(record.failure);
      const course = courseOf(model, planned, inputs, failure_s ?? state.tick / TICKS_PER_SECOND);
      return { id, ...course, failure_s, repair_s: seconds(record.repair), record };
    }),
    events: state.events.map(({ tick, asset, component, event, detail }) => ({
      s: tick / TICKS_PER_SECOND,
      asset,
      component,
      event: detail === '' ? event : `${event}: ${detail}`,
    })),
    neighbours: (asset) => neighboursOf(model, asset),
    distractors: distractorsOf(inputs),
    wire: wireTruth(inputs),
  };
}

/** Assets that the vibration of `asset` reaches. */
export function neighboursOf({ world }: PlantModel, asset: string): readonly string[] {
  const source = world.trains.find((train) => train.asset === asset);
  return world.trains
    .filter((train) => train.neighbours.some((near) => near.train === source?.index))
    .map((train) => train.asset);
}

/** Points of a severity curve lie this far apart, s. */
const CURVE_S = 21_600;

/** Severity and the beginning of a spall: the faulty train alone, run again from its inputs. */
function courseOf(
  { world, sampling }: PlantModel,
  planned: PlannedFault,
  inputs: readonly Input[],
  until_s: number,
): Pick<FaultOutcome, 'spall_s' | 'severity'> {
  const only = [planned.asset];
  const alone = createPlantModel(world.plant, world.key, sampling, {
    only,
    macro_s: world.macro / TICKS_PER_SECOND,
  });
  const severity: { s: number; x: number }[] = [];
  let spall_s: number | null = null;
  let shown_s = Number.NEGATIVE_INFINITY;
  for (let s = 0; s <= until_s; s = alone.nextScanTick(alone.state.tick) / TICKS_PER_SECOND) {
    alone.advance(s * TICKS_PER_SECOND, inputs);
    if (s < planned.onset_s) continue;
    const now = truth(alone.state).find(({ id }) => id === planned.id);
    if (now !== undefined && s - shown_s >= CURVE_S) {
      severity.push({ s, x: now.now });
      shown_s = s;
    }
    if (spall_s === null && now !== undefined && spallOf(alone, planned) > 0) spall_s = s;
  }
  return { spall_s, severity };
}

/** Area of the larger spall on the fault's component, mm²; 0 where it has none. */
function spallOf({ state }: PlantModel, { component }: PlannedFault): number {
  if (!component.includes('bearing')) return 0;
  return Math.max(
    read(state, 0, component, 'outer-spall'),
    read(state, 0, component, 'inner-spall'),
  );
}
