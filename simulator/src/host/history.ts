/** What was scanned lately, in memory: trends of scalar points and the last burst of each. */
import type { Burst } from '@plant47/contract';

/** Scans kept per device: 40 days at 10 minutes; the oldest go first. */
const LENGTH = 5_760;
/** Scans kept per device where they come faster than every ten seconds. */
const LENGTH_FAST = 3_600;

/** Lengths of burst kept for a point; plans have two. */
const LENGTHS = 4;

interface Ring {
  readonly times: Float64Array;
  readonly values: Float32Array;
  readonly width: number;
  count: number;
}

export interface Trend {
  readonly id: string;
  /** Simulated Unix time, ms. */
  readonly simTs: number[];
  readonly values: (number | null)[];
}

/** Rings of scans, one a device, allocated at the device's first scan. */
export class History {
  private readonly rings: (Ring | undefined)[] = [];
  private readonly where = new Map<string, { device: number; column: number }>();
  /** The newest burst of each length, newest first. */
  private readonly bursts = new Map<string, readonly Burst[]>();

  /** Tells where the scalar points of device `device` are, in the order of its scans' values. */
  declare(device: number, ids: readonly string[]): void {
    ids.forEach((id, column) => {
      this.where.set(id, { device, column });
    });
  }

  scan(device: number, simTs: number, values: Float64Array, scan_s: number): void {
    let ring = this.rings[device];
    if (!ring) {
      const length = scan_s < 10 ? LENGTH_FAST : LENGTH;
      const width = values.length;
      ring = {
        times: new Float64Array(length),
        values: new Float32Array(length * width),
        width,
        count: 0,
      };
      this.rings[device] = ring;
    }
    const at = ring.count % ring.times.length;
    ring.times[at] = simTs;
    ring.values.set(values, at * ring.width);
    ring.count++;
  }

  burst(point: string, burst: Burst): void {
    const others = (this.bursts.get(point) ?? []).filter(
      (known) => known.samples.length !== burst.samples.length,
    );
    this.bursts.set(point, [burst, ...others].slice(0, LENGTHS));
  }

  /** The newest burst of a point with at least so many samples. */
  lastBurst(point: string, least = 0): Burst | undefined {
    return this.bursts.get(point)?.find((burst) => burst.samples.length >= least);
  }

  /** At most `limit` scans of a point in [from, to], thinned evenly; undefined where unknown. */
  trend(id: string, from: number, to: number, limit: number): Trend | undefined {
    const place = this.where.get(id);
    if (!place) return undefined;
    const simTs: number[] = [];
    const values: (number | null)[] = [];
    const ring = this.rings[place.device];
    if (!ring) return { id, simTs, values };
    const length = ring.times.length;
    const inside: number[] = [];
    for (let k = Math.max(0, ring.count - length); k < ring.count; k++) {
      const time = ring.times[k % length]!;
      if (time >= from && time <= to) inside.push(k % length);
    }
    const step = Math.max(1, Math.ceil(inside.length / limit));
    for (let k = (inside.length - 1) % step; k < inside.length; k += step) {
      const at = inside[k]!;
      const value = ring.values[at * ring.width + place.column]!;
      simTs.push(ring.times[at]!);
      values.push(Number.isNaN(value) ? null : value);
    }
    return { id, simTs, values };
  }
}
