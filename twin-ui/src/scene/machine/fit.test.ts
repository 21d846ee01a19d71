import type { AssetEntry } from '@plant47/contract';
import { describe, expect, it } from 'vitest';
import { enclosedVolume } from '../solid/revolve.js';
import { ballAngles, innerRing, outerRing, raceProfile } from './bearing-parts.js';
import { fitTrain } from './fit.js';

const entry = (component: string, Z: number, Dw_mm: number, Dpw_mm: number) => ({
  component,
  designation: 'test',
  Z,
  Dw_mm,
  Dpw_mm,
  angle_deg: 0,
});
const asset = {
  bearings: [
    entry('bearing-de', 8, 17.462, 72.5),
    entry('bearing-nde', 9, 11.906, 60),
    entry('pump-bearing-de', 8, 19.05, 80),
    entry('pump-bearing-nde', 8, 22.225, 95),
  ],
} as unknown as AssetEntry;

describe('bearings in the view', () => {
  const fit = fitTrain(asset);

  it('have the number of balls and the proportions of the catalogue', () => {
    for (const bearing of fit.bearings) {
      const { Z, Dw_mm, Dpw_mm } = bearing.entry;
      expect(ballAngles(bearing).length).toBe(Z);
      expect(bearing.ball / bearing.pitch).toBeCloseTo(Dw_mm / Dpw_mm, 12);
    }
  });

  it('have balls that touch neither each other nor the bottom of a groove', () => {
    for (const bearing of fit.bearings) {
      const gap = 2 * bearing.pitch * Math.sin(Math.PI / bearing.entry.Z) - 2 * bearing.ball;
      expect(gap).toBeGreaterThan(0);
      const bottom = Math.max(
        ...raceProfile(bearing, 1)
          .slice(1, 20)
          .map(([, r]) => r),
      );
      expect(bottom).toBeGreaterThan(bearing.pitch + bearing.ball);
    }
  });

  it('have rings that are solid', () => {
    for (const bearing of fit.bearings) {
      for (const bin of [outerRing(bearing, 48, false), innerRing(bearing, 48)]) {
        expect(enclosedVolume(...bin.merged().map((part) => part.geometry))).toBeGreaterThan(0);
      }
    }
  });
});
