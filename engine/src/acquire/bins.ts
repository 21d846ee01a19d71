/** Means over fixed bins of simulated time, so that scan periods of 1 s and 10 min look alike. */

export interface BinState {
  readonly sum: number[];
  readonly count: number[];
  /** Values of the newest scan; NaN where none. */
  readonly last: number[];
}

export function initBins(slots: number): BinState {
  const zeros = (): number[] => new Array<number>(slots).fill(0);
  return { sum: zeros(), count: zeros(), last: new Array<number>(slots).fill(Number.NaN) };
}

/** Adds one good value to its slot's bin. */
export function addToBin(state: BinState, slot: number, value: number): void {
  state.sum[slot]! += value;
  state.count[slot]! += 1;
  state.last[slot] = value;
}

/** Means of the closing bin (NaN where nothing came) and an empty bin after it. */
export function closeBin(state: BinState): number[] {
  const means = state.sum.map((sum, slot) => {
    const count = state.count[slot]!;
    return count > 0 ? sum / count : Number.NaN;
  });
  state.sum.fill(0);
  state.count.fill(0);
  return means;
}
