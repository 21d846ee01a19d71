/** Hotelling's T² within the principal components and Q outside them. Jackson & Mudholkar 1979. */
import { type Series, standardised } from './series.js';

/** Share of the variance that the kept components explain (judgement). */
const KEPT = 0.9;
const SWEEPS = 60;

/** T² over its mean plus Q over its mean, both means over the rows that were learnt. */
export function principalScores(series: Series): number[] {
  const rows = standardised(series);
  const { train } = series;
  const width = rows[0]?.length ?? 0;
  const { values, vectors } = eigen(covariance(rows, train, width));
  const total = values.reduce((a, b) => a + b, 0);
  let kept = 0;
  for (let sum = 0; kept < width && sum < KEPT * total; kept++) sum += values[kept]!;
  const parts = rows.map((row) => {
    let t2 = 0;
    let q = row.reduce((sum, z) => sum + z * z, 0);
    for (let k = 0; k < kept; k++) {
      const along = row.reduce((sum, z, c) => sum + z * vectors[c]![k]!, 0);
      t2 += (along * along) / Math.max(values[k]!, 1e-9);
      q -= along * along;
    }
    return { t2, q: Math.max(0, q) };
  });
  const learnt = parts.slice(0, train);
  const t2 = learnt.reduce((sum, part) => sum + part.t2, 0) / train;
  const q = learnt.reduce((sum, part) => sum + part.q, 0) / train;
  // Where all components are kept there is nothing outside them.
  return parts.map((part) => part.t2 / t2 + (q > 1e-9 ? part.q / q : 0));
}

function covariance(rows: readonly number[][], train: number, width: number): number[][] {
  return Array.from({ length: width }, (_, i) =>
    Array.from({ length: width }, (_unused, j) => {
      let sum = 0;
      for (let r = 0; r < train; r++) sum += rows[r]![i]! * rows[r]![j]!;
      return sum / Math.max(1, train - 1);
    }),
  );
}

/** Eigenvalues, falling, and vectors as columns of a symmetric matrix: Jacobi's rotations. */
function eigen(matrix: number[][]): { values: number[]; vectors: number[][] } {
  const n = matrix.length;
  const a = matrix.map((row) => [...row]);
  const v = a.map((_, i) => a.map((_row, j) => (i === j ? 1 : 0)));
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    for (let p = 0; p < n; p++) for (let q = p + 1; q < n; q++) rotate(a, v, p, q);
  }
  const order = a.map((_, i) => i).sort((i, j) => a[j]![j]! - a[i]![i]!);
  return {
    values: order.map((i) => Math.max(0, a[i]![i]!)),
    vectors: v.map((row) => order.map((i) => row[i]!)),
  };
}

function rotate(a: number[][], v: number[][], p: number, q: number): void {
  const off = a[p]![q]!;
  if (Math.abs(off) < 1e-15) return;
  const theta = (a[q]![q]! - a[p]![p]!) / (2 * off);
  const t = Math.sign(theta || 1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
  const c = 1 / Math.sqrt(t * t + 1);
  const s = t * c;
  for (const row of a) {
    const [x, y] = [row[p]!, row[q]!];
    row[p] = c * x - s * y;
    row[q] = s * x + c * y;
  }
  const [rowP, rowQ] = [a[p]!, a[q]!];
  for (let k = 0; k < a.length; k++) {
    const [x, y] = [rowP[k]!, rowQ[k]!];
    rowP[k] = c * x - s * y;
    rowQ[k] = s * x + c * y;
  }
  for (const row of v) {
    const [x, y] = [row[p]!, row[q]!];
    row[p] = c * x - s * y;
    row[q] = s * x + c * y;
  }
}
