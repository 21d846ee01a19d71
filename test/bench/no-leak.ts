/** Does anything but the values tell a faulty run from a healthy one? On runs over real sockets. */
import { separate } from './leak-classifier.js';
import type { Features, Seen } from './leak-features.js';
import { type Pair, rowsOf, runPair, type Tamper } from './leak-runs.js';
import type { BenchResult } from './result.js';

const PAIRS = 200;
const HOURS = 12;
/** Below this p the runs can be told apart. */
const P_LIMIT = 0.05;

/** Leaks that the test must see, planted in what was overheard of the faulty runs. */
export const CONTROLS: Readonly<Record<string, Tamper>> = {
  'one byte more in a message of ten': (seen) =>
    seen.map((one, i) => (isData(one) && i % 10 === 0 ? { ...one, bytes: one.bytes + 1 } : one)),
  'a message of a hundred is missing': (seen) =>
    seen.filter((one, i) => !(isData(one) && i % 100 === 50)),
  'a device that is sent before another': (seen) => swapped(seen),
  'wall time stretched by half': (seen) =>
    seen.map((one) => ({ ...one, wall_ms: 1.5 * one.wall_ms })),
  'a topic of its own': (seen) => [...seen, { ...seen[0]!, topic: 'two-pumps/alarm', simTs: null }],
};

const isData = ({ topic }: Seen): boolean => topic.endsWith('/data');

function swapped(seen: readonly Seen[]): readonly Seen[] {
  const all = [...seen];
  const at = all.findIndex((one, i) => i > 100 && isData(one) && isData(all[i + 1] ?? one));
  if (at > 0) [all[at], all[at + 1]] = [all[at + 1]!, all[at]!];
  return all;
}

/** What pairs of runs say: separation by all columns, without wall time, and with each control. */
export function judgePairs(runs: readonly Parameters<typeof rowsOf>[0][], shuffles?: number) {
  const labelled = (pairs: readonly Pair[], keep: (name: string) => boolean) => {
    const rows: Features[] = pairs.flatMap(({ faulty, healthy }) => [faulty, healthy]);
    const kept = rows.map((row) =>
      Object.fromEntries(Object.entries(row).filter(([name]) => keep(name))),
    );
    const labels = rows.map((_, i) => (i % 2 === 0 ? 1 : -1) as 1 | -1);
    return separate(kept, labels, shuffles);
  };
  const steady = (name: string): boolean => !name.startsWith('wall');
  const pairs = runs.map((run) => rowsOf(run));
  return {
    all: labelled(pairs, () => true),
    steady: labelled(pairs, steady),
    controls: Object.entries(CONTROLS).map(([name, tamper]) => {
      const tampered = runs.map((run) => rowsOf(run, tamper));
      return { name, ...labelled(tampered, name.startsWith('wall') ? () => true : steady) };
    }),
  };
}

/** Throws where the runs can be told apart, or where a planted leak is not seen. */
export async function benchNoLeak(pairs = PAIRS): Promise<BenchResult[]> {
  const runs: Awaited<ReturnType<typeof runPair>>[] = [];
  for (let n = 1; n <= pairs; n++) runs.push(await runPair(n, HOURS));
  const { all, steady, controls } = judgePairs(runs);
  const blind = controls.filter(({ p }) => p > P_LIMIT).map(({ name }) => name);
  const told = [all, steady].find(({ p }) => p <= P_LIMIT);
  const row = (name: string, p: number, accuracy: number): BenchResult => ({
    name: `no leak: ${name}`,
    value: p,
    unit: `p, ${Math.round(100 * accuracy)} % told right`,
    ratio: null,
    against: null,
  });
  const rows = [
    row(`${pairs} pairs`, all.p, all.accuracy),
    row('without wall time', steady.p, steady.accuracy),
    ...controls.map(({ name, p, accuracy }) => row(`control: ${name}`, p, accuracy)),
  ];
  if (!told && blind.length === 0) return rows;
  const lines = rows.map(({ name, value, unit }) => `${name}: ${value} ${unit}`);
  const why = told ? `LEAK: runs differ in "${told.strongest}"` : `blind to: ${blind.join(', ')}`;
  throw new Error([why, ...lines].join('\n'));
}
