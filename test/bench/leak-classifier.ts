/**
 * Can two sorts of runs be told apart? Two plain classifiers, each run left out once, against
 * shuffled labels. Both are made so that a shuffle costs next to nothing: the ridge's hat matrix
 * and the neighbours do not depend on the labels.
 */
import { streamOf, uniform } from '@plant47/simulator';
import type { Features } from './leak-features.js';

export interface Separation {
  /** Share of left-out runs that were told right: by the better of the two classifiers. */
  readonly accuracy: number;
  /** Probability of such an accuracy by chance: the smaller of both, doubled (Bonferroni). */
  readonly p: number;
  /** Column that differs most, in standard deviations. */
  readonly strongest: string;
}

/** Ridge on standardised columns; judgement. */
const LAMBDA = 10;
/** Neighbours that vote. */
const K = 9;
const SHUFFLES = 999;

type Row = readonly number[];

/** Tells rows labelled +1 from rows labelled −1; equal rows give p = 1. */
export function separate(
  rows: readonly Features[],
  labels: readonly (1 | -1)[],
  shuffles = SHUFFLES,
): Separation {
  const names = Object.keys(rows[0] ?? {});
  const table = standardised(rows, names);
  const hat = hatMatrix(table);
  const near = neighbours(table);
  const told = (truth: readonly number[]): [number, number] => [
    byRidge(hat, truth),
    byNeighbours(near, truth),
  ];
  const [ridge, nearest] = told(labels);
  let [better, closer] = [1, 1];
  for (let k = 0; k < shuffles; k++) {
    const [a, b] = told(shuffled(labels, k));
    if (a >= ridge) better += 1;
    if (b >= nearest) closer += 1;
  }
  return {
    accuracy: Math.max(ridge, nearest),
    p: Math.min(1, (2 * Math.min(better, closer)) / (shuffles + 1)),
    strongest: strongestOf(table, labels, names),
  };
}

/** Columns with mean 0 and variance 1; those that never change become 0. */
function standardised(rows: readonly Features[], names: readonly string[]): Row[] {
  const columns = names.map((name) => {
    const values = rows.map((row) => row[name] ?? 0);
    const mean = values.reduce((sum, one) => sum + one, 0) / values.length;
    const square = values.reduce((sum, one) => sum + (one - mean) * (one - mean), 0);
    const sd = Math.sqrt(square / values.length);
    // Below the rounding of a mean nothing differs.
    const flat = sd <= 1e-9 * Math.max(1, Math.abs(mean));
    return values.map((value) => (flat ? 0 : (value - mean) / sd));
  });
  return rows.map((_, i) => columns.map((column) => column[i]!));
}

/** X (XᵀX + λI)⁻¹ Xᵀ with a column of ones. */
function hatMatrix(rows: readonly Row[]): Row[] {
  const x = rows.map((row) => [1, ...row]);
  const d = x[0]?.length ?? 1;
  const gram = Array.from({ length: d }, (_, i) =>
    Array.from({ length: d }, (_, j) => {
      const sum = x.reduce((all, row) => all + row[i]! * row[j]!, 0);
      return i === j && i > 0 ? sum + LAMBDA : sum;
    }),
  );
  const solved = solve(
    gram,
    Array.from({ length: d }, (_, i) => x.map((row) => row[i]!)),
  );
  return x.map((row) =>
    x.map((_, j) => row.reduce((sum, value, i) => sum + value * solved[i]![j]!, 0)),
  );
}

/** Solves A·Z = B by Gauss with pivots; A and B are used up. */
function solve(a: number[][], b: number[][]): number[][] {
  const n = a.length;
  for (let k = 0; k < n; k++) {
    let pivot = k;
    for (let i = k + 1; i < n; i++) {
      if (Math.abs(a[i]![k]!) > Math.abs(a[pivot]![k]!)) pivot = i;
    }
    [a[k], a[pivot]] = [a[pivot]!, a[k]!];
    [b[k], b[pivot]] = [b[pivot]!, b[k]!];
    for (let i = 0; i < n; i++) {
      const factor = a[i]![k]! / a[k]![k]!;
      if (i === k || factor === 0) continue;
      for (let j = k; j < n; j++) a[i]![j]! -= factor * a[k]![j]!;
      for (let j = 0; j < b[i]!.length; j++) b[i]![j]! -= factor * b[k]![j]!;
    }
  }
  return b.map((row, i) => row.map((value) => value / a[i]![i]!));
}

/** Share told right by the ridge, each row left out (the residual over 1 − its leverage). */
function byRidge(hat: readonly Row[], truth: readonly number[]): number {
  let right = 0;
  hat.forEach((row, i) => {
    const own = truth[i]!;
    const fitted = row.reduce((sum, weight, j) => sum + weight * truth[j]!, 0);
    const left = own - (own - fitted) / Math.max(1e-9, 1 - row[i]!);
    if (left * own > 0) right += 1;
  });
  return right / hat.length;
}

function neighbours(rows: readonly Row[]): Row[] {
  return rows.map((row, i) =>
    rows
      .map((other, j) => ({
        j,
        far: other.reduce((sum, value, c) => sum + (value - row[c]!) * (value - row[c]!), 0),
      }))
      .filter(({ j }) => j !== i)
      .sort((a, b) => a.far - b.far || a.j - b.j)
      .slice(0, K)
      .map(({ j }) => j),
  );
}

function byNeighbours(near: readonly Row[], truth: readonly number[]): number {
  const right = near.filter((own, i) => {
    const vote = own.reduce((sum, j) => sum + truth[j]!, 0);
    return vote * truth[i]! > 0;
  });
  return right.length / near.length;
}

/** Fisher–Yates from the shuffle's own stream of draws: the same p for the same rows. */
function shuffled(labels: readonly number[], shuffle: number): number[] {
  const stream = streamOf([0x9e37, 0x79b9, 0x7f4a, 0x7c15], 'shuffle', shuffle);
  const all = [...labels];
  for (let i = all.length - 1; i > 0; i--) {
    const j = Math.floor(uniform(stream, i) * (i + 1));
    [all[i], all[j]] = [all[j]!, all[i]!];
  }
  return all;
}

function strongestOf(
  table: readonly Row[],
  labels: readonly number[],
  names: readonly string[],
): string {
  const differs = (c: number): number =>
    Math.abs(table.reduce((sum, row, i) => sum + row[c]! * labels[i]!, 0));
  let strongest = 0;
  names.forEach((_, c) => {
    if (differs(c) > differs(strongest)) strongest = c;
  });
  return names[strongest] ?? '';
}
