/** Truth: faults as they evolve. */
import type { Fault } from '../machines/kind.js';
import type { AnyRows, FaultRecord, State } from './state.js';

/** A fault record with its declaration and its damage now. */
export interface FaultView extends FaultRecord {
  /** Severity now, 0–1. */
  readonly now: number;
  /** Damage now, in `unit`. */
  readonly physical: number;
  readonly unit: string;
  readonly iso14224: string;
  readonly profile: 'incipient' | 'abrupt' | 'intermittent';
  readonly accepted: readonly { readonly fault: string; readonly credit: number }[];
  /** Point id that shows it first. */
  readonly indicator: string;
}

/** All fault records of the run, in the order of injection. */
export function truth(state: State): FaultView[] {
  return state.faults.map((record) => {
    const { table, row, column, component, asset } = record;
    const { kind, m } = state.tables[table];
    const declared = kind.faults[column] as Fault<AnyRows>;
    const now: number = m[column][row];
    const { scale, iso14224, profile } = declared;
    const [unit, at0, at1] = scale;
    const physical = declared.physical?.(m, row) ?? at0 + (at1 - at0) * now;
    const accepted = acceptedFor(declared);
    const indicator = `${asset}.${declared.indicator.replace('*', component)}`;
    return { ...record, now, physical, unit, iso14224, profile, accepted, indicator };
  });
}

/** Diagnoses that name a fault, with their credit. */
export function acceptedFor({ id, credits }: Fault<AnyRows>): FaultView['accepted'] {
  const others = Object.entries(credits ?? {}).map(([fault, credit]) => ({ fault, credit }));
  return [{ fault: id, credit: 1 }, ...others];
}
