import type { AlarmView, RulClaim } from '@plant47/contract';
import { describe, expect, it } from 'vitest';
import { alarmText, bannerAlarm, hoursLeft, worstByAsset } from './belief.js';

const alarm = (id: string, state: AlarmView['state'], priority: number, raisedAt: number) =>
  ({ id, state, priority, raisedAt, asset: `motor-${id[0]}` }) as AlarmView;

describe('belief', () => {
  it('says what an alarm says without the name that stands beside it', () => {
    const said = (text: string) => alarmText({ asset: 'motor-47', text } as AlarmView);
    expect(said('motor-47: bearing hot')).toBe('Bearing hot');
    expect(said('motor-47 bearing hot')).toBe('Bearing hot');
    expect(said('motor-470 bearing hot')).toBe('Motor-470 bearing hot');
  });

  it('puts the most urgent unacknowledged alarm on the banner, the newest of equals', () => {
    const alarms = [
      alarm('1a', 'ACK', 1, 50),
      alarm('2a', 'UNACK', 3, 90),
      alarm('3a', 'UNACK', 2, 10),
      alarm('4a', 'UNACK', 2, 20),
    ];
    expect(bannerAlarm(alarms)?.id).toBe('4a');
    expect(bannerAlarm([alarms[0]])).toBeUndefined();
  });

  it('colours an asset by its worst alarm that stands', () => {
    const worst = worstByAsset([
      alarm('1a', 'NORMAL', 1, 10),
      alarm('1b', 'ACK', 3, 20),
      alarm('1c', 'UNACK', 2, 5),
      alarm('2a', 'RTN_UNACK', 1, 5),
    ]);
    expect(worst.get('motor-1')?.id).toBe('1c');
    expect(worst.has('motor-2')).toBe(false);
  });

  it('gives the shortest life that is claimed, in hours', () => {
    const claim = (status: 'ok' | 'unavailable', p50: number) =>
      ({
        asset: 'motor-1',
        status,
        dataTs: 0,
        quantiles: [0.1, 0.5, 0.9].map((q, i) => ({ q, s: p50 * (0.5 + 0.5 * i) * 3_600 })),
      }) as RulClaim;
    const left = hoursLeft(
      [claim('ok', 80), claim('unavailable', 2), claim('ok', 60)],
      'motor-1',
      0,
    );
    expect(left?.p50).toBeCloseTo(60, 9);
    expect(left?.p10).toBeCloseTo(30, 9);
    expect(hoursLeft([claim('ok', 60)], 'motor-1', 36_000_000)?.p50).toBeCloseTo(50, 9);
    expect(hoursLeft([claim('ok', 60)], 'motor-1', 100 * 3_600_000)).toBeUndefined();
    expect(hoursLeft([], 'motor-1', 0)).toBeUndefined();
  });
});
