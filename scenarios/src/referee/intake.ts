/** Claims as they arrived, cleaned: duplicates dropped, back-dating and the future refused. */
import type { AlarmClaim, Claim, RulClaim } from '@plant47/contract';

/** A claim with the simulated time at which it reached the broker, Unix ms. */
export interface ReceivedClaim {
  readonly claim: Claim;
  readonly arrivedTs: number;
}

/** A claim with its effective time in seconds since the start of the run. */
export interface Dated<T extends Claim> {
  readonly claim: T;
  readonly at_s: number;
}

export interface Intake {
  readonly alarms: readonly Dated<AlarmClaim>[];
  readonly ruls: readonly Dated<RulClaim>[];
  readonly duplicates: number;
  /** Claims dated after their arrival, or of another run. */
  readonly invalid: number;
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

/** Effective time = max(dataTs, arrival − latency): what is dated back is credited at arrival. */
export function takeIn(received: readonly ReceivedClaim[], options: IntakeOptions): Intake {
  const seen = new Set<string>();
  const valid: Dated<Claim>[] = [];
  let duplicates = 0;
  let invalid = 0;
  for (const { claim, arrivedTs } of received) {
    const name = `${claim.schema}/${claim.seq}`;
    if (seen.has(name)) {
      duplicates++;
      continue;
    }
    seen.add(name);
    if (claim.run !== options.run || !(claim.dataTs <= arrivedTs + LEAD_MS)) {
      invalid++;
      continue;
    }
    const at_ms = Math.max(claim.dataTs, arrivedTs - (options.latency_ms ?? 0));
    valid.push({ claim, at_s: (at_ms - options.epoch) / 1000 });
  }
  valid.sort((a, b) => a.at_s - b.at_s || a.claim.seq - b.claim.seq);
  return {
    alarms: valid.filter(isAlarm),
    ruls: valid.filter(isRul),
    duplicates,
    invalid,
  };
}

function isAlarm(dated: Dated<Claim>): dated is Dated<AlarmClaim> {
  return dated.claim.schema === 'alarm/1';
}

function isRul(dated: Dated<Claim>): dated is Dated<RulClaim> {
  return dated.claim.schema === 'rul/1';
}
