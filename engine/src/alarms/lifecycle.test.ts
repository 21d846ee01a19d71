import { describe, expect, it } from 'vitest';
import { type AlarmEvent, type AlarmLife, nextLife } from './lifecycle.js';

const walk = (...events: AlarmEvent[]): AlarmLife[] => {
  let life: AlarmLife = 'NORMAL';
  return events.map((event) => (life = nextLife(life, event)));
};

describe('life of an alarm (ISA-18.2)', () => {
  it('is acknowledged first and returns later', () => {
    expect(walk('raise', 'acknowledge', 'return')).toEqual(['UNACK', 'ACK', 'NORMAL']);
  });

  it('waits for its acknowledgement when the condition returns first', () => {
    expect(walk('raise', 'return', 'acknowledge')).toEqual(['UNACK', 'RTN_UNACK', 'NORMAL']);
  });

  it('rises anew from returned-unacknowledged', () => {
    expect(walk('raise', 'return', 'raise')).toEqual(['UNACK', 'RTN_UNACK', 'UNACK']);
  });

  it('ignores what a state does not know', () => {
    expect(walk('acknowledge', 'return', 'raise', 'raise')).toEqual([
      'NORMAL',
      'NORMAL',
      'UNACK',
      'UNACK',
    ]);
  });
});
