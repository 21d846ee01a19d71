/** Which episode tells of which fault, and what every other episode is. */
import type { AlarmClaim } from '@plant47/contract';
import type { FaultTruth } from '@plant47/contract/sealed';
import { creditOf, isOf, leading } from './diagnosis.js';
import type { Episode } from './episodes.js';
import type { Dated } from './intake.js';

/** A fault may still be called this long after it has failed or was mended, s. */
export const GRACE_S = 600;

export type Reason =
  | 'TP'
  | 'FP'
  /** Raised before the onset: a false alarm, though it stands into the fault. */
  | 'MASKED'
  | 'CHATTER'
  | 'NEUTRAL_AFFECTED'
  | 'AFTER_FAILURE'
  | 'LEARNING';

export interface Detection {
  readonly truth: FaultTruth;
  readonly episode: Episode;
  /** First message that counts, s. */
  readonly at_s: number;
  /** The first message from then on that names a fault; the first of all where none does. */
  readonly reading: Dated<AlarmClaim>;
  readonly credit: number;
}

export interface Judged {
  readonly episode: Episode;
  readonly reason: Reason;
}

export interface Matching {
  readonly detections: readonly Detection[];
  readonly judged: readonly Judged[];
}

/** Each fault gets at most one episode of its own asset: most credit first, then the earliest. */
export function match(
  episodes: readonly Episode[],
  faults: readonly FaultTruth[],
  learning_s: number,
): Matching {
  const scored: Episode[] = [];
  const judged = new Map<Episode, Reason>();
  for (const episode of episodes) {
    const silent = episode.to_s !== null && episode.to_s <= learning_s;
    if (silent) judged.set(episode, 'LEARNING');
    else scored.push(episode);
  }
  const detections = assign(faults, (truth) => candidates(scored, truth, learning_s));
  const found = new Map(detections.map((detection) => [detection.episode, detection]));
  for (const episode of scored) {
    const detection = found.get(episode);
    const early = detection !== undefined && episode.from_s < detection.truth.onset_s;
    judged.set(episode, early ? 'MASKED' : detection ? 'TP' : unmatched(episode, faults));
  }
  return {
    detections,
    judged: episodes.map((episode) => ({ episode, reason: judged.get(episode) ?? 'FP' })),
  };
}

/** End of the time in which a fault may be called, s. */
function windowEnd(truth: FaultTruth): number {
  const end = Math.min(
    truth.failure_s ?? Number.POSITIVE_INFINITY,
    truth.repair_s ?? Number.POSITIVE_INFINITY,
  );
  return end + GRACE_S;
}

function candidates(episodes: readonly Episode[], truth: FaultTruth, learning_s: number) {
  const found: Detection[] = [];
  for (const episode of episodes) {
    if (episode.asset !== truth.asset || episode.from_s > windowEnd(truth)) continue;
    const early = episode.from_s < Math.max(truth.onset_s, learning_s);
    const messages = episode.messages.filter(
      ({ claim, at_s }) =>
        claim.state !== 'cleared' && at_s >= truth.onset_s && at_s <= windowEnd(truth),
    );
    const from = early ? messages.findIndex((message) => isNew(message, episode, truth)) : 0;
    const counted = from < 0 ? [] : messages.slice(from);
    const first = counted[0];
    if (first === undefined) continue;
    const reading = counted.find(({ claim }) => leading(claim).fault !== 'unknown') ?? first;
    const credit = creditOf(reading, truth);
    found.push({ truth, episode, at_s: first.at_s, reading, credit });
  }
  return found.sort(better);
}

/** A standing alarm tells of a later fault only by a new hypothesis or a higher priority. */
function isNew(message: Dated<AlarmClaim>, episode: Episode, truth: FaultTruth): boolean {
  let before: AlarmClaim | undefined;
  for (const { claim, at_s } of episode.messages) {
    if (at_s < truth.onset_s) before = claim;
  }
  if (before === undefined) return true;
  const now = message.claim;
  return leading(now).fault !== leading(before).fault || now.priority < before.priority;
}

function better(a: Detection, b: Detection): number {
  return b.credit - a.credit || a.at_s - b.at_s;
}

/** More candidates of one fault than this cannot change the best assignment in practice. */
const CANDIDATES_MAX = 8;

/** The assignment with the most credit; among equals the one that begins earliest. */
function assign(
  faults: readonly FaultTruth[],
  candidatesOf: (truth: FaultTruth) => readonly Detection[],
): readonly Detection[] {
  const taken: Detection[] = [];
  for (const asset of new Set(faults.map((truth) => truth.asset))) {
    const lists = faults
      .filter((truth) => truth.asset === asset)
      .map((truth) => candidatesOf(truth).slice(0, CANDIDATES_MAX));
    taken.push(...best(lists, []));
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
    const shared = chosen.some((other) => other.episode === candidate.episode);
    if (shared && candidate.credit === 0) continue;
    const next = best(rest, [...chosen, candidate]);
    if (weight(next) > weight(winner)) winner = next;
  }
  return winner;
}

/** Credit outweighs a match, a match outweighs any start within ten years. */
function weight(detections: readonly Detection[]): number {
  let sum = 0;
  for (const { credit, at_s } of detections) sum += 10 * credit + 1 - at_s / 3.2e8;
  return sum;
}

function unmatched(episode: Episode, faults: readonly FaultTruth[]): Reason {
  const { from_s } = episode;
  for (const truth of faults) {
    if (from_s < truth.onset_s) continue;
    const mended = truth.repair_s !== null && from_s > truth.repair_s + GRACE_S;
    if (truth.asset === episode.asset && !mended) {
      return from_s <= windowEnd(truth) ? 'CHATTER' : 'AFTER_FAILURE';
    }
    if (from_s <= windowEnd(truth) && isEcho(episode, truth)) return 'NEUTRAL_AFFECTED';
  }
  return 'FP';
}

/** A neighbour shakes as the faulty train does: the same fault named there, or none. */
function isEcho(episode: Episode, truth: FaultTruth): boolean {
  const first = episode.messages[0];
  if (first === undefined || !truth.affectedAssets.includes(episode.asset)) return false;
  const { fault } = leading(first.claim);
  return fault === 'unknown' || truth.acceptedDiagnoses.some((own) => isOf(fault, own.fault));
}
