/** The motor: finned frame, stator, windings, rotor, fan and cowl. Units: 100 mm of a size 132. */
import { BoxGeometry, CapsuleGeometry, CylinderGeometry, Matrix4, TorusGeometry } from 'three';
import { RoundedBoxGeometry } from 'three/addons/geometries/RoundedBoxGeometry.js';
import { around, at, PartBin, spread } from '../solid/part-bin.js';
import { inSector, type Profile, ring } from '../solid/revolve.js';
import type { BearingFit, TrainFit } from './fit.js';
import type { Paint } from './palette.js';

const DEG = Math.PI / 180;
const FINS = 60;
const SLOTS = 36;
const BARS = 28;
const BLADES = 9;

const turnY = (angle: number) => new Matrix4().makeRotationY(angle);
const turnX = (angle: number) => new Matrix4().makeRotationX(angle);
const turnZ = (angle: number) => new Matrix4().makeRotationZ(angle);

/** Parts of the motor that stand still. */
export function motorFrame(fit: TrainFit, segments: number, cut: boolean): PartBin<Paint> {
  const bin = new PartBin<Paint>(segments, cut);
  bin.turn(ring(-2.95, -0.08, 1.22, 1.34), { material: 'frame', section: 'cut' });
  addFins(bin, cut);
  addStator(bin, cut);
  addShield(bin, fit.de, 1);
  addShield(bin, fit.nde, -1);
  addCowl(bin);
  addTerminalBox(bin);
  addFeet(bin);
  const eye = at(-0.55, 1.56, 0).multiply(turnY(Math.PI / 2));
  bin.add('steel', new TorusGeometry(0.13, 0.038, 12, 28), eye);
  bin.add('steel', new CylinderGeometry(0.07, 0.1, 0.12, 16), at(-0.55, 1.4, 0));
  return bin;
}

function addFins(bin: PartBin<Paint>, cut: boolean): void {
  const fin = new RoundedBoxGeometry(2.55, 0.03, 0.22, 1, 0.013);
  for (const phi of spread(FINS)) {
    const underBox = phi > 66 * DEG && phi < 114 * DEG;
    if (underBox || (cut && inSector(phi))) continue;
    bin.add('frame', fin, around(phi, 1.42, -1.6));
  }
}

function addStator(bin: PartBin<Paint>, cut: boolean): void {
  const stack = ring(-2.35, -0.85, 0.84, 1.22, 0.005);
  bin.turn(stack, { material: 'lamination', section: 'laminationCut' });
  const kept = (phi: number) => !(cut && inSector(phi));
  const slot = new BoxGeometry(1.62, 0.075, 0.2);
  const coil = new CapsuleGeometry(0.055, 0.24, 3, 8);
  for (const phi of spread(SLOTS).filter(kept)) {
    bin.add('copper', slot, around(phi, 0.925, -1.6));
  }
  // Two layers of end turns that cross, as in a lap winding, and the cord that ties them.
  for (const side of [-1, 1]) {
    for (const [layer, lean] of [
      [0, 0.62],
      [1, -0.62],
    ]) {
      const x = -1.6 + side * (0.92 + 0.1 * layer);
      for (const phi of spread(SLOTS, (0.5 * Math.PI) / SLOTS).filter(kept)) {
        const place = around(phi, 0.92 + 0.13 * layer, x).multiply(turnX(lean));
        bin.add('copper', coil, place);
      }
    }
    const cord = ring(-1.6 + side * 1.03, -1.6 + side * 1.07, 1.06, 1.11, 0.01);
    bin.turn(cord, { material: 'grout', section: 'grout' });
  }
}

/** End shield with its bearing seat; `side` +1 at the drive end. */
function addShield(bin: PartBin<Paint>, bearing: BearingFit, side: 1 | -1): void {
  const x0 = side > 0 ? -0.02 : -3.0;
  const inner = Math.abs(bearing.x - x0) - bearing.half;
  const seat = bearing.outer;
  const out = inner + 2 * bearing.half + 0.02;
  const profile: Profile = [
    [inner - 0.02, seat],
    [out, seat],
    [out, seat + 0.18],
    [0.17, seat + 0.24],
    [0.17, 1.14],
    [0.26, 1.3],
    [0.26, 1.4],
    [0.22, 1.44],
    [-0.02, 1.44],
    [-0.02, 1.24],
    [0.05, 1.16],
    [0.05, seat + 0.26],
    [inner - 0.02, seat + 0.16],
  ];
  const placed = profile.map(([x, r]) => [x0 + side * x, r] as const);
  bin.turn(placed, { material: 'cast', section: 'cut' });
  const cover = ring(x0 + side * out, x0 + side * (out + 0.07), bearing.bore + 0.02, seat + 0.15);
  bin.turn(cover, { material: 'dark', section: 'cut' });
  if (side < 0) return;
  for (const phi of spread(8, 0.2)) {
    if (bin.sector && inSector(phi, bin.sector, 0.12)) continue;
    const bolt = around(phi, 1.36, x0 + 0.29).multiply(turnZ(Math.PI / 2));
    bin.add('steel', new CylinderGeometry(0.05, 0.05, 0.06, 6), bolt);
  }
}

function addCowl(bin: PartBin<Paint>): void {
  const shell: Profile = [
    [-3.1, 1.33],
    [-3.1, 1.38],
    [-3.76, 1.38],
    [-3.88, 1.3],
    [-3.88, 1.26],
    [-3.75, 1.33],
  ];
  bin.turn(shell, { material: 'dark', section: 'dark' });
  for (const r of [0.35, 0.52, 0.69, 0.86, 1.03, 1.2]) {
    const place = at(-3.86, 0, 0).multiply(turnY(Math.PI / 2));
    bin.add('dark', new TorusGeometry(r, 0.018, 6, bin.segments), place);
  }
  for (const angle of [0, 60, 120]) {
    const place = at(-3.86, 0, 0).multiply(turnX(angle * DEG));
    bin.add('dark', new BoxGeometry(0.03, 2.56, 0.045), place);
  }
}

function addTerminalBox(bin: PartBin<Paint>): void {
  bin.add('frame', new RoundedBoxGeometry(1.06, 0.52, 0.96, 3, 0.05), at(-1.75, 1.62, 0));
  bin.add('frame', new BoxGeometry(0.8, 0.2, 0.7), at(-1.75, 1.36, 0));
  bin.add('cast', new RoundedBoxGeometry(1.13, 0.09, 1.03, 2, 0.03), at(-1.75, 1.91, 0));
  for (const [x, z] of [
    [-0.49, -0.44],
    [0.49, -0.44],
    [-0.49, 0.44],
    [0.49, 0.44],
  ]) {
    const screw = new CylinderGeometry(0.045, 0.045, 0.05, 6);
    bin.add('steel', screw, at(-1.75 + x, 1.98, z));
  }
  const out = turnX(Math.PI / 2);
  const gland = at(-2.1, 1.56, 0.55).multiply(out);
  bin.add('dark', new CylinderGeometry(0.13, 0.13, 0.2, 20), gland);
  bin.add('dark', new CylinderGeometry(0.17, 0.17, 0.09, 6), at(-2.1, 1.56, 0.52).multiply(out));
  bin.add('dark', new CylinderGeometry(0.075, 0.075, 0.5, 14), at(-2.1, 1.56, 0.8).multiply(out));
}

function addFeet(bin: PartBin<Paint>): void {
  for (const x of [-2.45, -0.65]) {
    bin.add('cast', new RoundedBoxGeometry(0.46, 0.34, 2.0, 2, 0.04), at(x, -1.25, 0));
    for (const z of [-1.04, 1.04]) {
      bin.add('cast', new RoundedBoxGeometry(0.52, 0.14, 0.62, 2, 0.03), at(x, -1.35, z));
      bin.add('steel', new CylinderGeometry(0.15, 0.15, 0.03, 20), at(x, -1.27, z * 1.06));
      bin.add('steel', new CylinderGeometry(0.09, 0.09, 0.1, 6), at(x, -1.21, z * 1.06));
    }
  }
}

/** Parts of the motor that turn with the shaft. */
export function motorRotor(fit: TrainFit, segments: number): PartBin<Paint> {
  const bin = new PartBin<Paint>(segments, false);
  const [de, nde] = [fit.de.bore, fit.nde.bore];
  const body = Math.max(0.3, de + 0.08);
  const shaft: Profile = [
    [-3.42, 0],
    [1.0, 0],
    [1.0, 0.16],
    [0.98, 0.18],
    [0.32, 0.18],
    [0.32, de],
    [-0.1, de],
    [-0.24, body],
    [-2.74, body],
    [-2.84, nde],
    [-3.16, nde],
    [-3.16, 0.15],
    [-3.42, 0.15],
  ];
  bin.turn(shaft, { material: 'steel' });
  bin.turn(ring(-2.36, -0.84, body, 0.8, 0.01), { material: 'rotorCore' });
  const bar = new RoundedBoxGeometry(1.54, 0.05, 0.04, 1, 0.015);
  // Bars are skewed by about a slot, as cast cages are.
  const skew = turnZ(0).multiply(new Matrix4().makeRotationZ(0.06));
  for (const phi of spread(BARS)) bin.add('aluminium', bar, around(phi, 0.79, -1.6).multiply(skew));
  for (const [x0, x1, tip] of [
    [-2.52, -2.36, -1],
    [-0.84, -0.68, 1],
  ]) {
    bin.turn(ring(x0, x1, 0.46, 0.795, 0.03), { material: 'aluminium' });
    const paddle = new RoundedBoxGeometry(0.2, 0.03, 0.13, 1, 0.012);
    const x = tip < 0 ? x0 - 0.08 : x1 + 0.08;
    for (const phi of spread(14)) bin.add('aluminium', paddle, around(phi, 0.66, x));
  }
  addFan(bin);
  return bin;
}

function addFan(bin: PartBin<Paint>): void {
  bin.turn(ring(-3.46, -3.2, 0.15, 0.36), { material: 'aluminium' });
  bin.turn(ring(-3.24, -3.2, 0.3, 1.0, 0.01), { material: 'aluminium' });
  const blade = new RoundedBoxGeometry(0.36, 0.03, 0.8, 1, 0.012);
  for (const phi of spread(BLADES)) bin.add('aluminium', blade, around(phi, 0.74, -3.4));
}
