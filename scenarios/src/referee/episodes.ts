/** Alarms joined into episodes: one stretch of trouble on one component of one asset. */
import type { AlarmClaim } from '@plant47/contract';
import type { Dated } from './intake.js';

export interface Episode {
  readonly asset: string;
  readonly component: string;
  readonly from_s: number;
  /** When the last alarm of it was cleared; null = stands at the end. */
  readonly to_s: number | null;
  readonly messages: readonly Dated<AlarmClaim>[];
}

/** Alarms on one component with a shorter gap than this are one episode, s (ISO 13374 practice). */
const MERGE_GAP_S = 1800;

interface Interval {
  asset: string;
  component: string;
  from_s: number;
  to_s: number | null;
  messages: Dated<AlarmClaim>[];
}

/** Episodes in order of their start. A repeated `raised` of a standing alarm goes on with it. */
export function episodesOf(alarms: readonly Dated<AlarmClaim>[]): readonly Episode[] {
  const standing = new Map<string, Interval>();
  const intervals: Interval[] = [];
  for (const message of alarms) {
    const { claim, at_s } = message;
    const name = `${claim.asset}\n${claim.alarmId}`;
    let interval = standing.get(name);
    if (interval === undefined) {
      if (claim.state === 'cleared') continue;
      interval = {
        asset: claim.asset,
        component: claim.component ?? '',
        from_s: at_s,
        to_s: null,
        messages: [],
      };
      standing.set(name, interval);
      intervals.push(interval);
    }
    interval.messages.push(message);
    if (claim.state === 'cleared') {
      interval.to_s = at_s;
      standing.delete(name);
    }
  }
  return merged(intervals);
}

function merged(intervals: readonly Interval[]): readonly Episode[] {
  const last = new Map<string, Interval>();
  const episodes: Interval[] = [];
  for (const interval of intervals) {
    const place = `${interval.asset}\n${interval.component}`;
    const before = last.get(place);
    if (before && (before.to_s === null || interval.from_s - before.to_s < MERGE_GAP_S)) {
      before.messages.push(...interval.messages);
      before.messages.sort((a, b) => a.at_s - b.at_s || a.claim.seq - b.claim.seq);
      if (before.to_s !== null) {
        before.to_s = interval.to_s === null ? null : Math.max(before.to_s, interval.to_s);
      }
    } else {
      const episode = { ...interval, messages: [...interval.messages] };
      episodes.push(episode);
      last.set(place, episode);
    }
  }
  return episodes;
}
