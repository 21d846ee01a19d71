/** What sensing needs of a train at an instant: plain numbers, fit to cross a thread. */

/** Condition of one bearing. */
export interface BearingCondition {
  /** Spall areas on the races, mm². */
  readonly outer_mm2: number;
  readonly inner_mm2: number;
  /** Lubrication: 1 fresh, 0 dry. */
  readonly lube: number;
  /** Friction multiplier: 1 healthy. */
  readonly friction: number;
  /** Radial load, N. */
  readonly F_r: number;
  /** Progress of the last stage, 0–1: lines drown, noise and 1× rise. */
  readonly stage4: number;
}

/** Condition of one train; the bearings in the order DE, NDE, pump DE, pump NDE. */
export interface TrainCondition {
  readonly tick: number;
  readonly shaft_hz: number;
  readonly supply_hz: number;
  readonly running: boolean;
  /** Shaft power over rated power, 0–1.3. */
  readonly load: number;
  readonly bearings: readonly [
    BearingCondition,
    BearingCondition,
    BearingCondition,
    BearingCondition,
  ];
  /** Fault severities, 0–1. */
  readonly unbalance: number;
  readonly looseness: number;
  /** Cavitation intensity, 0–1. */
  readonly cavitation: number;
  /** Flow over best-efficiency flow at this speed. */
  readonly flowRatio: number;
  /** Negative- over positive-sequence voltage. */
  readonly supplyUnbalance: number;
}
