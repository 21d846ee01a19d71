/**
 * What a visitor sees: the story in lock-step at `max` to half an hour before it can be told,
 * then two simulated hours a second until the engine's first persistent alarm, then ×60.
 * The unsealed demo alone paces by truth.
 */
import type { PlantHost } from '@plant47/simulator';

/** Simulated time before observable-from at which the fast-forward ends, s. */
export const BEFORE_S = 1_800;
/** Simulated seconds a second while the story unfolds. */
const STORY_RATE = 7_200;
/** Simulated seconds a second once it is told. */
const AFTER_RATE = 60;
/** An alarm that stands this long is persistent, ms of simulated time. */
const PERSISTENT_MS = 3 * 3_600_000;

export interface VisitorPlan {
  readonly asset: string;
  /** Seconds since the start of the run. */
  readonly observable_s: number;
}

export interface VisitorEvents {
  readonly progress: (label: string, fraction: number) => void;
  /** The fast-forward is over; the plant stands still at its end. Not called where there was none. */
  readonly arrived: () => Promise<void>;
}

/** Paces a plant that is frozen at its first barrier; whoever takes the clock in hand ends it. */
export async function paceForVisitor(
  host: PlantHost,
  plan: VisitorPlan,
  events: VisitorEvents,
): Promise<void> {
  const { session } = host;
  const target = session.manifest.epoch + Math.max(0, plan.observable_s - BEFORE_S) * 1000;
  if (session.clock.simTs < target && !(await fastForward(host, target, events))) return;
  session.clock.run(STORY_RATE);
  await host.tellClock();
  await persistentAlarm(host, plan.asset);
  if (host.session !== session || session.clock.rate !== STORY_RATE) return;
  session.clock.run(AFTER_RATE);
  await host.tellClock();
}

/** Goes to `target` at max; false where somebody froze, paced or restored the plant meanwhile. */
async function fastForward(
  host: PlantHost,
  target: number,
  events: VisitorEvents,
): Promise<boolean> {
  const { session } = host;
  const from = session.clock.simTs;
  const label = 'the days before';
  const stop = host.on((event) => {
    if (event.type !== 'scan') return;
    const fraction = (session.completeTo - from) / (target - from);
    events.progress(label, Math.min(0.99, fraction));
  });
  await session.clock.advanceTo(target);
  stop();
  const ours =
    host.session === session && session.clock.state === 'frozen' && session.clock.simTs === target;
  if (!ours) return false;
  events.progress(label, 1);
  await events.arrived();
  return true;
}

/** Resolves once an alarm of the asset has stood for three hours, or the run has changed hands. */
function persistentAlarm(host: PlantHost, asset: string): Promise<void> {
  const { session } = host;
  return new Promise((resolve) => {
    const stop = host.on((event) => {
      const stands = session.board.alarms.some(
        (alarm) =>
          alarm.asset === asset &&
          alarm.clearedAt === null &&
          session.completeTo - alarm.raisedAt >= PERSISTENT_MS,
      );
      const changed = host.session !== session || session.clock.rate !== STORY_RATE;
      if (!stands && !changed && event.type !== 'restored') return;
      stop();
      resolve();
    });
  });
}
