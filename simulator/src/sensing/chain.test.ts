import { describe, expect, it } from 'vitest';
import {
  type ChainSettings,
  meanReading,
  SENSOR_CELLS,
  scanSensor,
  sensorErrors,
  setSensorFault,
} from './chain.js';

const KEY = [1, 2, 3, 4];
const DAY = 1_728_000;

const settings = (changes: Partial<ChainSettings> = {}): ChainSettings => ({
  range: [-50, 200],
  resolution: 0.1,
  noise: 0,
  noise_relative: 0,
  lag_s: 0,
  offset: 0,
  gain: 0,
  drift_year: 0,
  signal: 'direct',
  ...changes,
});

const cells = (): Float64Array => new Float64Array(SENSOR_CELLS);

describe('a sensor', () => {
  it('shows 63.212 % of a step after one time constant, in one scan or in ten (E06)', () => {
    const set = settings({ lag_s: 10, resolution: 1e-6 });
    const errors = sensorErrors(KEY, 1, 'p', set);
    for (const scans of [1, 10]) {
      const state = cells();
      scanSensor(state, 0, set, errors, 0, 0);
      let value = 0;
      for (let k = 1; k <= scans; k++) {
        value = scanSensor(state, 0, set, errors, 100, (200 * k) / scans).value;
      }
      expect(value).toBeCloseTo(63.212, 3);
    }
  });

  it('is settled at its first scan', () => {
    const set = settings({ lag_s: 60 });
    expect(scanSensor(cells(), 0, set, sensorErrors(KEY, 1, 'p', set), 55, 0).value).toBe(55);
  });

  it('errs within its class, and each by its own amount', () => {
    const set = settings({ offset: 0.3, gain: 0.002 });
    const shown = Array.from({ length: 200 }, (_, unit) =>
      meanReading(cells(), 0, sensorErrors(KEY, unit, 'p', set), 100, 0),
    );
    for (const value of shown) expect(Math.abs(value - 100)).toBeLessThanOrEqual(0.5);
    expect(new Set(shown).size).toBe(200);
  });

  it('has noise of the declared size, the same at a tick whoever asked before', () => {
    const set = settings({ noise: 0.5, resolution: 0.001 });
    const errors = sensorErrors(KEY, 7, 'p', set);
    const n = 10_000;
    let m1 = 0;
    let m2 = 0;
    for (let tick = 0; tick < n; tick++) {
      const { value } = scanSensor(cells(), 0, set, errors, 20, tick);
      m1 += (value - 20) / n;
      m2 += (value - 20) ** 2 / n;
    }
    expect(Math.abs(m1)).toBeLessThan((4 * 0.5) / Math.sqrt(n));
    expect(Math.sqrt(m2) / 0.5).toBeCloseTo(1, 1);
    const alone = scanSensor(cells(), 0, set, errors, 20, 4321).value;
    const busy = cells();
    for (const tick of [1, 99, 4000]) scanSensor(busy, 0, set, errors, 33, tick);
    expect(scanSensor(busy, 0, set, errors, 20, 4321).value).toBe(alone);
  });

  it('publishes multiples of its resolution without binary dust', () => {
    const set = settings({ resolution: 0.1 });
    const errors = sensorErrors(KEY, 1, 'p', set);
    expect(scanSensor(cells(), 0, set, errors, 0.3000001, 0).value).toBe(0.3);
  });

  it('clips at its range and says so', () => {
    const set = settings();
    const errors = sensorErrors(KEY, 1, 'p', set);
    expect(scanSensor(cells(), 0, set, errors, 250, 0)).toEqual({ value: 200, quality: 64 });
    expect(scanSensor(cells(), 0, set, errors, Number.NaN, 1).quality).toBe(0);
  });

  it('drifts by no more than its class in a year', () => {
    const set = settings({ drift_year: 1 });
    const errors = sensorErrors(KEY, 3, 'p', set);
    const year = 365.25 * DAY;
    const moved = meanReading(cells(), 0, errors, 20, year) - 20;
    expect(Math.abs(moved)).toBeLessThanOrEqual(1);
    expect(meanReading(cells(), 0, errors, 20, year / 2) - 20).toBeCloseTo(moved / 2, 12);
  });
});

describe('sensor faults', () => {
  const set = settings({ noise: 0.2 });
  const errors = sensorErrors(KEY, 1, 'p', set);

  it('bias adds its amount, drift its amount a day', () => {
    const biased = cells();
    setSensorFault(biased, 0, 'sensor.bias', 6, 100);
    expect(meanReading(biased, 0, errors, 50, 100)).toBe(56);
    const drifting = cells();
    setSensorFault(drifting, 0, 'sensor.drift', 0.7, 100);
    expect(meanReading(drifting, 0, errors, 50, 100 + 4 * DAY)).toBeCloseTo(52.8, 12);
  });

  it('stuck repeats the last value exactly, and goes when it is mended', () => {
    const state = cells();
    const before = scanSensor(state, 0, set, errors, 50, 0).value;
    setSensorFault(state, 0, 'sensor.stuck', 0, 1);
    for (const tick of [1, 2, 3]) {
      expect(scanSensor(state, 0, set, errors, 80, tick).value).toBe(before);
    }
    setSensorFault(state, 0, '', 0, 4);
    expect(scanSensor(state, 0, set, errors, 80, 4).value).toBeGreaterThan(75);
  });
});
