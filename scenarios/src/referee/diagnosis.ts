/** What an alarm says is wrong, and whether that is right. */
import type { AlarmClaim } from '@plant47/contract';
import type { FaultTruth } from '@plant47/contract/sealed';
import type { Dated } from './intake.js';

export interface Diagnosis {
  readonly fault: string;
  readonly p: number;
}

/** Two hypotheses closer than this are as likely as each other. */
const TIE = 1e-6;

/**
 * The likeliest hypothesis; `unknown` where what is left over outweighs every named one, or where
 * two are equally likely: who splits even names neither.
 */
export function leading(claim: AlarmClaim): Diagnosis {
  let best: Diagnosis = { fault: 'unknown', p: 0 };
  let second = 0;
  let named = 0;
  for (const { fault, p } of claim.hypotheses) {
    if (fault === 'unknown') continue;
    named += p;
    second = Math.max(second, Math.min(p, best.p));
    if (p > best.p) best = { fault, p };
  }
  const rest = 1 - named;
  if (best.p > 0 && best.p - second < TIE) return { fault: 'unknown', p: best.p };
  return rest > best.p ? { fault: 'unknown', p: Math.max(0, Math.min(1, rest)) } : best;
}

/** True where `fault` is `pattern`, or lies in its room: `bearing.*`. */
export function isOf(fault: string, pattern: string): boolean {
  return pattern.endsWith('.*') ? fault.startsWith(pattern.slice(0, -1)) : fault === pattern;
}

/** Credit 0, ½ or 1 of a message for a fault: its leading hypothesis at its place and time. */
export function creditOf(message: Dated<AlarmClaim>, truth: FaultTruth): number {
  return creditFor(leading(message.claim).fault, message, truth);
}

/** As `creditOf`, of an alarm that tells of several faults: any of its likeliest `k` counts. */
export function creditAmong(message: Dated<AlarmClaim>, truth: FaultTruth, k: number): number {
  const named = rankedOf(message.claim).slice(0, k);
  return named.reduce((best, { fault }) => Math.max(best, creditFor(fault, message, truth)), 0);
}

/** The named hypotheses, likeliest first. */
export const rankedOf = (claim: AlarmClaim): readonly Diagnosis[] =>
  claim.hypotheses
    .filter(({ fault, p }) => fault !== 'unknown' && p > 0)
    .sort((a, b) => b.p - a.p || (a.fault < b.fault ? -1 : 1));

function creditFor(fault: string, message: Dated<AlarmClaim>, truth: FaultTruth): number {
  const { claim, at_s } = message;
  let credit = 0;
  for (const accepted of truth.acceptedDiagnoses) {
    const here =
      accepted.components.length === 0 ||
      (claim.component !== undefined && accepted.components.includes(claim.component));
    if (accepted.fault === fault && here && at_s >= accepted.from_s) {
      credit = Math.max(credit, accepted.credit);
    }
  }
  return credit;
}
