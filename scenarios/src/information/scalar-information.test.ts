import { describe, expect, it } from 'vitest';
import { createInformation } from './scalar-information.js';

// Columns: load, speed, ambient, a temperature that follows load and ambient.
const points = [
  { noise: 0.1, resolution: 0.1, counts: true },
  { noise: 1, resolution: 1, counts: true },
  { noise: 0.05, resolution: 0.1, counts: true },
  { noise: 0.05, resolution: 0.1, counts: true },
];
const VARIANCE = 0.05 * 0.05 + (0.1 * 0.1) / 12;

const healthy = (k: number): number[] => {
  const load = 10 + 3 * Math.sin(k / 7);
  const ambient = 20 + 4 * Math.cos(k / 23);
  const speed = 1480 - load + Math.sin(k / 3);
  return [load, speed, ambient, 30 + 2 * load + ambient];
};

function informationOf(change: (values: number[], k: number) => number[], samples = 200) {
  const information = createInformation(points, [0, 1, 2]);
  for (let k = 0; k < 1440; k++) information.learn(healthy(k));
  for (let k = 1440; k < 1440 + samples; k++) {
    information.add(healthy(k), change(healthy(k), k));
  }
  return information.value();
}

describe('information on a fault', () => {
  it('is none while both branches are equal', () => {
    expect(informationOf((values) => values)).toBe(0);
  });

  it('grows by Δ²/2C a sample once the baseline has long been learnt', () => {
    const got = informationOf(([l = 0, n = 0, a = 0, t = 0]) => [l, n, a, t + 0.5], 20);
    const unprojected = (0.5 * 20 * 0.25) / VARIANCE;
    expect(got).toBeLessThan(unprojected);
    expect(got).toBeGreaterThan(0.95 * unprojected);
  });

  it('is none where load and ambient explain the difference', () => {
    const got = informationOf(([l = 0, n = 0, a = 0]) => {
      const [load, ambient] = [l + 1, a + 2];
      return [load, n, ambient, 30 + 2 * load + ambient];
    });
    expect(got).toBeLessThan(0.01);
  });

  it('is none for an offset that has always been there', () => {
    const information = createInformation(points, [0, 1, 2]);
    for (let k = 0; k < 300; k++) {
      const [l = 0, n = 0, a = 0, t = 0] = healthy(k);
      information.add([l, n, a, t], [l, n, a, t + 3]);
    }
    expect(information.value()).toBeLessThan(0.01);
  });

  it('never falls as samples are added', () => {
    let before = 0;
    for (const samples of [5, 10, 20, 40, 80]) {
      const now = informationOf(([l = 0, n = 0, a = 0, t = 0], k) => {
        return [l, n, a, t + 0.001 * (k - 1440)];
      }, samples);
      expect(now).toBeGreaterThanOrEqual(before);
      before = now;
    }
  });
});
