/** Claims as they arrived, cleaned: duplicates dropped, back-dating and the future refused. */
import type { AlarmClaim, Claim, RulClaim } from '@plant47/contract';

/** A claim with the simulated time at which it reached the broker, Unix ms. */
export interface ReceivedClaim {
  readonly claim: Claim;
  readonly arrivedTs: number;
  /** Who sent it; claims of one grade may come from several senders. */
  readonly team?: string | undefined;
  /** Which life of the sender, counted by its hellos: seq begins anew with each; 0 if absent. */
  readonly epoch?: number | undefined;
}

/** A claim with its effective time in seconds since the start of the run. */
export interface Dated<T extends Claim> {
  readonly claim: T;
  readonly at_s: number;
}

/** Claims that are not looked at, by reason. */
export interface Refused {
  /** Dated after their arrival. */
  readonly future: number;
  readonly otherRun: number;
  /** Quantiles that fall. */
  readonly malformed: number;
}

export interface Intake {
  readonly alarms: readonly Dated<AlarmClaim>[];
  readonly ruls: readonly Dated<RulClaim>[];
  readonly duplicates: number;
  readonly refused: Refused;
}

export interface IntakeOptions {
  readonly run: string;
  /** Simulated Unix time of tick 0, ms. */
  readonly epoch: number;
  /** Simulated time forgiven for transport in free run, ms; 0 in lock-step. */
  readonly latency_ms?: number;
}

/** A claim may lead the clock by this much, ms (judgement: one scan of a fast device). */
const LEAD_MS = 1000;
/** A claim that comes no later than this keeps its own time, whatever came before it, ms. */
const ORDER_MS = 30_000;

/**
 * Effective time: a claim's own where it arrives within 30 s of it, else the later of its own and
 * its arrival less the latency: what is dated back is credited at arrival.
 */
export function takeIn(received: readonly ReceivedClaim[], options: IntakeOptions): Intake {
  const seen = new Map<string, Entry>();
  let duplicates = 0;
  for (const { claim, arrivedTs, team = '', epoch = 0 } of received) {
    const name = `${team}\n${epoch}\n${claim.schema}/${claim.seq}`;
    const known = seen.get(name);
    if (known !== undefined) duplicates++;
    // Of redelivered copies the first to arrive counts, in whatever order they are listed.
    if (known === undefined || arrivedTs < known.arrivedTs) {
      seen.set(name, { claim, arrivedTs, sender: `${team}\n${epoch}` });
    }
  }
  const refused = { future: 0, otherRun: 0, malformed: 0 };
  const valid: (Dated<Claim> & { readonly sender: string })[] = [];
  for (const { claim, arrivedTs, sender } of seen.values()) {
    const why = faultOf(claim, arrivedTs, options.run);
    if (why !== undefined) refused[why]++;
    else
      valid.push({
        claim,
        sender,
        at_s: (effective(claim, arrivedTs, options) - options.epoch) / 1000,
      });
  }
  valid.sort(
    (a, b) =>
      a.at_s - b.at_s ||
      (a.sender === b.sender ? 0 : a.sender < b.sender ? -1 : 1) ||
      a.claim.seq - b.claim.seq,
  );
  return { alarms: valid.filter(isAlarm), ruls: valid.filter(isRul), duplicates, refused };
}

interface Entry {
  readonly claim: Claim;
  readonly arrivedTs: number;
  readonly sender: string;
}

function faultOf(claim: Claim, arrivedTs: number, run: string): keyof Refused | undefined {
  if (claim.run !== run) return 'otherRun';
  if (!(claim.dataTs <= arrivedTs + LEAD_MS)) return 'future';
  if (claim.schema !== 'rul/1') return undefined;
  const { quantiles } = claim;
  const falls = quantiles.some(({ q, s }, i) => {
    const before = quantiles[i - 1];
    return before !== undefined && (q <= before.q || s < before.s);
  });
  return falls ? 'malformed' : undefined;
}

function effective(claim: Claim, arrivedTs: number, options: IntakeOptions): number {
  if (arrivedTs - claim.dataTs <= ORDER_MS) return claim.dataTs;
  return Math.max(claim.dataTs, arrivedTs - (options.latency_ms ?? 0));
}

function isAlarm<T extends Dated<Claim>>(dated: T): dated is T & Dated<AlarmClaim> {
  return dated.claim.schema === 'alarm/1';
}

function isRul<T extends Dated<Claim>>(dated: T): dated is T & Dated<RulClaim> {
  return dated.claim.schema === 'rul/1';
}
