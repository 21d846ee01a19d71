/**
 * What a visitor sees: the story in lock-step at `max` to half an hour before it can be told,
 * then two simulated hours a second until the engine's first persistent alarm, then ×60.
 * The unsealed demo alone paces by truth.
 */
import type { PlantHost } from '@plant47/simulator';

/** Simulated time before observable-from at which the fast-forward ends, s. */
const BEFORE_S = 1_800;
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

/** Paces a plant that is frozen at tick 0; whoever takes the clock in hand ends the pacing. */
export async function paceForVisitor(
  host: PlantHost,
  plan: VisitorPlan,
  progress: (label: string, fraction: number) => void,
): Promise<void> {
  const { session } = host;
  const { epoch } = session.manifest;
  const target = epoch + Math.max(0, plan.observable_s - BEFORE_S) * 1000;
  const from = session.clock.simTs;
  const label = 'the days before';
  const stop = host.on((event) => {
    if (event.type !== 'scan') return;
    const fraction = (session.completeTo - from) / (target - from);
    progress(label, Math.min(0.99, fraction));
  });
  await session.clock.advanceTo(target);
  stop();
  progress(label, 1);
  if (!stillOurs(host, 0, target)) return;
  session.clock.run(STORY_RATE);
  await host.tellClock();
  await persistentAlarm(host, plan.asset);
  if (host.session !== session || session.clock.rate !== STORY_RATE) return;
  session.clock.run(AFTER_RATE);
  await host.tellClock();
}

/** False where somebody froze, paced or restored the plant meanwhile. */
function stillOurs(host: PlantHost, _rate: number, target: number): boolean {
  return host.session.clock.state === 'frozen' && host.session.clock.simTs === target;
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
