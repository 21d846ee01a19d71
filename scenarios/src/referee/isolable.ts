/**
 * Isolable-from: the first instant from which what the points show cannot be put down to any rival
 * fault of the asset. Each rival is a branch of its own, begun at the fault's onset in its place.
 * Its signature may be scaled freely, since nobody knows how severe it would be: what the fault
 * shows beyond the best multiple of it is what tells the two apart.
 */
import type { FaultTruth, Truth } from '@plant47/contract/sealed';
import { faultListing, TICKS_PER_SECOND } from '@plant47/simulator';
import {
  advanceBranch,
  type Branch,
  type BranchedRun,
  type Fork,
  forkOf,
} from '../information/branches.js';
import { createEvidence, type Evidence, look, lookAtScalars } from '../information/evidence.js';
import { informationNeeded } from './observable.js';

/** Severity at which a rival's signature is first taken; it is scaled from there (judgement). */
const FIRST_SEVERITY = 0.2;
/** A rival this like the fault, cos², is tried again at the severity that fits best. */
const ALIKE = 0.5;
const PASSES = 3;
/** Information is weighed up once in so many scans: it only grows. */
const WEIGHED_EVERY = 6;

/** What isolation asks of a fault. */
export type IsolableFault = Pick<FaultTruth, 'id' | 'asset' | 'component' | 'mode'> &
  Pick<FaultTruth, 'acceptedDiagnoses'>;

interface Place {
  readonly component: string;
  readonly fault: string;
}

export interface Isolation {
  /** s since the start; null = not within the run. */
  readonly isolable_s: number | null;
  /** The rival told apart last, or still standing; null where there is none. */
  readonly last: Place | null;
}

interface Suspect extends Place {
  readonly severity: number;
}

interface Rival {
  readonly suspect: Suspect;
  readonly branch: Branch;
  /** Of the rival against health, and of the fault against the rival. */
  readonly own: Evidence;
  readonly apart: Evidence;
}

interface Verdict {
  readonly suspect: Suspect;
  /** s since the start; null = it stands at the end of the run. */
  readonly until_s: number | null;
  /** The multiple of the rival's signature that fits best, and how like it is, cos². */
  readonly scale: number;
  readonly likeness: number;
}

/** Isolable-from of a machine fault; a fault of a point is told by its point alone: null. */
export function isolableFrom(run: BranchedRun, truth: IsolableFault): Isolation {
  let suspects = suspectsOf(run, truth);
  let last: Verdict | undefined;
  for (let pass = 0; pass < PASSES && suspects.length > 0; pass++) {
    const verdicts = tellApart(run, truth, suspects);
    for (const verdict of verdicts) {
      if (last === undefined || endOf(verdict) > endOf(last)) last = verdict;
    }
    suspects = verdicts.filter(isWorthAnother).map(({ suspect, scale }) => ({
      ...suspect,
      severity: Math.min(1, suspect.severity * scale),
    }));
  }
  if (last === undefined) return { isolable_s: null, last: null };
  const { component, fault } = last.suspect;
  return { isolable_s: last.until_s, last: { component, fault } };
}

function endOf({ until_s }: Verdict): number {
  return until_s ?? Number.POSITIVE_INFINITY;
}

function isWorthAnother({ until_s, scale, likeness }: Verdict): boolean {
  return until_s !== null && likeness > ALIKE && Math.abs(scale - 1) > 0.01;
}

/** When each suspect is refuted. */
function tellApart(
  run: BranchedRun,
  { id }: IsolableFault,
  suspects: readonly Suspect[],
): readonly Verdict[] {
  const fork = forkOf(run, id);
  const begun = run.inputs.find(({ command }) => 'id' in command && command.id === id);
  if (fork === undefined || begun?.command.type !== 'fault') return [];
  const { healthy, untilTick } = fork;
  const evidence = () => createEvidence(healthy.model, 'distance');
  const own = evidence();
  const pairs = suspects.map((suspect) => ({ suspect, own: evidence(), apart: evidence() }));
  let tick = 0;
  for (; tick <= Math.min(fork.onset, untilTick); tick = healthy.model.nextScanTick(tick)) {
    advanceBranch(healthy, tick);
    const sight = lookAtScalars(healthy.model);
    own.learn(sight);
    for (const pair of pairs) {
      pair.own.learn(sight);
      pair.apart.learn(sight);
    }
  }
  fork.part();
  const { command } = begun;
  const rivals = pairs.map((pair): Rival => {
    const { component, fault, severity } = pair.suspect;
    return { ...pair, branch: fork.rival([{ ...command, component, fault, severity }]) };
  });
  return refute(fork, own, rivals, informationNeeded(run.sampling.scalars_s), tick);
}

/** Runs all branches on until no rival explains the fault. */
function refute(
  { healthy, faulty, untilTick }: Fork,
  own: Evidence,
  rivals: readonly Rival[],
  needed: number,
  from: number,
): readonly Verdict[] {
  const verdicts: Verdict[] = [];
  let left = rivals;
  let tick = from;
  for (let scan = 1; tick <= untilTick && left.length > 0; scan++) {
    advanceBranch(healthy, tick);
    advanceBranch(faulty, tick);
    const [then, now] = [look(healthy.model), look(faulty.model)];
    own.add(then, now);
    for (const rival of left) {
      advanceBranch(rival.branch, tick);
      const other = look(rival.branch.model);
      rival.own.add(then, other);
      rival.apart.add(other, now, then);
    }
    if (scan % WEIGHED_EVERY === 0) {
      left = left.filter((rival) => {
        const { beyond, ...fit } = fitOf(own, rival);
        if (beyond < needed) return true;
        verdicts.push({ suspect: rival.suspect, until_s: tick / TICKS_PER_SECOND, ...fit });
        return false;
      });
    }
    tick = healthy.model.nextScanTick(tick);
  }
  const standing = left.map(({ suspect }) => ({ suspect, until_s: null, scale: 1, likeness: 1 }));
  return [...verdicts, ...standing];
}

/**
 * ½·min over α ≥ 0 of |Δ_fault − α·Δ_rival|², from the three squared distances between health,
 * fault and rival: Δ_f·Δ_r = (|Δ_f|² + |Δ_r|² − |Δ_f − Δ_r|²)/2.
 */
function fitOf(own: Evidence, { own: other, apart }: Rival) {
  const [fault, rival] = [own.value(), other.value()];
  const product = Math.max(0, fault + rival - apart.value());
  const likeness = rival > 0 && fault > 0 ? (product * product) / (4 * rival * fault) : 0;
  const scale = rival > 0 ? product / (2 * rival) : 1;
  return { beyond: Math.max(0, fault * (1 - likeness)), scale, likeness };
}

/** Every fault of the asset's components that would not be accepted as this one. */
function suspectsOf(run: BranchedRun, truth: IsolableFault): readonly Suspect[] {
  const { component, mode, acceptedDiagnoses } = truth;
  const accepted = (place: Place): boolean =>
    (place.component === component && place.fault === mode) ||
    acceptedDiagnoses.some(
      ({ fault, components }) =>
        fault === place.fault && (components.length === 0 || components.includes(place.component)),
    );
  const { world } = forkOf(run, truth.id)?.healthy.model ?? {};
  return (world?.tables ?? []).flatMap(({ kind, components }) =>
    [...new Set(components)].flatMap((place) =>
      faultListing()
        .filter((one) => one.kind === kind.kind)
        .map(({ fault }) => ({ component: place, fault, severity: FIRST_SEVERITY }))
        .filter((one) => !accepted(one)),
    ),
  );
}

/** The truth with isolable-from of each machine fault that can be told at all. */
export function isolate(truth: Truth, run: BranchedRun): Truth {
  return {
    ...truth,
    faults: truth.faults.map((fault) => {
      if (fault.observable_s === null) return fault;
      const { isolable_s } = isolableFrom(run, fault);
      // A fault is told no later than it is told apart, whichever measure counts the bursts.
      return isolable_s === null
        ? fault
        : { ...fault, isolable_s: Math.max(isolable_s, fault.observable_s) };
    }),
  };
}
