/** Lock-step: publish a barrier, let the world make the next one, wait for who is in the run. */
import type { ClockMessage } from '@plant47/contract';
import type { HostClock } from './clock.js';
import type { Split } from './host.js';
import type { Barrier, PlantRun } from './plant-run.js';
import type { MadeBurst, Wire } from './wire.js';
import type { WireTurn } from './wire-turn.js';

export interface LoopSettings {
  readonly run: PlantRun;
  readonly clock: HostClock;
  readonly wire: Wire;
  readonly turn: WireTurn;
  readonly split: Split;
  /** A barrier is about to go on the wire: what a client says from now on may rest on it. */
  readonly publishing: (barrier: Barrier) => void;
  readonly message: (barrier: Barrier) => ClockMessage;
  /** A barrier is on the wire and everybody enrolled is done with it. */
  readonly published: (barrier: Barrier, bursts: readonly MadeBurst[]) => void;
  readonly settled: (barrier: Barrier) => void;
  /** True once no further barrier is to be made. */
  readonly ends: (barrier: Barrier) => boolean;
}

/** Runs barriers until the clock ends, `ends` says so, or a client is lost (rejects). */
export async function runBarriers(settings: LoopSettings, first: Barrier): Promise<void> {
  const { run, clock } = settings;
  let barrier = first;
  for (;;) {
    if (barrier !== first && !(await clock.due(barrier.simTs))) return;
    const bursts = await barrier.bursts;
    await publish(settings, barrier, bursts);
    const last = settings.ends(barrier);
    const nextTs = run.simTs(run.nextTick);
    clock.arrived(barrier.simTs, last ? barrier.simTs : nextTs);
    settings.published(barrier, bursts);
    // The world may be one barrier ahead, no more; paced runs compute it when it is due, and those
    // that will stand still when they go on, so that what people ask meanwhile takes effect in it.
    const early = !last && clock.rate === 0 && clock.reaches(nextTs);
    const ahead = early ? run.next() : undefined;
    await waitForClients(settings, barrier);
    settings.settled(barrier);
    if (last || clock.state === 'end') return;
    if (!ahead && !(await clock.due(nextTs))) return;
    barrier = ahead ?? run.next();
  }
}

async function publish(
  settings: LoopSettings,
  barrier: Barrier,
  bursts: readonly MadeBurst[],
): Promise<void> {
  const start = performance.now();
  await settings.turn.take(async () => {
    settings.publishing(barrier);
    await settings.wire.publish(barrier.scans, bursts);
    await settings.wire.clock(settings.message(barrier));
  });
  settings.split.wire += (performance.now() - start) / 1000;
}

async function waitForClients(settings: LoopSettings, barrier: Barrier): Promise<void> {
  const start = performance.now();
  await settings.wire.settled(barrier.simTs);
  settings.split.engine += (performance.now() - start) / 1000;
}
