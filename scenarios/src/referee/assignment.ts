/** Which episode is taken for which fault: the assignment with the most credit. */
import type { AlarmClaim } from '@plant47/contract';
import type { FaultTruth } from '@plant47/contract/sealed';
import { creditAmong } from './diagnosis.js';
import type { Episode } from './episodes.js';
import type { Dated } from './intake.js';
import type { Detection } from './matching.js';

/** What an assignment needs to know of a pair of fault and episode. */
export interface Assignable {
  readonly truth: FaultTruth;
  readonly episode: Episode;
  readonly at_s: number;
  readonly credit: number;
  /** The messages of the episode that count for the fault. */
  readonly counted: readonly Dated<AlarmClaim>[];
}

/** More candidates of one fault than this are not tried. */
const CANDIDATES_MAX = 6;
/** An alarm tells of several faults where it lists each among this many hypotheses. */
const LISTED_MAX = 5;

/** The assignment with the most credit; among equals the one that begins earliest. */
export function assign(
  faults: readonly FaultTruth[],
  candidatesOf: (truth: FaultTruth) => readonly Detection[],
): readonly Detection[] {
  const taken: Detection[] = [];
  for (const asset of new Set(faults.map((truth) => truth.asset))) {
    const own = faults.filter((truth) => truth.asset === asset);
    // One fault's rivals can take all but as many of its candidates as there are faults.
    const most = Math.min(own.length, CANDIDATES_MAX);
    const chosen = best(
      own.map((truth) => candidatesOf(truth).slice(0, most)),
      [],
    );
    taken.push(...chosen.map((detection) => shared(detection, chosen)));
  }
  return taken;
}

function best(
  lists: readonly (readonly Detection[])[],
  chosen: readonly Detection[],
): readonly Detection[] {
  const [list, ...rest] = lists;
  if (list === undefined) return chosen;
  let winner = best(rest, chosen);
  for (const candidate of list) {
    const same = chosen.filter((other) => other.episode === candidate.episode);
    if (same.length > 0 && ![...same, candidate].every(isListed)) continue;
    const next = best(rest, [...chosen, candidate]);
    if (weight(next) > weight(winner)) winner = next;
  }
  return winner;
}

/** True where the episode lists a hypothesis that is right for the fault. */
const isListed = ({ counted, truth }: Detection): boolean =>
  counted.some((message) => creditAmong(message, truth, LISTED_MAX) > 0);

/** Credit outweighs a match, a match outweighs any start within ten years. */
function weight(detections: readonly Detection[]): number {
  let sum = 0;
  for (const { credit, at_s } of detections) sum += 10 * credit + 1 - at_s / 3.2e8;
  return sum;
}

/** An episode that tells of k faults is read by its k likeliest hypotheses. */
function shared(detection: Detection, chosen: readonly Detection[]): Detection {
  const k = chosen.filter((other) => other.episode === detection.episode).length;
  if (k === 1) return detection;
  const { truth, reading, halfway } = detection;
  const { message } = halfway;
  return {
    ...detection,
    credit: creditAmong(reading, truth, k),
    halfway: { message, credit: creditAmong(message, truth, k) },
  };
}
