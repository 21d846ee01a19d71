/** Last and recent values of every scalar point, outside of React. */
import type { Manifest, TwinFrame } from '@plant47/contract';
import { ShaftTurns } from './shaft-turns.js';

/** Scans kept for sparklines; beyond it the oldest go. */
export const RECENT_SCANS = 240;

export interface Series {
  /** Simulated Unix time, ms, rising. */
  readonly t: number[];
  readonly v: number[];
}

/** Columns of the binary frames: newest values, and a ring of the scans before. */
export class FrameStore {
  seq = 0;
  /** Simulated Unix time of the newest frame, ms. */
  simTs = 0;
  values: Float32Array = new Float32Array(0);
  readonly turns = new ShaftTurns();
  private columns = new Map<string, number>();
  private ring: Float32Array[] = [];
  private times: number[] = [];
  private readonly listeners = new Set<() => void>();

  /** Begins a run: the order of the columns, and no values yet. */
  reset(manifest: Manifest, points: readonly string[]): void {
    this.columns = new Map(points.map((id, column) => [id, column]));
    this.values = new Float32Array(points.length).fill(Number.NaN);
    this.ring = [];
    this.times = [];
    this.seq = 0;
    this.simTs = 0;
    const speeds = manifest.assets.map((entry) => ({
      asset: entry.asset,
      column: this.columns.get(`${entry.asset}.motor.speed`) ?? -1,
    }));
    this.turns.reset(speeds, manifest.epoch);
    this.notify();
  }

  /** Takes a frame; one of another shape or of an older instant is dropped. */
  push(frame: TwinFrame): boolean {
    if (frame.values.length !== this.values.length || frame.simTs < this.simTs) return false;
    this.turns.advance(frame.simTs, frame.values);
    this.values = frame.values;
    this.seq = frame.seq;
    if (frame.simTs > this.simTs || this.times.length === 0) {
      this.ring.push(frame.values);
      this.times.push(frame.simTs);
      if (this.ring.length > RECENT_SCANS) {
        this.ring.shift();
        this.times.shift();
      }
    } else {
      this.ring[this.ring.length - 1] = frame.values;
    }
    this.simTs = frame.simTs;
    this.notify();
    return true;
  }

  /** Newest value of a point; NaN where it has none. */
  value(point: string): number {
    const column = this.columns.get(point);
    return column === undefined ? Number.NaN : (this.values[column] ?? Number.NaN);
  }

  has(point: string): boolean {
    return this.columns.has(point);
  }

  /** The recent scans of a point; scans without a value are left out. */
  recent(point: string): Series {
    const column = this.columns.get(point);
    const series: Series = { t: [], v: [] };
    if (column === undefined) return series;
    for (let i = 0; i < this.ring.length; i++) {
      const value = this.ring[i][column];
      if (Number.isNaN(value)) continue;
      series.t.push(this.times[i]);
      series.v.push(value);
    }
    return series;
  }

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  private notify(): void {
    for (const listener of this.listeners) listener();
  }
}

/** The frames of this page. */
export const frames = new FrameStore();
