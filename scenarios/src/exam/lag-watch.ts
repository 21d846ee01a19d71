/** Whether a contestant in free run keeps up with the plant. */

/** Wall time that it may be behind, ms, and the share of the run for which it may be so. */
const BEHIND_MS = 5_000;
const SHARE = 0.1;

/** Counts the barriers at which the contestant's watermark lies too far behind. */
export class LagWatch {
  private barriers = 0;
  private behind = 0;
  private readonly limit_ms: number;
  private readonly epoch: number;

  /** `rate` in simulated seconds a second of wall time; `epoch` = simulated Unix time of tick 0. */
  constructor(rate: number, epoch: number) {
    this.limit_ms = BEHIND_MS * rate;
    this.epoch = epoch;
  }

  /** A barrier was published; `watermark` in simulated Unix ms, null where none was ever said. */
  barrier(simTs: number, watermark: number | null): void {
    this.barriers++;
    if (simTs - (watermark ?? this.epoch) > this.limit_ms) this.behind++;
  }

  /** True where it was behind for more than a tenth of the run. */
  get lagged(): boolean {
    return this.behind > SHARE * this.barriers;
  }

  /** Share of the barriers at which it was behind. */
  get share(): number {
    return this.barriers === 0 ? 0 : this.behind / this.barriers;
  }
}
