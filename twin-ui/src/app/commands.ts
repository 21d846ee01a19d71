/** What people do to the plant: each asks the plant and says in one line how it went. */
import type { AlarmView, ClockVerb } from '@plant47/contract';
import { api } from '../live/api.js';
import { alarmText } from '../live/belief.js';
import { notify, useTwin } from '../live/twin-store.js';

/** Runs a request; tells of its failure, and of its success where there are words for it. */
export async function attempt(request: Promise<unknown>, done?: string): Promise<boolean> {
  try {
    await request;
    if (done) notify(done);
    return true;
  } catch (error) {
    notify(error instanceof Error ? error.message : String(error), true);
    return false;
  }
}

export const acknowledge = (alarm: AlarmView): Promise<boolean> =>
  attempt(api.acknowledge(alarm.id), `Acknowledged: ${alarmText(alarm)}`);

export const clock = (verb: ClockVerb): Promise<boolean> => attempt(api.clock(verb));

/** Freezes a running plant, runs a frozen one. */
export function toggleClock(): void {
  const state = useTwin.getState().clock?.state;
  if (state === 'run') void clock({ verb: 'freeze' });
  else if (state === 'frozen') void clock({ verb: 'run' });
}
