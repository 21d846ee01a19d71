import { describe, expect, it } from 'vitest';
import {
  converted,
  loopCode,
  loopCurrent,
  nearestCode,
  pt100,
  pt100Temperature,
} from './converter.js';

describe('4–20 mA loops', () => {
  it('carry 75 °C of 0–120 °C as 14 mA and 6.6 bar of 0–10 bar as 14.56 mA (E01, E02)', () => {
    expect(loopCurrent(75, 0, 120)).toBeCloseTo(14, 9);
    expect(loopCurrent(6.6, 0, 10)).toBeCloseTo(14.56, 9);
    expect(loopCurrent(20, 0, 100)).toBeCloseTo(7.2, 9);
  });

  it('read 12 mA as 16589 counts (E04)', () => {
    expect(loopCode(12)).toBe(16_589);
  });

  it('move in steps of range/22118', () => {
    const read = converted(3.3333, 0, 10, 'loop');
    expect(Math.abs(read - 3.3333)).toBeLessThan(10 / 22_118 / 2 + 1e-12);
  });
});

describe('resistance thermometers', () => {
  it('have 138.51 Ω at 100 °C (E07) and read it back', () => {
    expect(pt100(100)).toBeCloseTo(138.51, 2);
    for (const t of [-50, 0, 61.7, 200]) expect(pt100Temperature(pt100(t))).toBeCloseTo(t, 9);
  });
});

describe('converters', () => {
  it('of 12 bits over 0–100 °C err by 0.00705 °C rms (E05)', () => {
    const n = 20_000;
    let square = 0;
    for (let i = 0; i < n; i++) {
      const x = (100 * (i + 0.5)) / n + 0.0003;
      square += (nearestCode(x, 0, 100, 12) - x) ** 2 / n;
    }
    expect(Math.sqrt(square) / 0.00705).toBeCloseTo(1, 2);
  });
});
