/** The pump: bearing bracket, spiral casing, impeller, flanges; cut open on the viewer's side. */
import {
  BoxGeometry,
  BufferGeometry,
  CylinderGeometry,
  Float32BufferAttribute,
  Matrix4,
} from 'three';
import { RoundedBoxGeometry } from 'three/addons/geometries/RoundedBoxGeometry.js';
import { around, at, PartBin, spread } from '../solid/part-bin.js';
import { inSector, type Profile, ring } from '../solid/revolve.js';
import type { TrainFit } from './fit.js';
import type { Paint } from './palette.js';
import { casingShell } from './volute.js';

/** Middle of the impeller along the shaft. */
export const IMPELLER_X = 3.1;
/** Where the discharge leaves: behind the shaft, upwards. */
export const DISCHARGE = { z: -1.14, top: 1.62, radius: 0.33 } as const;
const VANES = 6;
const toX = () => new Matrix4().makeRotationZ(Math.PI / 2);

/** Parts of the pump that stand still. */
export function pumpCasing(fit: TrainFit, segments: number, cut: boolean): PartBin<Paint> {
  const bin = new PartBin<Paint>(segments, cut);
  addBracket(bin, fit);
  const casing = casingShell(segments, bin.sector);
  const middle = at(IMPELLER_X, 0, 0);
  bin.add('pump', casing.surface, middle);
  if (casing.section) bin.add('cut', casing.section, middle);
  addCovers(bin);
  addNozzles(bin, cut);
  bin.add('pump', new RoundedBoxGeometry(0.5, 0.5, 1.5, 2, 0.05), at(IMPELLER_X, -1.3, -0.1));
  bin.add('pump', new BoxGeometry(0.16, 0.5, 0.9), at(IMPELLER_X, -0.95, -0.1));
  bin.add('pump', new RoundedBoxGeometry(0.26, 1.0, 0.8, 2, 0.04), at(2.0, -0.92, 0));
  bin.add('pump', new RoundedBoxGeometry(0.4, 0.14, 1.1, 2, 0.03), at(2.0, -1.36, 0));
  for (const z of [-0.44, 0.44]) {
    bin.add('steel', new CylinderGeometry(0.07, 0.07, 0.1, 6), at(2.0, -1.25, z));
  }
  for (const z of [-0.72, 0.52]) {
    bin.add('steel', new CylinderGeometry(0.07, 0.07, 0.1, 6), at(IMPELLER_X + 0.16, -1.02, z));
  }
  return bin;
}

function addBracket(bin: PartBin<Paint>, fit: TrainFit): void {
  const seat = Math.max(fit.pumpDe.outer, fit.pumpNde.outer);
  const [a, b] = [fit.pumpDe, fit.pumpNde];
  const [left, right] = [a.x - a.half - 0.08, b.x + b.half + 0.08];
  const housing: Profile = [
    [left, seat],
    [right, seat],
    [right + 0.06, seat - 0.1],
    [2.72, 0.5],
    [2.78, 0.5],
    [2.78, 1.02],
    [2.68, 1.02],
    [2.6, seat + 0.2],
    [2.5, seat + 0.13],
    [left + 0.04, seat + 0.13],
    [left, seat + 0.09],
  ];
  bin.turn(housing, { material: 'pump', section: 'cut' });
  bin.turn(ring(left - 0.08, left, a.bore + 0.02, seat + 0.1), {
    material: 'dark',
    section: 'cut',
  });
  // Shaft seal: stationary ring and gland before the casing.
  bin.turn(ring(2.64, 2.78, 0.22, 0.42, 0.015), { material: 'bronze', section: 'raceCut' });
  bin.add('dark', new CylinderGeometry(0.07, 0.07, 0.16, 14), at(2.14, seat + 0.19, 0));
}

function addCovers(bin: PartBin<Paint>): void {
  const x = IMPELLER_X;
  bin.turn(ring(x - 0.34, x - 0.22, 0.2, 1.0, 0.015), { material: 'pump', section: 'cut' });
  const suction: Profile = [
    [x + 0.2, 0.4],
    [x + 0.5, 0.4],
    [x + 1.02, 0.4],
    [x + 1.02, 0.5],
    [x + 0.56, 0.52],
    [x + 0.34, 0.72],
    [x + 0.32, 0.98],
    [x + 0.2, 0.98],
  ];
  bin.turn(suction, { material: 'pump', section: 'cut' });
  for (const phi of spread(10, 0.1)) {
    if (bin.sector && inSector(phi, bin.sector, 0.12)) continue;
    const bolt = around(phi, 0.86, x + 0.35).multiply(toX());
    bin.add('steel', new CylinderGeometry(0.045, 0.045, 0.07, 6), bolt);
  }
}

/** Two flanges face to face, with bolts through both; its axis is y. */
function flangePair(bin: PartBin<Paint>, radius: number, bolts: number, place: Matrix4): void {
  const plate = new CylinderGeometry(radius, radius, 0.11, bin.segments);
  bin.add('pump', plate, place.clone().multiply(at(0, -0.065, 0)));
  bin.add('aluminium', plate, place.clone().multiply(at(0, 0.065, 0)));
  for (const phi of spread(bolts, Math.PI / bolts)) {
    const [x, z] = [radius * 0.82 * Math.cos(phi), radius * 0.82 * Math.sin(phi)];
    const spot = place.clone().multiply(at(x, 0, z));
    bin.add('steel', new CylinderGeometry(0.038, 0.038, 0.34, 8), spot);
    bin.add(
      'steel',
      new CylinderGeometry(0.065, 0.065, 0.06, 6),
      spot.clone().multiply(at(0, 0.15, 0)),
    );
    bin.add(
      'steel',
      new CylinderGeometry(0.065, 0.065, 0.06, 6),
      spot.clone().multiply(at(0, -0.15, 0)),
    );
  }
}

function addNozzles(bin: PartBin<Paint>, _cut: boolean): void {
  const suction = at(IMPELLER_X + 1.08, 0, 0).multiply(new Matrix4().makeRotationZ(-Math.PI / 2));
  flangePair(bin, 0.7, 8, suction);
  const { z, top, radius } = DISCHARGE;
  const neck = new CylinderGeometry(radius + 0.06, 0.47, top - 0.06, bin.segments);
  bin.add('pump', neck, at(IMPELLER_X, (top - 0.06) / 2, z));
  flangePair(bin, 0.64, 8, at(IMPELLER_X, top, z));
}

/** Parts of the pump that turn with the shaft. */
export function pumpRotor(fit: TrainFit, segments: number): PartBin<Paint> {
  const bin = new PartBin<Paint>(segments, false);
  const [de, nde] = [fit.pumpDe, fit.pumpNde];
  const middle = Math.max(de.bore, nde.bore) + 0.05;
  const shaft: Profile = [
    [1.08, 0],
    [3.34, 0],
    [3.34, 0.1],
    [3.26, 0.13],
    [2.8, 0.15],
    [2.8, 0.18],
    [nde.x + nde.half + 0.02, nde.bore],
    [nde.x - nde.half, nde.bore],
    [nde.x - nde.half, middle],
    [de.x + de.half, middle],
    [de.x + de.half, de.bore],
    [de.x - de.half - 0.12, de.bore],
    [de.x - de.half - 0.12, 0.18],
    [1.08, 0.18],
  ];
  bin.turn(shaft, { material: 'steel' });
  const back: Profile = [
    [-0.17, 0.13],
    [0.12, 0.13],
    [0.1, 0.2],
    [-0.08, 0.3],
    [-0.12, 0.78],
    [-0.17, 0.78],
  ];
  const middleX = at(IMPELLER_X, 0, 0);
  bin.turn(back, { material: 'bronze' }, middleX);
  const blade = vane(segments);
  for (const phi of spread(VANES)) {
    bin.add('bronze', blade, at(IMPELLER_X, 0, 0).multiply(new Matrix4().makeRotationX(phi)));
  }
  bin.add('steel', new CylinderGeometry(0.13, 0.13, 0.12, 6), at(3.36, 0, 0).multiply(toX()));
  return bin;
}

/** A backward-curved vane with thickness: its outer end lags the turning. */
function vane(segments: number): BufferGeometry {
  const steps = Math.max(8, Math.round(segments / 5));
  const half = 0.018;
  const position: number[] = [];
  const index: number[] = [];
  for (let i = 0; i <= steps; i++) {
    const u = i / steps;
    const r = 0.27 + 0.5 * u;
    const phi = 1.5 * u;
    const edge = 0.2 - 0.12 * u;
    for (const side of [-1, 1]) {
      for (const x of [-0.13, edge - 0.02]) {
        const angle = phi + (side * half) / r;
        position.push(x, r * Math.sin(angle), r * Math.cos(angle));
      }
    }
    if (i === 0) continue;
    const o = 4 * (i - 1);
    index.push(o, o + 1, o + 4, o + 1, o + 5, o + 4);
    index.push(o + 2, o + 6, o + 3, o + 3, o + 6, o + 7);
    index.push(o + 1, o + 3, o + 5, o + 3, o + 7, o + 5);
  }
  const geometry = new BufferGeometry();
  geometry.setAttribute('position', new Float32BufferAttribute(position, 3));
  geometry.setIndex(index);
  geometry.computeVertexNormals();
  return geometry;
}
