/** The information map of a fault: which point makes it visible when. */
import { TICKS_PER_SECOND, truth } from '@plant47/simulator';
import { advanceBranch, type BranchedRun, forkOf } from './branches.js';
import { createEvidence, look, lookAtScalars } from './evidence.js';

export interface PointVisibility {
  readonly point: string;
  /** First instant at which this point alone suffices, s since the start; null = never. */
  readonly visible_s: number | null;
  /** What it has told by the end or the failure, nats. */
  readonly nats: number;
}

export interface Visibility {
  readonly onset_s: number;
  /** First instant at which all points together suffice, s since the start; null = never. */
  readonly observable_s: number | null;
  /** The point that tells first comes first; those that tell nothing are left out. */
  readonly points: readonly PointVisibility[];
}

export interface VisibilityOptions {
  /** Information that is asked for, nats. */
  readonly needed: number;
  /** The declared noise of every scalar point is multiplied by this. */
  readonly noise?: number;
  /** Stops at observable-from: `points` then tell of that instant. */
  readonly untilObservable?: boolean;
}

/** Points that told less than this by the end are left out, nats. */
const SILENT_NATS = 0.5;

/** Visibility of a fault of a run; undefined where no input plants it. */
export function visibilityOf(
  run: BranchedRun,
  faultId: string,
  { needed, noise = 1, untilObservable = false }: VisibilityOptions,
): Visibility | undefined {
  const fork = forkOf(run, faultId);
  if (fork === undefined) return undefined;
  const { healthy, faulty, untilTick } = fork;
  const evidence = createEvidence(healthy.model, 'likelihood', noise);
  const next = healthy.model.nextScanTick;
  const seen = new Map<string, number>();
  let observable_s: number | null = null;
  let tick = 0;
  for (; tick <= Math.min(fork.onset, untilTick); tick = next(tick)) {
    advanceBranch(healthy, tick);
    evidence.learn(lookAtScalars(healthy.model));
  }
  fork.part();
  for (; tick <= untilTick; tick = next(tick)) {
    advanceBranch(healthy, tick);
    advanceBranch(faulty, tick);
    // What a failed machine shows needs no telling.
    if (truth(faulty.model.state).some(({ failure }) => failure !== null)) break;
    evidence.add(look(healthy.model), look(faulty.model));
    const s = tick / TICKS_PER_SECOND;
    if (observable_s === null && evidence.value() >= needed) observable_s = s;
    if (observable_s !== null && untilObservable) break;
    if (untilObservable) continue;
    for (const [point, nats] of evidence.byPoint()) {
      if (nats >= needed && !seen.has(point)) seen.set(point, s);
    }
  }
  const points = [...evidence.byPoint()]
    .filter(([, nats]) => nats >= SILENT_NATS)
    .map(([point, nats]) => ({ point, visible_s: seen.get(point) ?? null, nats }))
    .sort(
      (a, b) =>
        (a.visible_s ?? Number.MAX_VALUE) - (b.visible_s ?? Number.MAX_VALUE) || b.nats - a.nats,
    );
  return { onset_s: fork.onset / TICKS_PER_SECOND, observable_s, points };
}
