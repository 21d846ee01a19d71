import { describe, expect, it } from 'vitest';
import {
  CUT,
  enclosedVolume,
  inSector,
  type Profile,
  revolve,
  ring,
  sectionFaces,
} from './revolve.js';

const profile = ring(-1, 2, 0.5, 1.5, 0.1);
/** Pappus: 2π × distance of the centroid × area, by parts of the chamfered rectangle. */
function pappus(x0: number, x1: number, r0: number, r1: number, c: number): number {
  const whole = Math.PI * (x1 - x0) * (r1 * r1 - r0 * r0);
  return whole - 2 * 2 * Math.PI * (r1 - c / 3) * ((c * c) / 2);
}
/** Area of the regular polygon in its circle: what a sweep of n flat steps falls short by. */
const facet = (n: number) => (n / (2 * Math.PI)) * Math.sin((2 * Math.PI) / n);

describe('turned parts', () => {
  it('enclose the volume that Pappus gives', () => {
    const volume = enclosedVolume(revolve(profile, 180));
    expect(volume).toBeCloseTo(pappus(-1, 2, 0.5, 1.5, 0.1) * facet(180), 4);
  });

  it('have the same volume whichever way their profile was drawn', () => {
    const reversed: Profile = [...profile].reverse();
    expect(enclosedVolume(revolve(reversed, 90))).toBeCloseTo(enclosedVolume(revolve(profile, 90)));
  });

  it('are solid where they are cut open: the faces close them', () => {
    const kept = 1 - (CUT.to - CUT.from) / (2 * Math.PI);
    const steps = Math.round(360 * kept);
    const volume = enclosedVolume(revolve(profile, 360, CUT), sectionFaces(profile));
    const ideal = pappus(-1, 2, 0.5, 1.5, 0.1) * kept;
    expect(volume / ideal).toBeCloseTo(facet(steps / kept), 5);
  });

  it('know which angles the cut takes away', () => {
    expect(inSector(0)).toBe(true);
    expect(inSector(2 * Math.PI)).toBe(true);
    expect(inSector(Math.PI)).toBe(false);
  });
});
