import { describe, expect, it } from 'vitest';
import { amplitudeNear, expectedLines, standingLine } from './expected-lines.js';

// The 6309 as its catalogue gives it.
const bearing = {
  component: 'bearing-de',
  designation: '6309',
  Z: 8,
  Dw_mm: 17.462,
  Dpw_mm: 72.5,
  angle_deg: 0,
};

describe('expected lines', () => {
  it('lie at the multiples of the shaft speed that the geometry gives', () => {
    const lines = new Map(expectedLines(bearing, 24.4).map((line) => [line.name, line.hz / 24.4]));
    expect(lines.get('1×')).toBe(1);
    expect(lines.get('FTF')).toBeCloseTo(0.37957, 5);
    expect(lines.get('BPFO')).toBeCloseTo(3.03658, 5);
    expect(lines.get('BPFI')).toBeCloseTo(4.96342, 5);
    expect(lines.get('2×BSF')).toBeCloseTo(3.91102, 5);
  });

  it('are none where the shaft stands or its speed is unknown', () => {
    expect(expectedLines(bearing, 0)).toEqual([]);
    expect(expectedLines(bearing, Number.NaN)).toEqual([]);
  });

  it('stand out only well above the middle of the spectrum', () => {
    const lines = expectedLines(bearing, 24.4);
    const amplitude = new Float64Array(4_000).fill(0.1);
    expect(standingLine({ df: 0.1, amplitude }, lines, 400)).toBeUndefined();
    amplitude[741] = 0.8;
    expect(standingLine({ df: 0.1, amplitude }, lines, 400)?.name).toBe('BPFO');
  });

  it('are read at their highest within the slip of a bearing', () => {
    const amplitude = new Float64Array(1_000);
    amplitude[742] = 3;
    amplitude[700] = 9;
    expect(amplitudeNear({ df: 0.1, amplitude }, 74.1)).toBe(3);
  });
});
