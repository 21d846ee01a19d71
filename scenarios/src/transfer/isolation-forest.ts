/** Isolation forest: what random cuts part from the rest soon is odd. Liu, Ting, Zhou, ICDM 2008. */
import { keyOfSeed, streamOf, uniform } from '@plant47/simulator';

/** Trees and sample size of the paper. */
const TREES = 100;
const SAMPLE = 256;

interface Node {
  readonly channel: number;
  readonly cut: number;
  readonly low: Tree;
  readonly high: Tree;
}
/** A leaf is the number of rows in it. */
type Tree = Node | number;

/** Draws of the forest, a fixed sequence for each seed. */
type Draw = () => number;

/** Oddness of each row, 0–1, by a forest grown on the first `train` rows. */
export function isolationScores(
  rows: readonly (readonly number[])[],
  train: number,
  seed: number,
): number[] {
  const stream = streamOf(keyOfSeed(seed), 'isolation-forest');
  let index = 0;
  const draw: Draw = () => uniform(stream, index++);
  const size = Math.min(SAMPLE, train);
  const depth = Math.ceil(Math.log2(size));
  const forest = Array.from({ length: TREES }, () => {
    const sample = Array.from({ length: size }, () => rows[Math.floor(draw() * train)]!);
    return grow(sample, depth, draw);
  });
  const usual = pathOf(size);
  return rows.map((row) => {
    const mean = forest.reduce<number>((sum, tree) => sum + depthOf(tree, row, 0), 0) / TREES;
    return 2 ** (-mean / usual);
  });
}

function grow(rows: readonly (readonly number[])[], depth: number, draw: Draw): Tree {
  if (depth === 0 || rows.length <= 1) return rows.length;
  const width = rows[0]?.length ?? 0;
  const channel = Math.floor(draw() * width);
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const row of rows) {
    low = Math.min(low, row[channel]!);
    high = Math.max(high, row[channel]!);
  }
  if (!(high > low)) return rows.length;
  const cut = low + draw() * (high - low);
  return {
    channel,
    cut,
    low: grow(
      rows.filter((row) => row[channel]! < cut),
      depth - 1,
      draw,
    ),
    high: grow(
      rows.filter((row) => row[channel]! >= cut),
      depth - 1,
      draw,
    ),
  };
}

function depthOf(tree: Tree, row: readonly number[], depth: number): number {
  if (typeof tree === 'number') return depth + pathOf(tree);
  return depthOf(row[tree.channel]! < tree.cut ? tree.low : tree.high, row, depth + 1);
}

/** Mean path of an unsuccessful search among n rows; Euler's constant as in the paper. */
function pathOf(n: number): number {
  if (n <= 1) return 0;
  return 2 * (Math.log(n - 1) + 0.5772156649) - (2 * (n - 1)) / n;
}
