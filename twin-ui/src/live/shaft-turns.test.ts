import { describe, expect, it } from 'vitest';
import { ShaftTurns } from './shaft-turns.js';

const at = (rpm: number) => Float32Array.of(rpm);

describe('shaft turns', () => {
  it('turn once a period of the shaft, whatever the scan period', () => {
    const turns = new ShaftTurns();
    turns.reset([{ asset: 'motor-47', column: 0 }], 1_000);
    turns.advance(1_000, at(1_470));
    const before = turns.angle('motor-47', 1_000);
    const period_ms = 60_000 / 1_470;
    expect(turns.angle('motor-47', 1_000 + period_ms) - before).toBeCloseTo(2 * Math.PI, 9);
  });

  it('hold each speed from its scan to the next', () => {
    const turns = new ShaftTurns();
    turns.reset([{ asset: 'motor-47', column: 0 }], 0);
    turns.advance(0, at(600));
    turns.advance(10_000, at(1_200));
    turns.advance(15_000, at(1_200));
    // 10 s at 10 Hz and 5 s at 20 Hz.
    expect(turns.angle('motor-47', 15_000)).toBeCloseTo(2 * Math.PI * 200, 6);
  });

  it('keep the last speed where a scan has none, and stand where none was ever known', () => {
    const turns = new ShaftTurns();
    turns.reset([{ asset: 'motor-47', column: 0 }], 0);
    expect(turns.angle('motor-47', 5_000)).toBe(0);
    turns.advance(0, at(600));
    turns.advance(1_000, at(Number.NaN));
    expect(turns.speed_hz('motor-47')).toBe(10);
    expect(turns.angle('motor-48', 1_000)).toBe(0);
  });
});
