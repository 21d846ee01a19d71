/** Requirements that the built-in engine is known to miss. */
import type { KnownMiss } from '@plant47/contract/sealed';
import type { Verdict } from './requirements.js';

/** A failed verdict that the scenario says the built-in engine misses carries the reason. */
export function withKnownMisses(
  verdicts: readonly Verdict[],
  misses: readonly KnownMiss[],
): readonly Verdict[] {
  return verdicts.map((verdict) => {
    const miss = misses.find(({ requirement }) => requirement === verdict.name);
    return verdict.passed || miss === undefined ? verdict : { ...verdict, knownMiss: miss.reason };
  });
}
