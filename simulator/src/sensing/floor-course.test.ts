import { describe, expect, it } from 'vitest';
import { episodeAt, floorCourse, floorFactor } from './floor-course.js';

const KEY = [1, 2, 3, 4];
const HOUR = 72_000;
const trains = Array.from({ length: 60 }, (_, i) => i + 1);

describe('the floor of a healthy train', () => {
  it('wanders by 8 % and comes back', () => {
    const logs = trains.flatMap((unit) => {
      const course = floorCourse(KEY, unit, false);
      return Array.from({ length: 100 }, (_, k) => Math.log(floorFactor(course, k * 5 * HOUR)));
    });
    const mean = logs.reduce((sum, x) => sum + x, 0) / logs.length;
    const sd = Math.sqrt(logs.reduce((sum, x) => sum + (x - mean) ** 2, 0) / logs.length);
    expect(Math.abs(mean)).toBeLessThan(0.01);
    expect(sd / 0.08).toBeCloseTo(1, 1);
  });

  it('has regimes 30 % up about one day in five where it is restless', () => {
    let up = 0;
    for (const unit of trains) {
      const restless = floorCourse(KEY, unit, true);
      const calm = floorCourse(KEY, unit, false);
      for (let day = 0; day < 120; day++) {
        const ratio = floorFactor(restless, day * 24 * HOUR) / floorFactor(calm, day * 24 * HOUR);
        if (ratio > 1.15) up += 1 / (120 * trains.length);
      }
    }
    expect(up).toBeGreaterThan(0.14);
    expect(up).toBeLessThan(0.26);
  });

  it('has episodes of random impacts, 6–12 h long, about once in ninety days', () => {
    let hours = 0;
    let days = 0;
    for (const unit of trains) {
      const course = floorCourse(KEY, unit, true);
      for (let day = 0; day < 180; day++) {
        let long = 0;
        for (let h = 0; h < 24; h++) if (episodeAt(course, (24 * day + h) * HOUR)) long += 1;
        if (long > 0) {
          days += 1;
          hours += long;
        }
      }
    }
    expect(days / ((60 * 180) / 90)).toBeCloseTo(1, 0);
    expect(hours / days).toBeGreaterThan(6);
    expect(hours / days).toBeLessThan(12);
    expect(episodeAt(floorCourse(KEY, 1, false), 0)).toBeUndefined();
  });
});
