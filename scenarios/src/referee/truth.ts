/** Truth records of a run, from what was planned and what the world did. */
import type { AcceptedDiagnosis, FaultTruth, Truth } from '@plant47/contract/sealed';
import type { PlannedFault } from './timeline.js';

/** What the world knows of a fault at the end of a run, s since its start. */
export interface FaultOutcome {
  readonly id: string;
  /** When a spall began on the component; null where there is none. */
  readonly spall_s: number | null;
  readonly failure_s: number | null;
  readonly repair_s: number | null;
  readonly severity: readonly { readonly s: number; readonly x: number }[];
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
}

export function truthOf(input: TruthInput): Truth {
  const faults = input.faults.map((planned): FaultTruth => {
    const outcome = input.outcomes.find(({ id }) => id === planned.id);
    const mode = MODES[planned.mode];
    return {
      id: planned.id,
      asset: planned.asset,
      component: planned.component,
      mode: planned.mode,
      iso14224: mode?.iso14224 ?? '6.4',
      profile: mode?.profile ?? 'incipient',
      onset_s: planned.onset_s,
      observable_s: input.observable.get(planned.id) ?? null,
      isolable_s: null,
      failure_s: outcome?.failure_s ?? null,
      repair_s: outcome?.repair_s ?? null,
      severity: outcome?.severity ?? [],
      acceptedDiagnoses: acceptedFor(planned, outcome?.spall_s ?? null),
      affectedAssets: mode?.shakes ? input.neighbours(planned.asset) : [],
    };
  });
  return { faults, events: input.events, duration_s: input.duration_s };
}

interface Mode {
  /** Failure mechanism in the style of ISO 14224:2016 table B.2. */
  readonly iso14224: string;
  readonly profile: FaultTruth['profile'];
  /** True where the fault's vibration carries to the neighbours. */
  readonly shakes?: boolean;
  /** Half-right diagnoses. */
  readonly half?: readonly string[];
}

/** How each fault is recorded. Codes as the standard numbers its mechanisms, from memory. */
const MODES: Readonly<Record<string, Mode>> = {
  'bearing.starvation': { iso14224: '2.4', profile: 'incipient', shakes: true },
  'bearing.outer-race': { iso14224: '2.6', profile: 'incipient', shakes: true },
  'bearing.inner-race': { iso14224: '2.6', profile: 'incipient', shakes: true },
  'bearing.over-grease': { iso14224: '2.7', profile: 'abrupt' },
  'motor.blocked-cooling': { iso14224: '5.1', profile: 'incipient' },
  'motor.supply-unbalance': { iso14224: '4.4', profile: 'abrupt' },
  'train.looseness': {
    iso14224: '1.5',
    profile: 'incipient',
    shakes: true,
    half: ['train.unbalance'],
  },
  'train.unbalance': {
    iso14224: '1.2',
    profile: 'incipient',
    shakes: true,
    half: ['train.looseness'],
  },
  'pump.strainer-clog': { iso14224: '5.1', profile: 'incipient', half: ['pump.cavitation'] },
  'pump.impeller-wear': { iso14224: '2.4', profile: 'incipient' },
  'sensor.bias': {
    iso14224: '3.4',
    profile: 'abrupt',
    half: ['sensor.drift', 'sensor.stuck'],
  },
  'sensor.drift': {
    iso14224: '3.4',
    profile: 'incipient',
    half: ['sensor.bias', 'sensor.stuck'],
  },
  'sensor.stuck': {
    iso14224: '3.3',
    profile: 'abrupt',
    half: ['sensor.bias', 'sensor.drift'],
  },
};

const RACES = ['bearing.outer-race', 'bearing.inner-race'] as const;

/** Starvation and the spall it breeds are both right; either end of a side is, for a race. */
function acceptedFor(fault: PlannedFault, spall_s: number | null): readonly AcceptedDiagnosis[] {
  const own = (name: string, credit: number, components: readonly string[], from_s = 0) => ({
    fault: name,
    credit,
    from_s,
    components,
  });
  const here = [fault.component];
  if (fault.mode === 'bearing.starvation') {
    const races = RACES.map((race) => own(race, 0.5, here));
    const spalled = RACES.map((race) => own(race, 1, here, spall_s ?? 0));
    return [own(fault.mode, 1, here), ...races, ...(spall_s === null ? [] : spalled)];
  }
  if (RACES.some((race) => race === fault.mode)) {
    const side = fault.component.startsWith('pump-') ? 'pump-' : '';
    const ends = [`${side}bearing-de`, `${side}bearing-nde`];
    return RACES.map((race) => own(race, race === fault.mode ? 1 : 0.5, ends));
  }
  const halves = MODES[fault.mode]?.half ?? [];
  const place = fault.mode.startsWith('bearing.') ? here : [];
  return [own(fault.mode, 1, place), ...halves.map((name) => own(name, 0.5, place))];
}
