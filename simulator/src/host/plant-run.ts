/** One run of the plant without sockets: the world, its inputs, and the barriers it gives. */
import type { Burst } from '@plant47/contract';
import type { Command, Input } from '@plant47/contract/sealed';
import type { Device, DeviceScan, DueBurst } from '../devices/device.js';
import type { PlantModel } from '../devices/plant-model.js';
import { TICKS_PER_SECOND } from '../world/state.js';
import { InputQueue } from './input-queue.js';
import type { MadeBurst } from './wire.js';

/** Everything that reaches a wire at one instant. */
export interface Barrier {
  readonly tick: number;
  /** Simulated Unix time, ms. */
  readonly simTs: number;
  readonly scans: readonly DeviceScan[];
  /** Bursts in the order of the model's list. */
  readonly bursts: Promise<readonly MadeBurst[]>;
}

export interface RunSettings {
  readonly model: PlantModel;
  readonly inputs: readonly Input[];
  readonly record: (input: Input) => void;
  /** Makes the bursts of a barrier, in their order. */
  readonly make: (due: readonly DueBurst[]) => Promise<readonly Burst[]>;
  /** Called after each step of the world, with the seconds of wall time it took. */
  readonly worked: (seconds: number) => void;
}

/** Moves the model from barrier to barrier; the only caller of its advance. */
export class PlantRun {
  readonly model: PlantModel;
  readonly queue: InputQueue;
  private readonly settings: RunSettings;
  private readonly asked: DueBurst[] = [];
  private readonly beginTick: number;

  constructor(settings: RunSettings) {
    this.settings = settings;
    this.model = settings.model;
    this.queue = new InputQueue(settings.inputs, settings.record);
    this.beginTick = this.model.state.tick;
  }

  get tick(): number {
    return this.model.state.tick;
  }

  get nextTick(): number {
    return this.model.nextScanTick(this.tick);
  }

  simTs(tick: number): number {
    return this.model.epoch + (tick * 1000) / TICKS_PER_SECOND;
  }

  /** First tick at or after `simTs` that the world has not passed. */
  tickAt(simTs: number): number {
    const tick = Math.ceil(((simTs - this.model.epoch) * TICKS_PER_SECOND) / 1000);
    return Math.max(tick, this.tick);
  }

  /** Queues a command for the tick at `simTs`, or the world's own where that has passed. */
  ask(source: string, command: Command, simTs: number): Input {
    return this.queue.add(this.tickAt(simTs), source, command);
  }

  /** Sends a burst with the next barrier. */
  askBurst(due: DueBurst): void {
    this.asked.push(due);
  }

  /** The barrier at the world's present tick; scans every device that is due. */
  here(): Barrier {
    const start = performance.now();
    const { model } = this;
    const scans = model.scan().map((scan) => this.numbered(scan, scan.device));
    const due = [...this.asked.splice(0), ...model.dueBursts()].map((one) => {
      const { device, job } = one;
      return { ...this.numbered(one, device), job: this.numbered(job, device) };
    });
    const tick = this.tick;
    this.settings.worked((performance.now() - start) / 1000);
    const bursts = this.settings
      .make(due)
      .then((made) => due.map((one, i) => ({ due: one, burst: made[i]! })));
    // A failed synthesis is reported where the barrier is published.
    bursts.catch(() => undefined);
    return { tick, simTs: this.simTs(tick), scans, bursts };
  }

  /** Numbers of scans begin at 0 with each run, also with one that goes on from a snapshot. */
  private numbered<T extends { readonly seq: number }>(sent: T, device: Device): T {
    const first = Math.floor(this.beginTick / (device.scan_s * TICKS_PER_SECOND));
    return first === 0 || sent.seq < first ? sent : { ...sent, seq: sent.seq - first };
  }

  /** Advances to the next instant at which any device scans. */
  next(): Barrier {
    const start = performance.now();
    this.model.advance(this.nextTick, this.queue.all);
    this.settings.worked((performance.now() - start) / 1000);
    return this.here();
  }
}
