/**
 * How much the scalar points tell of a fault: I = ½ Σ Δᵀ C⁻¹ Δ, with everything projected out
 * that load, speed, ambient temperature or an unknown baseline could explain.
 */

/** Regressors: a constant, load, speed, ambient. */
const TERMS = 4;
/** Keeps collinear regressors solvable; relative to the trace of the normal matrix. */
const RIDGE = 1e-9;

export interface PointAccuracy {
  /** Standard deviation of the declared noise, in the point's unit. */
  readonly noise: number;
  /** Quantum of the published value, in the point's unit. */
  readonly resolution: number;
  /** False for points that only restate the regressors (energy counters, status). */
  readonly counts: boolean;
}

export interface Information {
  /** A healthy sample before the onset: teaches how points follow load, speed and ambient. */
  learn(healthy: ArrayLike<number>): void;
  /**
   * A sample of both branches. The regressors are those of `at`, the healthy branch where absent:
   * branches of one fork are only comparable on the same ones.
   */
  add(healthy: ArrayLike<number>, faulty: ArrayLike<number>, at?: ArrayLike<number>): void;
  /** I so far, in nats. */
  value(): number;
  /** The same of each point alone. */
  parts(): Float64Array;
}

/** `regressors` are the columns of load, speed and ambient among the points of one train. */
export function createInformation(
  points: readonly PointAccuracy[],
  regressors: readonly [number, number, number],
): Information {
  const normal = new Float64Array(TERMS * TERMS);
  const moments = points.map(() => new Float64Array(TERMS));
  const slopes = points.map(() => new Float64Array(TERMS));
  const scores = points.map(() => new Float64Array(TERMS));
  const squares = new Float64Array(points.length);
  const x = new Float64Array(TERMS);
  const shift = new Float64Array(TERMS);
  let centre: readonly number[] | undefined;
  let taught = false;

  /** Centred and scaled by the first sample, so that the normal matrix is well conditioned. */
  const read = (values: ArrayLike<number>): boolean => {
    const raw = regressors.map((column) => values[column] ?? Number.NaN);
    if (raw.some(Number.isNaN)) return false;
    centre ??= raw;
    x[0] = 1;
    for (let i = 0; i < raw.length; i++) {
      const middle = centre[i] ?? 0;
      x[i + 1] = ((raw[i] ?? 0) - middle) / (Math.abs(middle) + 1);
    }
    return true;
  };
  const teach = (): void => {
    points.forEach((_, p) => {
      slopes[p]?.set(solve(normal, moments[p] ?? x));
    });
    taught = true;
  };
  const learn = (healthy: ArrayLike<number>): void => {
    if (!read(healthy)) return;
    addOuter(normal, x);
    points.forEach((_, p) => {
      addScaled(moments[p], x, healthy[p] ?? 0);
    });
  };
  const parts = (): Float64Array =>
    Float64Array.from(points, ({ noise, resolution }, p) => {
      const variance = noise * noise + (resolution * resolution) / 12;
      const score = scores[p] ?? x;
      const left = (squares[p] ?? 0) - dot(score, solve(normal, score));
      return variance > 0 ? Math.max(0, left) / variance / 2 : 0;
    });
  return {
    learn,
    parts,
    add: (healthy, faulty, at = healthy) => {
      if (!taught) teach();
      if (!read(faulty)) return;
      shift.set(x);
      if (!read(healthy)) return;
      for (let i = 0; i < TERMS; i++) shift[i] = (shift[i] ?? 0) - (x[i] ?? 0);
      if (!read(at)) return;
      addOuter(normal, x);
      points.forEach((point, p) => {
        const difference = (faulty[p] ?? 0) - (healthy[p] ?? 0);
        if (!point.counts || Number.isNaN(difference)) return;
        const left = difference - dot(slopes[p], shift);
        squares[p] = (squares[p] ?? 0) + left * left;
        addScaled(scores[p], x, left);
      });
    },
    value: () => parts().reduce((sum, part) => sum + part, 0),
  };
}

function addOuter(matrix: Float64Array, x: Float64Array): void {
  for (let i = 0; i < TERMS; i++) {
    for (let j = 0; j < TERMS; j++) {
      matrix[i * TERMS + j] = (matrix[i * TERMS + j] ?? 0) + (x[i] ?? 0) * (x[j] ?? 0);
    }
  }
}

function addScaled(target: Float64Array | undefined, x: Float64Array, factor: number): void {
  if (target === undefined || Number.isNaN(factor)) return;
  for (let i = 0; i < TERMS; i++) target[i] = (target[i] ?? 0) + (x[i] ?? 0) * factor;
}

function dot(a: Float64Array | undefined, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < TERMS; i++) sum += (a?.[i] ?? 0) * (b[i] ?? 0);
  return sum;
}

/** matrix⁻¹ · right by Cholesky, with the ridge added. */
function solve(matrix: Float64Array, right: Float64Array): Float64Array {
  let trace = 0;
  for (let i = 0; i < TERMS; i++) trace += matrix[i * TERMS + i] ?? 0;
  const ridge = RIDGE * trace + Number.MIN_VALUE;
  const lower = new Float64Array(TERMS * TERMS);
  const at = (i: number, j: number): number => lower[i * TERMS + j] ?? 0;
  for (let i = 0; i < TERMS; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = (matrix[i * TERMS + j] ?? 0) + (i === j ? ridge : 0);
      for (let k = 0; k < j; k++) sum -= at(i, k) * at(j, k);
      lower[i * TERMS + j] = i === j ? Math.sqrt(Math.max(sum, Number.MIN_VALUE)) : sum / at(j, j);
    }
  }
  const solution = Float64Array.from(right);
  for (let i = 0; i < TERMS; i++) {
    let sum = solution[i] ?? 0;
    for (let k = 0; k < i; k++) sum -= at(i, k) * (solution[k] ?? 0);
    solution[i] = sum / at(i, i);
  }
  for (let i = TERMS - 1; i >= 0; i--) {
    let sum = solution[i] ?? 0;
    for (let k = i + 1; k < TERMS; k++) sum -= at(k, i) * (solution[k] ?? 0);
    solution[i] = sum / at(i, i);
  }
  return solution;
}
