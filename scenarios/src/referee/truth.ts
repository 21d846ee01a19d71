/** Truth records of a run, from what was planned and what the world did. */
import type { AcceptedDiagnosis, Distractor, FaultTruth, Truth } from '@plant47/contract/sealed';
import type { PlannedFault } from './timeline.js';

/** What the declaration of a fault says of it. */
interface Declared {
  readonly iso14224: string;
  readonly profile: FaultTruth['profile'];
  readonly accepted?: readonly { readonly fault: string; readonly credit: number }[];
}

/** What the world knows of a fault at the end of a run, s since its start. */
export interface FaultOutcome {
  readonly id: string;
  /** When a spall began on the component; null where there is none. */
  readonly spall_s: number | null;
  readonly failure_s: number | null;
  readonly repair_s: number | null;
  readonly severity: readonly { readonly s: number; readonly x: number }[];
  /** Undefined for a fault of a point. */
  readonly record: Declared | undefined;
}

export interface TruthInput {
  readonly faults: readonly PlannedFault[];
  readonly outcomes: readonly FaultOutcome[];
  readonly events: Truth['events'];
  readonly duration_s: number;
  /** Observable-from by fault id, s; absent or null = never within the run. */
  readonly observable: ReadonlyMap<string, number | null>;
  /** Assets that shake when `asset` does. */
  readonly neighbours: (asset: string) => readonly string[];
  readonly distractors?: readonly Distractor[] | undefined;
  readonly wire?: Truth['wire'];
}

export function truthOf(input: TruthInput): Truth {
  const faults = input.faults.map((planned): FaultTruth => {
    const outcome = input.outcomes.find(({ id }) => id === planned.id);
    const record = outcome?.record ?? POINT_FAULTS[planned.mode] ?? UNDECLARED;
    return {
      id: planned.id,
      asset: planned.asset,
      component: planned.component,
      mode: planned.mode,
      iso14224: record.iso14224,
      profile: planned.profile ?? record.profile,
      onset_s: planned.onset_s,
      observable_s: input.observable.get(planned.id) ?? null,
      isolable_s: null,
      failure_s: outcome?.failure_s ?? null,
      repair_s: outcome?.repair_s ?? planned.end_s ?? null,
      severity: outcome?.severity ?? [],
      acceptedDiagnoses: acceptedFor(planned, record, outcome?.spall_s ?? null),
      affectedAssets: SHAKING.includes(planned.mode) ? input.neighbours(planned.asset) : [],
      ...(HARMLESS.includes(planned.mode) && outcome?.failure_s == null && { harmless: true }),
    };
  });
  const { events, duration_s, distractors, wire = [] } = input;
  const truth = { faults, events, duration_s, distractors: distractors ?? [] };
  return wire.length === 0 ? truth : { ...truth, wire };
}

/** What no machine kind declares: faults of points. Codes of ISO 14224:2016, from memory. */
const POINT_FAULTS: Readonly<Record<string, Declared>> = {
  'sensor.bias': { iso14224: 'AIR', profile: 'abrupt' },
  'sensor.drift': { iso14224: 'AIR', profile: 'incipient' },
  'sensor.stuck': { iso14224: 'NOO', profile: 'abrupt' },
};
/** Faults that pass by themselves: grease is pressed out of the bearing again. */
const HARMLESS = ['bearing.over-grease'];
const UNDECLARED: Declared = { iso14224: 'UNK', profile: 'incipient' };

/** Faults whose vibration carries to the neighbours. */
const SHAKING = [
  'bearing.starvation',
  'bearing.outer-race',
  'bearing.inner-race',
  'train.looseness',
  'train.unbalance',
];
const RACES = ['bearing.outer-race', 'bearing.inner-race'];

/**
 * The declaration says what is accepted; a race named for starvation is half right until the
 * spall exists. Either end of a side is right for a race: one accelerometer hears both.
 */
function acceptedFor(
  fault: PlannedFault,
  record: Declared,
  spall_s: number | null,
): readonly AcceptedDiagnosis[] {
  const declared = record.accepted ?? ownRoom(fault.mode);
  const side = fault.component.startsWith('pump-') ? 'pump-' : '';
  const isRace = RACES.includes(fault.mode);
  const components = isRace
    ? [`${side}bearing-de`, `${side}bearing-nde`]
    : fault.mode.startsWith('bearing.')
      ? [fault.component]
      : [];
  const accepted = declared.map((entry) => ({ ...entry, from_s: 0, components }));
  if (fault.mode !== 'bearing.starvation' || spall_s === null) return accepted;
  const spalled = accepted
    .filter((entry) => RACES.includes(entry.fault))
    .map((entry) => ({ ...entry, credit: 1, from_s: spall_s }));
  return [...accepted, ...spalled];
}

/** A sensor fault of another sort is half right. */
function ownRoom(mode: string): readonly { fault: string; credit: number }[] {
  return Object.keys(POINT_FAULTS).includes(mode)
    ? Object.keys(POINT_FAULTS).map((fault) => ({ fault, credit: fault === mode ? 1 : 0.5 }))
    : [{ fault: mode, credit: 1 }];
}
