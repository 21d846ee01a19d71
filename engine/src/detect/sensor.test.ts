import { describe, expect, it } from 'vitest';
import { gaussian } from '../fake-train.cases.js';
import { initSensor, stepSensor } from './sensor.js';

/** Steps a thermometer through bins of ten minutes; the model expects 60 °C. */
function watch(reading: (bin: number) => number, bins: number) {
  const state = initSensor();
  const verdicts: string[] = [];
  for (let bin = 0; bin < bins; bin++) {
    stepSensor(state, reading(bin), 60);
    verdicts.push(state.verdict);
  }
  return verdicts;
}

describe('a thermometer under suspicion', () => {
  it('is suspect at once when it jumps by 6 K, and called biased after six flat hours', () => {
    const g = gaussian(1);
    const verdicts = watch((bin) => 60 + 0.1 * g() + (bin < 20 ? 0 : 6), 80);
    expect(verdicts[19]).toBe('good');
    expect(verdicts[20]).toBe('suspect');
    expect(verdicts.indexOf('bias') - 20).toBeLessThanOrEqual(36);
  });

  it('is believed again when the reading comes back', () => {
    const g = gaussian(2);
    const verdicts = watch((bin) => 60 + 0.1 * g() + (bin >= 20 && bin < 22 ? 8 : 0), 90);
    expect(verdicts[21]).toBe('suspect');
    expect(verdicts).not.toContain('bias');
    expect(verdicts.at(-1)).toBe('good');
  });

  it('is not suspect when a bearing warms as fast as friction can make it', () => {
    const g = gaussian(3);
    const verdicts = watch((bin) => 60 + 0.1 * g() + 12 * (1 - Math.exp(-bin / 5)), 90);
    expect(new Set(verdicts)).toEqual(new Set(['good']));
  });

  it('is called stuck after half a day of the very same reading', () => {
    const verdicts = watch((bin) => (bin < 5 ? 60 + 0.1 * bin : 60.4), 90);
    expect(verdicts[60]).toBe('good');
    expect(verdicts.at(-1)).toBe('stuck');
  });
});
