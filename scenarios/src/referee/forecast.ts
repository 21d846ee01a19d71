/** Forecasts of remaining life as they stand at an instant: quantiles, and mass between bounds. */
import type { RulClaim } from '@plant47/contract';
import type { FaultTruth } from '@plant47/contract/sealed';
import type { Dated } from './intake.js';

/** A quantile of the life left at an instant, s. */
export interface LifeQuantile {
  readonly q: number;
  readonly s: number;
}

export interface Forecast {
  readonly claim: RulClaim;
  /** When it was made, s since the start of the run. */
  readonly made_s: number;
  /** Empty where the claim says `unavailable`; what has passed since it was made is taken off. */
  readonly quantiles: readonly LifeQuantile[];
}

/** True where a claim about `component` can be about the fault. */
export function concerns(truth: FaultTruth, asset: string, component: string): boolean {
  if (asset !== truth.asset) return false;
  return (
    component === truth.component ||
    truth.acceptedDiagnoses.some((accepted) => accepted.components.includes(component))
  );
}

/** The last claim of the fault's life up to `at_s`, brought forward to it. */
export function forecastAt(
  truth: FaultTruth,
  ruls: readonly Dated<RulClaim>[],
  at_s: number,
): Forecast | undefined {
  let last: Dated<RulClaim> | undefined;
  for (const dated of ruls) {
    const { asset, component } = dated.claim;
    if (dated.at_s <= at_s && concerns(truth, asset, component)) last = dated;
  }
  if (last === undefined) return undefined;
  const passed_s = at_s - last.at_s;
  const quantiles =
    last.claim.status === 'ok'
      ? last.claim.quantiles.map(({ q, s }) => ({ q, s: Math.max(0, s - passed_s) }))
      : [];
  return { claim: last.claim, made_s: last.at_s, quantiles };
}

/** The q-quantile as the claim states it, s; null where it does not. */
export function quantileOf(forecast: Forecast | undefined, q: number): number | null {
  return forecast?.quantiles.find((entry) => Math.abs(entry.q - q) < 1e-9)?.s ?? null;
}

/**
 * Probability that life ends within `s`: straight between the quantiles, from 0 at once to the
 * first; what lies beyond the last quantile lies nowhere in particular.
 */
export function massUpTo(quantiles: readonly LifeQuantile[], s: number): number {
  let before: LifeQuantile = { q: 0, s: 0 };
  for (const next of quantiles) {
    if (s < next.s) return before.q + ((next.q - before.q) * (s - before.s)) / (next.s - before.s);
    before = next;
  }
  return before.q;
}

/** Probability that life ends between two instants from now, s. */
export const massBetween = (
  quantiles: readonly LifeQuantile[],
  low_s: number,
  high_s: number,
): number => Math.max(0, massUpTo(quantiles, high_s) - massUpTo(quantiles, low_s));

/** Half-width of the α bounds, a share of the true life left (Saxena et al. 2010: α–λ). */
export const ALPHA = 0.2;
/** Probability that has to lie within the α bounds. */
export const BETA = 0.5;
/** Shares of the way from detection to failure at which α–λ is read. */
export const LAMBDAS = [0.5, 0.75, 0.9] as const;

/** Probability within ±α of the true life left, at each λ of the way from `from_s` to failure. */
export function alphaLambda(
  truth: FaultTruth,
  ruls: readonly Dated<RulClaim>[],
  from_s: number,
): readonly { readonly lambda: number; readonly at_s: number; readonly mass: number }[] {
  const { failure_s } = truth;
  if (failure_s === null) return [];
  return LAMBDAS.map((lambda) => {
    const at_s = from_s + lambda * (failure_s - from_s);
    const left_s = failure_s - at_s;
    const quantiles = forecastAt(truth, ruls, at_s)?.quantiles ?? [];
    const mass = massBetween(quantiles, (1 - ALPHA) * left_s, (1 + ALPHA) * left_s);
    return { lambda, at_s, mass };
  });
}
