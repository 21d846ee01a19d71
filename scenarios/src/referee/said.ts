/** What an alarm said was wrong, and how far that was right. */
import type { FaultTruth } from '@plant47/contract/sealed';
import { creditAmong, leading, rankedOf } from './diagnosis.js';
import type { Reading } from './matching.js';
import { HOUR_S } from './metrics.js';

export interface Said {
  readonly at_h: number;
  /** Leading hypothesis, or `unknown`. */
  readonly fault: string;
  readonly p: number;
  readonly credit: number;
  /** Place of the first fully right hypothesis, 1 = leading; null = not listed. */
  readonly rank: number | null;
  /** Σ (p − truth)² over the hypotheses, what was listed right, and `unknown`; 0–2. */
  readonly brier: number;
}

export function saidOf({ message, credit }: Reading, truth: FaultTruth): Said {
  const { fault, p } = leading(message.claim);
  const ranked = rankedOf(message.claim);
  const at = ranked.findIndex((_, i) => creditAmong(message, truth, i + 1) === 1);
  const total = Math.max(
    1,
    ranked.reduce((sum, hypothesis) => sum + hypothesis.p, 0),
  );
  let rest = 1;
  let brier = at < 0 ? 1 : 0;
  ranked.forEach((hypothesis, i) => {
    const share = hypothesis.p / total;
    rest -= share;
    brier += i === at ? (1 - share) * (1 - share) : share * share;
  });
  return {
    at_h: message.at_s / HOUR_S,
    fault,
    p,
    credit,
    rank: at < 0 ? null : at + 1,
    brier: brier + rest * rest,
  };
}
