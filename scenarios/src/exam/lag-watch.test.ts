import { expect, it } from 'vitest';
import { LagWatch } from './lag-watch.js';

it('calls a contestant late that is 5 s behind for more than a tenth of a free run', () => {
  const scan_ms = 600_000;
  const rate = 600;
  const behindFor = (barriers: number): LagWatch => {
    const lag = new LagWatch(rate, 0);
    for (let k = 1; k <= 100; k++) {
      const simTs = k * scan_ms;
      lag.barrier(simTs, k <= barriers ? simTs - 6 * rate * 1000 : simTs - 4 * rate * 1000);
    }
    return lag;
  };
  expect(behindFor(10).lagged).toBe(false);
  expect(behindFor(11).lagged).toBe(true);
  expect(behindFor(11).share).toBeCloseTo(0.11);
});

it('counts one that never said how far it is from the start of the run', () => {
  const lag = new LagWatch(60, 1_000_000);
  lag.barrier(1_000_000, null);
  expect(lag.lagged).toBe(false);
  lag.barrier(1_000_000 + 301_000, null);
  expect(lag.lagged).toBe(true);
});
