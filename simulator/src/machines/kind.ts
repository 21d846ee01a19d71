/** The declaration of a machine kind: what is published, labelled, wired or injected derives here. */
import type { FaultId } from '@plant47/contract';
import type { Stream } from '../physics/random.js';
import type { Net } from './net.js';

export type Column = Float64Array;
type Wire = 'shaft' | 'pipe' | 'heat' | 'supply';

export interface Parameter {
  readonly unit: string;
  readonly label: string;
  readonly value: number;
  /** Standard clause, paper, datasheet, fit or judgement. */
  readonly source: string;
  /** Smallest value that makes sense; -Infinity where any does. */
  readonly min: number;
}
export interface Variable {
  readonly unit: string;
  readonly label: string;
  readonly start: number;
}
/** A physical cause with a severity in [0, 1], present as a term of an equation of its kind. */
export interface Fault<M> {
  readonly id: FaultId;
  readonly label: string;
  /** What severity 0 and 1 mean: unit and the damage at each. */
  readonly scale: readonly [unit: string, at0: number, at1: number];
  /** Failure mode code of ISO 14224:2016, table B.15. */
  readonly iso14224: string;
  readonly profile: 'incipient' | 'abrupt' | 'intermittent';
  /** Credit for diagnoses besides its own id, which has 1. */
  readonly credits?: Readonly<Partial<Record<FaultId, number>>>;
  /** Point that shows it first: component and quantity, `*` = the component itself. */
  readonly indicator: string;
  /** Done once when the fault is injected, or cleared with severity 0. */
  readonly strike?: (m: M, i: number, severity: number) => void;
  /** Damage now, in the fault's unit; severity between at0 and at1 where absent. */
  readonly physical?: (m: M, i: number) => number;
}
/** Something an operator or a fitter can do to a component. */
export interface Action<M> {
  readonly label: string;
  /** What the machine must be for it. */
  readonly needs: 'any' | 'stopped';
  readonly duration_s: number;
  readonly effect: string;
  /** Ids of the faults that it ends. */
  readonly mends: readonly FaultId[];
  readonly apply?: (m: M, i: number) => void;
}
/** What an ideal sensor sees, in SI units, computed only when asked. */
export type Output<M> = readonly [
  unit: string,
  label: string,
  range: readonly [number, number],
  read: (m: M, i: number, net: Net) => number,
];

/** One column per name over the rows of the kind; connectors are columns of indices. */
export type Rows<Name extends string, C extends string> = { readonly [K in Name]: Column } & {
  readonly [K in C]: Int32Array;
} & { readonly stream: readonly Stream[] };

/** Acts on rows [first, last). */
type Verb<M> = (m: M, net: Net, first: number, last: number) => void;
type Advance<M> = (m: M, net: Net, first: number, last: number, dt: number) => void;
/** Advances over the dt seconds whose middle is `at`, s since tick 0. */
type Age<M> = (m: M, net: Net, first: number, last: number, dt: number, at: number) => void;

export interface Kind<
  P extends string = string,
  S extends string = string,
  H extends string = string,
  I extends string = string,
  F extends string = string,
  C extends string = string,
  O extends string = string,
  M = Rows<P | S | H | I | F, C>,
> {
  readonly kind: string;
  readonly label: string;
  /** First word of its fault ids: motor, bearing, pump, train. */
  readonly family: string;
  readonly connectors: Readonly<Record<C, Wire>>;
  readonly parameters: Readonly<Record<P, Parameter>>;
  /** Named sets of parameter values. */
  readonly models: Readonly<Record<string, Readonly<Partial<Record<NoInfer<P>, number>>>>>;
  /** Rated values on the nameplate of a model, as the manifest shows them. */
  readonly plates?: Readonly<Record<string, object>>;
  /** Integrated quantities. */
  readonly states: Readonly<Record<S, Variable>>;
  /** Coefficients and losses of this instant: set by `hold` and `lose`, read by `act`. */
  readonly held: Readonly<Record<H, Variable>>;
  /** Set from outside at a tick boundary. */
  readonly inputs: Readonly<Record<I, Variable>>;
  readonly faults: Readonly<Record<F, Fault<NoInfer<M>>>>;
  readonly actions: Readonly<Record<string, Action<NoInfer<M>>>>;
  readonly outputs: Readonly<Record<O, Output<NoInfer<M>>>>;
  /** Makes a row new: at the start, and when it is replaced for the `count`-th time. */
  readonly renew?: (m: NoInfer<M>, i: number, count: number) => void;
  /** Holds the coefficients that temperatures, supply and faults give at this instant. */
  readonly hold: Verb<NoInfer<M>>;
  /** 20 Hz: adds its efforts and their slopes to its connectors. Allocates nothing. */
  readonly act: Verb<NoInfer<M>>;
  /** Holds the losses at this speed, and hands the heat to its connector. */
  readonly lose: Verb<NoInfer<M>>;
  /** Advances temperatures over dt with the held losses, exactly. */
  readonly relax: Advance<NoInfer<M>>;
  /** Advances damage over dt in closed form. */
  readonly age: Age<NoInfer<M>>;
  /** The event that ends its life, or undefined while it serves. */
  readonly failure?: (m: NoInfer<M>, i: number) => string | undefined;
}

/** A parameter as a row of a table: unit, label, value, source, smallest value that makes sense. */
type Row = readonly [
  unit: string,
  label: string,
  value: number | readonly number[],
  source: string,
  min?: number,
];

/** Parameters and models of a kind from one table: a list has a value for each model. */
export function catalogueOf<P extends string>(
  names: readonly string[],
  typical: string,
  table: Readonly<Record<P, Row>>,
) {
  const rows = Object.entries(table) as [P, Row][];
  const column = (model: string): Partial<Record<P, number>> => {
    const k = names.indexOf(model);
    const listed = rows.filter(([, [, , value]]) => typeof value !== 'number');
    return Object.fromEntries(
      listed.map(([name, [, , value]]) => [name, (value as readonly number[])[k]]),
    ) as Partial<Record<P, number>>;
  };
  const usual = column(typical);
  const parameters = rows.map(([name, [unit, label, value, source, min = -Infinity]]) => {
    const one = typeof value === 'number' ? value : usual[name];
    return [name, { unit, label, value: one, source, min }];
  });
  return {
    parameters: Object.fromEntries(parameters) as Record<P, Parameter>,
    models: Object.fromEntries(names.map((name) => [name, column(name)])),
  };
}

/** Checks a declaration and keeps its names as types; a mistyped name does not compile. */
export function defineKind<
  P extends string,
  S extends string,
  H extends string,
  I extends string,
  F extends string,
  C extends string,
  O extends string,
>(kind: Kind<P, S, H, I, F, C, O>): Kind<P, S, H, I, F, C, O> {
  return kind;
}

/** Any kind, for code that walks the registry and knows no machine. */
// biome-ignore lint/suspicious/noExplicitAny: verbs are contravariant in their rows; existential.
export type AnyKind = Kind<any, any, any, any, any, any, any, any>;

/** Column of a fault id in a kind, or undefined. */
export function faultColumn(kind: AnyKind, id: string): string | undefined {
  return Object.keys(kind.faults).find((name) => kind.faults[name]?.id === id);
}
