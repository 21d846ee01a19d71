/** A run as an eavesdropper sees it who does not look at values: one row of numbers. */

/** A message without its values. */
export interface Seen {
  readonly wall_ms: number;
  readonly topic: string;
  readonly bytes: number;
  /** Simulated Unix time that it states, ms; null where it states none. */
  readonly simTs: number | null;
  readonly seq: number | null;
}

export interface Overheard {
  readonly seen: readonly Seen[];
  /** What the broker did to the connection. */
  readonly events: readonly string[];
  /** Wall time of Modbus answers, ms, and their sizes, bytes. */
  readonly polls: readonly { readonly wall_ms: number; readonly bytes: number }[];
}

/** Columns by name: `wall` ones depend on the computer, the others on the run alone. */
export type Features = Readonly<Record<string, number>>;

const mean = (all: readonly number[]): number =>
  all.length === 0 ? 0 : all.reduce((sum, one) => sum + one, 0) / all.length;

function spread(all: readonly number[]): number {
  const middle = mean(all);
  return Math.sqrt(mean(all.map((one) => (one - middle) * (one - middle))));
}

const most = (all: readonly number[]): number => all.reduce((a, b) => Math.max(a, b), 0);

function steps(all: readonly number[]): number[] {
  return all.slice(1).map((one, i) => one - all[i]!);
}

/** Topic without the run's id: `…/clock` and the like. */
const nameOf = (topic: string): string => topic.replace(/run-[0-9a-f]+/, 'run');

/** The row of a run up to `untilTs`; every run must have the same topics for equal columns. */
export function featuresOf(run: Overheard, untilTs: number): Features {
  const seen = run.seen.filter(({ simTs }) => simTs === null || simTs < untilTs);
  const scans = seen.filter(({ topic }) => topic.endsWith('/data'));
  const clocks = seen.filter(({ topic }) => topic.endsWith('/clock'));
  const bursts = seen.filter(({ topic }) => topic.includes('/burst/'));
  const row: Record<string, number> = {
    topics: new Set(seen.map(({ topic }) => nameOf(topic))).size,
    'bursts per barrier': bursts.length / Math.max(1, clocks.length),
    'burst bytes': mean(bursts.map(({ bytes }) => bytes)),
    'other messages': seen.length - scans.length - clocks.length - bursts.length,
    order: turnsOf(scans),
    'clock bytes': mean(clocks.map(({ bytes }) => bytes)),
    'clock bytes spread': spread(clocks.map(({ bytes }) => bytes)),
    'connection events': run.events.length,
    'poll bytes': mean(run.polls.map(({ bytes }) => bytes)),
    'wall poll': mean(run.polls.map(({ wall_ms }) => wall_ms)),
    'wall barrier': mean(steps(clocks.map(({ wall_ms }) => wall_ms))),
    'wall barrier spread': spread(steps(clocks.map(({ wall_ms }) => wall_ms))),
    'wall barrier longest': most(steps(clocks.map(({ wall_ms }) => wall_ms))),
    'wall data to clock': dataToClock(seen),
  };
  const devices = [...new Set(scans.map(({ topic }) => topic))].sort((a, b) => (a < b ? -1 : 1));
  devices.forEach((topic, i) => {
    const own = scans.filter((one) => one.topic === topic);
    const sizes = own.map(({ bytes }) => bytes);
    const gaps = steps(own.map(({ simTs }) => (simTs ?? 0) / 1000));
    const seqs = steps(own.map(({ seq }) => seq ?? 0));
    row[`device ${i} bytes`] = mean(sizes);
    row[`device ${i} bytes spread`] = spread(sizes);
    row[`device ${i} period`] = mean(gaps);
    row[`device ${i} longest gap`] = most(gaps);
    row[`device ${i} seq`] = most(seqs);
    row[`device ${i} share`] = own.length / Math.max(1, clocks.length);
  });
  return row;
}

/** Share of neighbouring scans whose order differs from that of the first barrier. */
function turnsOf(scans: readonly Seen[]): number {
  const rank = new Map<string, number>();
  for (const { topic } of scans) if (!rank.has(topic)) rank.set(topic, rank.size);
  let turns = 0;
  for (let i = 1; i < scans.length; i++) {
    const [before, now] = [scans[i - 1]!, scans[i]!];
    if (before.simTs === now.simTs && rank.get(before.topic)! > rank.get(now.topic)!) turns += 1;
  }
  return turns / Math.max(1, scans.length);
}

/** Mean wall time from a barrier's first data to its clock message, ms. */
function dataToClock(seen: readonly Seen[]): number {
  const waits: number[] = [];
  let first: number | undefined;
  for (const { topic, wall_ms } of seen) {
    if (topic.endsWith('/data')) first ??= wall_ms;
    if (!topic.endsWith('/clock') || first === undefined) continue;
    waits.push(wall_ms - first);
    first = undefined;
  }
  return mean(waits);
}
