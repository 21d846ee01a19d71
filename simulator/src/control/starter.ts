/** Operating states of a motor starter and what may follow what. */

/** 0 off, 1 starting, 2 running, 3 tripped, 4 locked out: the number that the state keeps. */
export const MODES = ['off', 'starting', 'running', 'tripped', 'locked-out'] as const;
export type Mode = (typeof MODES)[number];
export type StarterVerb = 'start' | 'stop' | 'trip' | 'reset' | 'lock' | 'unlock';

interface Verb {
  readonly label: string;
  readonly effect: string;
  readonly from: readonly Mode[];
  readonly to: Mode;
}
/** What an operator can do at the panel, from which mode, and the mode that follows. */
export const STARTER_VERBS: Readonly<Record<StarterVerb, Verb>> = {
  start: {
    label: 'Start',
    effect: 'the contactor closes; refused where a part has failed',
    from: ['off'],
    to: 'starting',
  },
  stop: {
    label: 'Stop',
    effect: 'the contactor opens',
    from: ['starting', 'running'],
    to: 'off',
  },
  trip: {
    label: 'Emergency stop',
    effect: 'the contactor opens and stays open until reset',
    from: ['starting', 'running'],
    to: 'tripped',
  },
  reset: {
    label: 'Reset the trip',
    effect: 'a tripped starter is off again',
    from: ['tripped'],
    to: 'off',
  },
  lock: {
    label: 'Lock out',
    effect: 'no start until unlocked',
    from: ['off', 'tripped'],
    to: 'locked-out',
  },
  unlock: {
    label: 'Unlock',
    effect: 'a locked starter is off again',
    from: ['locked-out'],
    to: 'off',
  },
};

export function isStarterVerb(text: string): text is StarterVerb {
  return text in STARTER_VERBS;
}

/** The mode after a verb, or undefined where it is refused. `fit` = nothing forbids a start. */
export function afterVerb(mode: Mode, verb: StarterVerb, fit: boolean): Mode | undefined {
  const { from, to } = STARTER_VERBS[verb];
  if (!from.includes(mode)) return undefined;
  return (verb === 'start' || verb === 'reset') && !fit ? undefined : to;
}

/** True where the contactor is closed. */
export function isEnergised(mode: Mode): boolean {
  return mode === 'starting' || mode === 'running';
}

/** Winding temperature at which the thermistor relay trips, K (155 °C, class F; IEC 60034-11). */
const THERMISTOR_K = 428.15;
/** Voltage below which the contactor drops out, share of rated (IEC 60947-4-1). */
const DROPOUT = 0.5;
/** Voltage below which a start is refused, share of rated (judgement). */
export const PICKUP = 0.75;
/** Longest start, s (trip class 20 without a converter, its ramp with one; judgement). */
const START_MAX_S = 20;
const RAMP_MAX_S = 90;

/** What a protective relay sees. */
export interface Protected {
  readonly mode: Mode;
  readonly winding_K: number;
  readonly voltage: number;
  readonly ratedVoltage: number;
  /** Speed over synchronous speed. */
  readonly speed: number;
  /** Time in this mode, s. */
  readonly since_s: number;
  readonly drive: boolean;
  /** Of the supply, Hz. */
  readonly frequency: number;
}

/** Why the relay trips, or undefined. */
export function tripCause(p: Protected): string | undefined {
  if (p.mode !== 'starting' && p.mode !== 'running') return undefined;
  if (p.voltage < DROPOUT * p.ratedVoltage) return 'undervoltage';
  if (p.winding_K >= THERMISTOR_K) return 'overtemperature';
  if (p.mode === 'running') return p.speed < 0.7 ? 'stalled' : undefined;
  return p.since_s > (p.drive ? RAMP_MAX_S : START_MAX_S) ? 'long-start' : undefined;
}

/** Share of synchronous speed at which a start has succeeded. */
const STARTED = 0.94;
/** Frequency at which a converter has ended its ramp, Hz: its least one, all but a tenth. */
const RAMPED_HZ = 24.9;

/** True where a start has succeeded: up to speed, and a converter's frequency stands. */
export function hasStarted({ mode, speed, drive, frequency }: Protected): boolean {
  return mode === 'starting' && speed >= STARTED && !(drive && frequency < RAMPED_HZ);
}
