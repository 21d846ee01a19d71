/** Pipes between the trains: a discharge header over each row, with a riser from every pump. */
import { type BufferGeometry, CylinderGeometry, Quaternion, Vector3 } from 'three';
import { mergeGeometries } from 'three/addons/utils/BufferGeometryUtils.js';
import { plain } from '../solid/part-bin.js';
import type { PlantLayout, TrainPlace } from './layout.js';

/** Top of a pump's discharge in units of the train. */
const NOZZLE = new Vector3(3.1, 2.72, -1.12);
/** Height of a header over the largest nozzle of its row, and pipe radii, in units of a train. */
const RISE = 0.95;
const HEADER_RADIUS = 0.5;
const BRANCH_RADIUS = 0.3;
const UP = new Vector3(0, 1, 0);

function rod(from: Vector3, to: Vector3, radius: number, sides: number): BufferGeometry {
  const along = to.clone().sub(from);
  const geometry = plain(new CylinderGeometry(radius, radius, along.length(), sides));
  geometry.applyQuaternion(new Quaternion().setFromUnitVectors(UP, along.clone().normalize()));
  const middle = from.clone().add(to).multiplyScalar(0.5);
  return geometry.translate(middle.x, middle.y, middle.z);
}

/** Rows: trains of one area that stand at one depth. */
function rowsOf(trains: readonly TrainPlace[]): TrainPlace[][] {
  const keys = [...new Set(trains.map((train) => `${train.asset.area} ${train.z}`))];
  return keys.map((key) => trains.filter((train) => `${train.asset.area} ${train.z}` === key));
}

/** All headers and risers as one geometry. */
export function headerPipes(layout: PlantLayout, sides: number): BufferGeometry {
  const parts = rowsOf(layout.trains).flatMap((row) => {
    const size = Math.max(...row.map((train) => train.scale));
    const tops = row.map((train) => NOZZLE.clone().applyMatrix4(train.matrix));
    const y = Math.max(...tops.map((top) => top.y)) + RISE * size;
    const z = Math.min(...tops.map((top) => top.z));
    const xs = tops.map((top) => top.x);
    const header = rod(
      new Vector3(Math.min(...xs) - size, y, z),
      new Vector3(Math.max(...xs) + 1.6 * size, y, z),
      HEADER_RADIUS * size,
      sides * 2,
    );
    const branches = row.flatMap(({ scale }, i) => {
      const over = new Vector3(tops[i].x, y, tops[i].z);
      const radius = BRANCH_RADIUS * scale;
      const riser = rod(tops[i], over, radius, sides);
      const reach = over.z - z;
      return reach < 0.05 * scale
        ? [riser]
        : [riser, rod(over, new Vector3(over.x, y, z), radius, sides)];
    });
    return [header, ...branches];
  });
  const merged = mergeGeometries(parts);
  for (const part of parts) part.dispose();
  return merged;
}
