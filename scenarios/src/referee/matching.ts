/** Which episode tells of which fault, and what every other episode is. */
import type { AlarmClaim } from '@plant47/contract';
import type { Distractor, FaultTruth } from '@plant47/contract/sealed';
import { type Assignable, assign } from './assignment.js';
import { creditOf, leading } from './diagnosis.js';
import type { Episode } from './episodes.js';
import type { Dated } from './intake.js';

/** A fault may still be called this long after it has failed or was mended, s. */
export const GRACE_S = 600;

export type Reason =
  | 'TP'
  | 'FP'
  /** A false alarm while something harmless went on: a load step, a restart, a glitch. */
  | 'FP_DISTRACTOR'
  /** Raised before the onset and standing at it: a false alarm that hides the fault. */
  | 'MASKED'
  | 'CHATTER'
  /** A further alarm of a fault that goes on long after the repair. */
  | 'STALE'
  | 'NEUTRAL_AFFECTED'
  | 'AFTER_FAILURE'
  | 'LEARNING';

/** What an alarm says at an instant, and what that is worth. */
export interface Reading {
  readonly message: Dated<AlarmClaim>;
  /** 0, ½ or 1. */
  readonly credit: number;
}

export interface Detection extends Assignable {
  readonly truth: FaultTruth;
  readonly episode: Episode;
  /** First message that counts, s. */
  readonly at_s: number;
  /** The first message from then on that names a fault; the first of all where none does. */
  readonly reading: Dated<AlarmClaim>;
  readonly credit: number;
  /** What the episode last said up to half the lead. */
  readonly halfway: Reading;
}

export interface Judged {
  readonly episode: Episode;
  readonly reason: Reason;
  /** True where it stands more than half an hour after the repair of its fault. */
  readonly stale: boolean;
}

/** What the plant did, as far as an episode's reason needs it. */
export interface Circumstances {
  readonly faults: readonly FaultTruth[];
  readonly distractors: readonly Distractor[];
  readonly learning_s: number;
  readonly until_s: number;
}

export interface Matching {
  readonly detections: readonly Detection[];
  readonly judged: readonly Judged[];
}

/** Each fault gets at most one episode of its own asset: most credit first, then the earliest. */
export function match(episodes: readonly Episode[], about: Circumstances): Matching {
  const { faults, learning_s } = about;
  const isSilent = ({ to_s }: Episode): boolean => to_s !== null && to_s <= learning_s;
  const scored = episodes.filter((episode) => !isSilent(episode));
  const detections = assign(faults, (truth) => candidates(scored, truth, about));
  const judged = episodes.map((episode): Judged => {
    const found = detections.filter((detection) => detection.episode === episode);
    const stale = faults.some((truth) => isStale(episode, truth, about.until_s));
    if (isSilent(episode)) return { episode, reason: 'LEARNING', stale: false };
    if (found.length === 0) return { episode, reason: unmatched(episode, about), stale };
    const early = found.every(({ truth }) => episode.from_s < truth.onset_s);
    return { episode, reason: early ? 'MASKED' : 'TP', stale };
  });
  return { detections, judged };
}

/** End of the time in which a fault may be called, s. */
function windowEnd(truth: FaultTruth): number {
  const end = Math.min(
    truth.failure_s ?? Number.POSITIVE_INFINITY,
    truth.repair_s ?? Number.POSITIVE_INFINITY,
  );
  return end + GRACE_S;
}

function candidates(
  episodes: readonly Episode[],
  truth: FaultTruth,
  { learning_s, until_s }: Circumstances,
): readonly Detection[] {
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
    const end_s = Math.min(truth.failure_s ?? until_s, truth.repair_s ?? until_s);
    const half_s = (first.at_s + Math.max(first.at_s, end_s)) / 2;
    const later = counted.filter(
      ({ claim, at_s }) => at_s <= half_s && leading(claim).fault !== 'unknown',
    );
    const last = later[later.length - 1] ?? reading;
    const halfway = { message: last, credit: creditOf(last, truth) };
    found.push({ truth, episode, at_s: first.at_s, reading, credit, halfway, counted });
  }
  return found.sort(better);
}

/** A standing alarm tells of a later fault only by a new hypothesis or a higher priority. */
function isNew(message: Dated<AlarmClaim>, episode: Episode, truth: FaultTruth): boolean {
  let before: AlarmClaim | undefined;
  for (const { claim, at_s } of episode.messages) {
    if (at_s < truth.onset_s) before = claim;
  }
  return before === undefined || materialChange(message.claim, before);
}

/** True where `now` leads with another fault than `before`, or asks for more haste. */
export const materialChange = (now: AlarmClaim, before: AlarmClaim): boolean =>
  leading(now).fault !== leading(before).fault || now.priority < before.priority;

function better(a: Detection, b: Detection): number {
  return b.credit - a.credit || a.at_s - b.at_s;
}

/** An alarm may stand this long after the repair before it counts as stale, s. */
const STALE_S = 1800;

function isStale({ asset, from_s, to_s }: Episode, truth: FaultTruth, until_s: number): boolean {
  const { repair_s } = truth;
  if (repair_s === null || asset !== truth.asset) return false;
  return from_s <= repair_s && (to_s ?? until_s) > repair_s + STALE_S;
}

function unmatched(episode: Episode, about: Circumstances): Reason {
  const { asset, from_s, to_s } = episode;
  for (const truth of about.faults) {
    if (from_s < truth.onset_s) {
      const stands = to_s === null || to_s > truth.onset_s;
      if (truth.asset === asset && stands) return 'MASKED';
      continue;
    }
    const mended = truth.repair_s !== null && from_s > truth.repair_s + GRACE_S;
    if (truth.asset === asset && !mended) {
      if (isStale(episode, truth, about.until_s)) return 'STALE';
      return from_s <= windowEnd(truth) ? 'CHATTER' : 'AFTER_FAILURE';
    }
    if (from_s <= windowEnd(truth) && truth.affectedAssets.includes(asset)) {
      return 'NEUTRAL_AFFECTED';
    }
  }
  const distracted = about.distractors.some(
    (distractor) =>
      (distractor.asset === null || distractor.asset === asset) &&
      from_s >= distractor.from_s &&
      from_s <= distractor.to_s,
  );
  return distracted ? 'FP_DISTRACTOR' : 'FP';
}
