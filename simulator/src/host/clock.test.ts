import { describe, expect, it } from 'vitest';
import { HostClock } from './clock.js';

const T0 = Date.UTC(2026, 0, 5);
const STEP = 600_000;

function begun(): HostClock {
  const clock = new HostClock(T0);
  clock.begin();
  clock.arrived(T0, T0 + STEP);
  return clock;
}

describe('a clock', () => {
  it('enrols, runs, freezes and ends', () => {
    const clock = new HostClock(T0);
    expect(clock.state).toBe('enrol');
    clock.begin();
    expect(clock.state).toBe('frozen');
    clock.run(60);
    expect(clock.state).toBe('run');
    clock.freeze();
    expect(clock.state).toBe('frozen');
    clock.end();
    expect(clock.state).toBe('end');
  });

  it('never shows the next barrier before it is published', async () => {
    const clock = begun();
    clock.run(1e9);
    await clock.change(20);
    expect(clock.simTs).toBe(T0 + STEP - 1);
    clock.arrived(T0 + STEP, T0 + 2 * STEP);
    expect(clock.simTs).toBeGreaterThanOrEqual(T0 + STEP);
  });

  it('stops inside a barrier where an advance ends', async () => {
    const clock = begun();
    const advance = clock.advanceTo(T0 + STEP / 2);
    const due = clock.due(T0 + STEP);
    await advance;
    expect(clock).toMatchObject({ state: 'frozen', simTs: T0 + STEP / 2 });
    clock.end();
    expect(await due).toBe(false);
  });

  it('lets every barrier through at max', async () => {
    const clock = begun();
    clock.run(0);
    expect(await clock.due(T0 + 1000 * STEP)).toBe(true);
  });

  it('does not make up for a barrier that came late', async () => {
    const clock = begun();
    clock.run(1000 * STEP);
    await clock.change(300);
    clock.arrived(T0 + STEP, T0 + 1e9 * STEP);
    expect(clock.simTs).toBeLessThan(T0 + 200 * STEP);
  });
});
