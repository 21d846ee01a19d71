/** A deep-groove ball bearing of the catalogue's geometry: races with grooves, cage, balls. */
import { BufferGeometry, CylinderGeometry, Float32BufferAttribute, Matrix4 } from 'three';
import { PartBin, spread } from '../solid/part-bin.js';
import type { Profile } from '../solid/revolve.js';
import type { BearingFit } from './fit.js';
import type { Paint } from './palette.js';

/** Groove radius over ball radius; judgement, deep-groove bearings have 1.03 to 1.08. */
const CONFORMITY = 1.04;
/** Height of the shoulders above the pitch circle, in ball radii. */
const SHOULDER = 0.6;
const GROOVE_STEPS = 18;

/** Profile of a race; `side` +1 is the outer ring. */
export function raceProfile(fit: BearingFit, side: 1 | -1): Profile {
  const groove = fit.ball * CONFORMITY;
  const reach = Math.acos((fit.ball * SHOULDER) / groove);
  const arc = Array.from({ length: GROOVE_STEPS + 1 }, (_, i) => {
    const angle = -reach + (2 * reach * i) / GROOVE_STEPS;
    return [groove * Math.sin(angle), fit.pitch + side * groove * Math.cos(angle)] as const;
  });
  const shoulder = fit.pitch + side * fit.ball * SHOULDER;
  const back = side > 0 ? fit.outer : fit.bore;
  return [[-fit.half, shoulder], ...arc, [fit.half, shoulder], [fit.half, back], [-fit.half, back]];
}

export function outerRing(fit: BearingFit, segments: number, cut: boolean): PartBin<Paint> {
  const bin = new PartBin<Paint>(segments, cut);
  const place = new Matrix4().makeTranslation(fit.x, 0, 0);
  return bin.turn(raceProfile(fit, 1), { material: 'race', section: 'raceCut' }, place);
}

export function innerRing(fit: BearingFit, segments: number): PartBin<Paint> {
  const bin = new PartBin<Paint>(segments, false);
  const place = new Matrix4().makeTranslation(fit.x, 0, 0);
  return bin.turn(raceProfile(fit, -1), { material: 'race' }, place);
}

/** Angles of the balls around the cage, rad; they follow the cage's turning. */
export const ballAngles = (fit: BearingFit): number[] => spread(fit.entry.Z, 0.2);

/** Pressed cage: two ribbons that bulge around the balls, riveted between them. */
export function cageParts(fit: BearingFit, segments: number): PartBin<Paint> {
  const bin = new PartBin<Paint>(segments, false);
  const place = new Matrix4().makeTranslation(fit.x, 0, 0);
  for (const side of [-1, 1]) bin.add('cage', ribbon(fit, side, segments), place);
  const pitch = (2 * Math.PI) / fit.entry.Z;
  const rivet = new CylinderGeometry(fit.ball * 0.14, fit.ball * 0.14, fit.ball * 0.42, 10);
  for (const angle of ballAngles(fit)) {
    // A ball at `angle` lies at y = r·sin, z = r·cos, as the parts around the shaft do.
    const between = angle + pitch / 2;
    const spot = new Matrix4()
      .makeTranslation(fit.x, fit.pitch * Math.sin(between), fit.pitch * Math.cos(between))
      .multiply(new Matrix4().makeRotationZ(Math.PI / 2));
    bin.add('cage', rivet, spot);
  }
  return bin;
}

function ribbon(fit: BearingFit, side: number, segments: number): BufferGeometry {
  const steps = Math.max(segments, fit.entry.Z * 12);
  const pocket = fit.ball * 1.08;
  const flat = fit.ball * 0.1;
  const pitch = (2 * Math.PI) / fit.entry.Z;
  const position: number[] = [];
  const index: number[] = [];
  for (let k = 0; k <= steps; k++) {
    const phi = 0.2 + (2 * Math.PI * k) / steps;
    const nearest = Math.round((phi - 0.2) / pitch) * pitch + 0.2;
    const off = fit.pitch * (phi - nearest);
    const bulge = Math.abs(off) < pocket ? Math.sqrt(pocket * pocket - off * off) : 0;
    const x = side * Math.max(flat, bulge);
    for (const r of [fit.pitch - fit.ball * 0.34, fit.pitch + fit.ball * 0.34]) {
      position.push(x, r * Math.sin(phi), r * Math.cos(phi));
    }
    if (k === 0) continue;
    const o = 2 * (k - 1);
    index.push(o, o + 1, o + 2, o + 1, o + 3, o + 2);
  }
  const geometry = new BufferGeometry();
  geometry.setAttribute('position', new Float32BufferAttribute(position, 3));
  geometry.setIndex(index);
  geometry.computeVertexNormals();
  return geometry;
}
