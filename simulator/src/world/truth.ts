/** Truth: faults as they evolve, and what may be injected or done. */
import type { Fault } from '../machines/kind.js';
import { KINDS } from '../machines/registry.js';
import { TICKS_PER_SECOND } from './clock.js';
import type { World } from './compile.js';
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
export function truth(world: World, state: State): FaultView[] {
  return state.faults.map((record) => {
    const { table, row, column, component, asset } = record;
    const declared = world.tables[table].kind.faults[column] as Fault<AnyRows>;
    const m = state.rows[table];
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
function acceptedFor({ id, credits }: Fault<AnyRows>): FaultView['accepted'] {
  const others = Object.entries(credits ?? {}).map(([fault, credit]) => ({ fault, credit }));
  return [{ fault: id, credit: 1 }, ...others];
}

/** The severity of a record at a tick by its plan: linear over its ramp, 0 after its repair. */
export function plannedSeverity(record: FaultRecord, tick: number): number {
  if (tick < record.onset || (record.repair !== null && tick >= record.repair)) return 0;
  const ramp = record.ramp_s * TICKS_PER_SECOND;
  return ramp > 0 ? record.severity * Math.min((tick - record.onset) / ramp, 1) : record.severity;
}

export interface FaultListing {
  readonly fault: string;
  readonly label: string;
  readonly kind: string;
  readonly unit: string;
  readonly at0: number;
  readonly at1: number;
  readonly iso14224: string;
  readonly accepted: readonly { readonly fault: string; readonly credit: number }[];
}

/** Every fault that any kind declares. */
export function faultListing(): FaultListing[] {
  return KINDS.flatMap((kind) =>
    Object.values(kind.faults).map((fault) => {
      const { id, label, scale, iso14224 } = fault as Fault<AnyRows>;
      const [unit, at0, at1] = scale;
      const accepted = acceptedFor(fault);
      return { fault: id, label, kind: kind.kind, unit, at0, at1, iso14224, accepted };
    }),
  );
}

export interface ActionListing {
  readonly action: string;
  readonly label: string;
  readonly kind: string;
  readonly needs: 'any' | 'stopped';
  readonly duration_s: number;
  readonly effect: string;
}

/** Actions of the starter and the valve, which every train has. */
const PANEL: readonly ActionListing[] = [
  panel('start', 'Start', 'the contactor closes; refused where a part has failed'),
  panel('stop', 'Stop', 'the contactor opens'),
  panel('trip', 'Emergency stop', 'the contactor opens and stays open until reset'),
  panel('reset', 'Reset the trip', 'a tripped starter is off again'),
  panel('lock', 'Lock out', 'no start until unlocked'),
  panel('unlock', 'Unlock', 'a locked starter is off again'),
  panel('load', 'Set demand by hand', 'flow over rated flow, 0 = automatic'),
];

function panel(action: string, label: string, effect: string): ActionListing {
  return { action, label, kind: 'train', needs: 'any', duration_s: 0, effect };
}

/** Every action that any kind declares, and those of the panel. */
export function actionListing(): ActionListing[] {
  const declared = KINDS.flatMap((kind) =>
    Object.entries(kind.actions).map(([action, { label, needs, duration_s, effect }]) => ({
      action,
      label,
      kind: kind.kind,
      needs,
      duration_s,
      effect,
    })),
  );
  return [...PANEL, ...declared];
}
