/** Angle of every shaft as a function of simulated time. */

/** Turns of each shaft since the epoch, from the measured speed held between scans. */
export class ShaftTurns {
  private rows = new Map<string, number>();
  private columns: number[] = [];
  private turns = new Float64Array(0);
  private hz = new Float64Array(0);
  private simTs = 0;

  reset(speeds: readonly { asset: string; column: number }[], epoch: number): void {
    this.rows = new Map(speeds.map((entry, row) => [entry.asset, row]));
    this.columns = speeds.map((entry) => entry.column);
    this.turns = new Float64Array(speeds.length);
    this.hz = new Float64Array(speeds.length);
    this.simTs = epoch;
  }

  /** Turns on to `simTs` (ms) with the speeds held so far, then takes the new ones (rpm). */
  advance(simTs: number, values: Float32Array): void {
    const dt_s = Math.max(0, simTs - this.simTs) / 1000;
    for (let row = 0; row < this.turns.length; row++) {
      this.turns[row] += this.hz[row] * dt_s;
      const rpm = this.columns[row] < 0 ? Number.NaN : values[this.columns[row]];
      if (!Number.isNaN(rpm)) this.hz[row] = rpm / 60;
    }
    this.simTs = simTs;
  }

  /** Speed of a shaft, Hz; 0 where unknown. */
  speed_hz(asset: string): number {
    const row = this.rows.get(asset);
    return row === undefined ? 0 : this.hz[row];
  }

  /** Angle of a shaft at `simTs`, rad, not reduced. */
  angle(asset: string, simTs: number): number {
    const row = this.rows.get(asset);
    if (row === undefined) return 0;
    const held_s = Math.max(0, simTs - this.simTs) / 1000;
    return 2 * Math.PI * (this.turns[row] + this.hz[row] * held_s);
  }
}
