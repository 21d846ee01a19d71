/** The angle that is shown: slowed so that eyes can follow, with the true ratio of cage to shaft. */
import { frames } from '../../live/frame-store.js';
import { useTwin } from '../../live/twin-store.js';

/** Turns a second that a shaft at 25 Hz is shown with. */
const SHOWN_TURNS = 0.22;
const RATED_HZ = 25;

/** How many true turns one shown turn stands for, in real time. */
export const SLOWED = Math.round(RATED_HZ / SHOWN_TURNS / 10) * 10;

/** Turn of the shaft in `dt_s` seconds of the page, rad; none while the clock stands. */
export function shownStep(asset: string, dt_s: number): number {
  if (useTwin.getState().clock?.state !== 'run') return 0;
  const hz = frames.turns.speed_hz(asset);
  // A page that was hidden or slow does not jump.
  return 2 * Math.PI * SHOWN_TURNS * (hz / RATED_HZ) * Math.min(dt_s, 0.1);
}
