/** Operating states of a motor starter and what may follow what. */

/** 0 off, 1 starting, 2 running, 3 tripped, 4 locked out: the number that the state keeps. */
export const MODES = ['off', 'starting', 'running', 'tripped', 'locked-out'] as const;
export type Mode = (typeof MODES)[number];
export type StarterVerb = 'start' | 'stop' | 'trip' | 'reset' | 'lock' | 'unlock';

const FROM: Readonly<Record<StarterVerb, readonly Mode[]>> = {
  start: ['off'],
  stop: ['starting', 'running'],
  trip: ['starting', 'running'],
  reset: ['tripped'],
  lock: ['off', 'tripped'],
  unlock: ['locked-out'],
};
const TO: Readonly<Record<StarterVerb, Mode>> = {
  start: 'starting',
  stop: 'off',
  trip: 'tripped',
  reset: 'off',
  lock: 'locked-out',
  unlock: 'off',
};

export function isStarterVerb(text: string): text is StarterVerb {
  return text in FROM;
}

/** The mode after a verb, or undefined where it is refused. `fit` = nothing forbids a start. */
export function afterVerb(mode: Mode, verb: StarterVerb, fit: boolean): Mode | undefined {
  if (!FROM[verb].includes(mode)) return undefined;
  return (verb === 'start' || verb === 'reset') && !fit ? undefined : TO[verb];
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
}

/** Why the relay trips, or undefined. */
export function tripCause(p: Protected): string | undefined {
  if (p.mode !== 'starting' && p.mode !== 'running') return undefined;
  if (p.voltage < DROPOUT * p.ratedVoltage) return 'undervoltage';
  if (p.winding_K >= THERMISTOR_K) return 'overtemperature';
  if (p.mode === 'running') return p.speed < 0.7 ? 'stalled' : undefined;
  return p.since_s > (p.drive ? RAMP_MAX_S : START_MAX_S) ? 'long-start' : undefined;
}
