/** Keys that work anywhere but in fields of a form. */
import { allows } from '@plant47/contract';
import { useEffect } from 'react';
import { useLocation } from 'wouter';
import { bannerAlarm } from '../live/belief.js';
import { useTwin } from '../live/twin-store.js';
import { carried } from './address.js';
import { acknowledge, clock, toggleClock } from './commands.js';

/** For the sheet of keys. */
export const KEYS: readonly (readonly [key: string, does: string])[] = [
  ['Space', 'freeze or run (instructor)'],
  ['→', 'advance ten minutes (instructor)'],
  ['G', 'overview'],
  ['L', 'alarm list'],
  ['A', 'acknowledge the alarm of the banner'],
  ['B', 'machine of the banner'],
  ['X  H  V', 'section, heat, vibration of a machine'],
  ['?', 'this sheet'],
];

function inField(event: KeyboardEvent): boolean {
  const target = event.target as HTMLElement | null;
  return !!target?.closest('input, select, textarea, [contenteditable]');
}

/** Installs the keys of the whole page; `onSheet` shows or hides the sheet. */
export function useKeys(onSheet: () => void): void {
  const [, go] = useLocation();
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || inField(event)) return;
      const { role, alarms } = useTwin.getState();
      const alarm = bannerAlarm(alarms);
      const onButton = (event.target as HTMLElement | null)?.closest('button, a, summary');
      if (event.key === ' ' && !onButton && allows(role, 'instructor')) toggleClock();
      else if (event.key === 'ArrowRight' && !onButton && allows(role, 'instructor')) {
        void clock({ verb: 'advance', seconds: 600 });
      } else if (event.key === 'g') go(`/${carried()}`);
      else if (event.key === 'l') go(`/alarms${carried()}`);
      else if (event.key === 'a' && alarm && allows(role, 'trainee')) void acknowledge(alarm);
      else if (event.key === 'b' && alarm) go(`/m/${alarm.asset}${carried()}`);
      else if (event.key === '?') onSheet();
      else return;
      event.preventDefault();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [go, onSheet]);
}
