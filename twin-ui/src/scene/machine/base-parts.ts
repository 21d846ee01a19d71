/** What the train stands on, and the coupling between its two machines. */
import { CylinderGeometry, Matrix4, TorusGeometry } from 'three';
import { RoundedBoxGeometry } from 'three/addons/geometries/RoundedBoxGeometry.js';
import { around, at, PartBin, spread } from '../solid/part-bin.js';
import { ring } from '../solid/revolve.js';
import type { Paint } from './palette.js';

export const GUARD = { x: 1.02, radius: 0.64, length: 0.92 } as const;

/** Base frame, grout and anchors; in the floor's coordinates, y = 0 is the floor. */
export function baseParts(segments: number): PartBin<Paint> {
  const bin = new PartBin<Paint>(segments, false);
  bin.add('grout', new RoundedBoxGeometry(8.9, 0.16, 3.6, 2, 0.04), at(0.5, 0.08, 0));
  bin.add('base', new RoundedBoxGeometry(8.3, 0.2, 2.95, 2, 0.035), at(0.5, 0.25, 0));
  bin.add('base', new RoundedBoxGeometry(2.9, 0.05, 2.7, 1, 0.02), at(-1.55, 0.36, 0));
  for (const x of [-3.4, -1.0, 1.4, 4.35]) {
    for (const z of [-1.34, 1.34]) {
      bin.add('steel', new CylinderGeometry(0.11, 0.11, 0.03, 18), at(x, 0.36, z));
      bin.add('steel', new CylinderGeometry(0.07, 0.07, 0.1, 6), at(x, 0.42, z));
    }
  }
  return bin;
}

/** Hubs and spider; they turn with the shaft. */
export function couplingRotor(segments: number): PartBin<Paint> {
  const bin = new PartBin<Paint>(segments, false);
  bin.turn(ring(0.72, 0.97, 0.17, 0.44, 0.03), { material: 'dark' });
  bin.turn(ring(0.975, 1.075, 0.17, 0.41, 0.01), { material: 'rubber' });
  bin.turn(ring(1.08, 1.33, 0.17, 0.44, 0.03), { material: 'dark' });
  for (const phi of spread(6)) {
    const claw = new RoundedBoxGeometry(0.13, 0.17, 0.13, 1, 0.02);
    bin.add('dark', claw, around(phi, 0.37, 1.0));
  }
  // A set screw shows that it turns.
  const screw = around(0.4, 0.44, 0.84).multiply(new Matrix4().makeRotationX(Math.PI / 2));
  bin.add('steel', new CylinderGeometry(0.045, 0.045, 0.04, 6), screw);
  return bin;
}

/** Rims of the guard and its feet. */
export function guardFrame(segments: number): PartBin<Paint> {
  const bin = new PartBin<Paint>(segments, false);
  const { x, radius, length } = GUARD;
  for (const end of [-1, 1]) {
    const place = at(x + (end * length) / 2, 0, 0).multiply(
      new Matrix4().makeRotationY(Math.PI / 2),
    );
    bin.add('yellow', new TorusGeometry(radius, 0.028, 8, segments), place);
  }
  for (const z of [-0.45, 0.45]) {
    bin.add('yellow', new RoundedBoxGeometry(0.8, 0.92, 0.03, 1, 0.01), at(x, -0.92, z));
    bin.add('yellow', new RoundedBoxGeometry(0.8, 0.03, 0.2, 1, 0.01), at(x, -1.37, z));
  }
  return bin;
}
