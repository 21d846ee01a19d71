/** Snapshots of the run at even distances of simulated time, kept for going back in it. */
import { parseDuration } from '@plant47/contract';
import type { StoredSnapshot } from './snapshot-store.js';

/** Simulated time between two of them, ms. */
const EVERY_MS = 600_000;
/** Snapshots kept: a day; the oldest go first. 30 MB for sixty trains. */
const LENGTH = 144;

/** The last day of what was on the wire, whichever run it belonged to. */
export class SnapshotRing {
  private kept: StoredSnapshot[] = [];

  /** Keeps what `make` gives where the last one is ten minutes old; forgets what lies ahead. */
  offer(simTs: number, make: () => StoredSnapshot): void {
    while ((this.kept.at(-1)?.entry.simTs ?? 0) > simTs) this.kept.pop();
    const last = this.kept.at(-1)?.entry.simTs;
    if (last !== undefined && simTs - last < EVERY_MS) return;
    this.kept.push(make());
    if (this.kept.length > LENGTH) this.kept.shift();
  }

  /** The newest at or before `simTs`, or undefined where none reaches back so far. */
  before(simTs: number): StoredSnapshot | undefined {
    return this.kept.findLast(({ entry }) => entry.simTs <= simTs);
  }
}

/** Simulated milliseconds of a name such as `30min-ago`; undefined where it is another name. */
export function agoOf(name: string): number | undefined {
  const match = /^(.+)-ago$/.exec(name);
  const seconds = match ? parseDuration(match[1]!) : undefined;
  return seconds === undefined ? undefined : seconds * 1000;
}
