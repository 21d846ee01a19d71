/** How well a score tells faulty rows from healthy ones, and how alike two rankings are. */

/** Area under the ROC curve: chance that a faulty row scores higher; ties count half. */
export function areaUnderCurve(scores: ArrayLike<number>, labels: readonly number[]): number {
  const judged: { score: number; faulty: boolean }[] = [];
  labels.forEach((label, i) => {
    if (label >= 0) judged.push({ score: scores[i]!, faulty: label === 1 });
  });
  const ranks = ranksOf(judged.map(({ score }) => score));
  const faulty = judged.filter((one) => one.faulty).length;
  const healthy = judged.length - faulty;
  if (faulty === 0 || healthy === 0) return Number.NaN;
  const sum = judged.reduce((total, one, i) => total + (one.faulty ? ranks[i]! : 0), 0);
  return (sum - (faulty * (faulty + 1)) / 2) / (faulty * healthy);
}

/** Ranks from 1 for the smallest; equal values share their mean rank. */
export function ranksOf(values: readonly number[]): number[] {
  const order = values.map((_, i) => i).sort((a, b) => values[a]! - values[b]! || a - b);
  const ranks = new Array<number>(values.length).fill(0);
  for (let from = 0; from < order.length; ) {
    let to = from;
    while (to + 1 < order.length && values[order[to + 1]!] === values[order[from]!]) to++;
    for (let k = from; k <= to; k++) ranks[order[k]!] = (from + to) / 2 + 1;
    from = to + 1;
  }
  return ranks;
}

/** Spearman's ρ: correlation of the ranks. */
export function spearman(a: readonly number[], b: readonly number[]): number {
  const [x, y] = [ranksOf(a), ranksOf(b)];
  const mean = (a.length + 1) / 2;
  let xy = 0;
  let xx = 0;
  let yy = 0;
  for (let i = 0; i < a.length; i++) {
    xy += (x[i]! - mean) * (y[i]! - mean);
    xx += (x[i]! - mean) ** 2;
    yy += (y[i]! - mean) ** 2;
  }
  return xy / Math.sqrt(xx * yy);
}
