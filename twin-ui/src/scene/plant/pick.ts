/** Which train a ray meets first: each is a box, so nothing is drawn to find out. */
import { Box3, type Ray, Vector3 } from 'three';
import type { TrainPlace } from './layout.js';
import { TRAIN_BOX } from './train-geometry.js';

/** Boxes of the trains in the scene, in their order. */
export function trainBoxes(trains: readonly TrainPlace[]): Box3[] {
  return trains.map((train) =>
    new Box3(new Vector3(...TRAIN_BOX.low), new Vector3(...TRAIN_BOX.high)).applyMatrix4(
      train.matrix,
    ),
  );
}

/** Index of the nearest box that the ray meets; -1 where it meets none. */
export function pickTrain(ray: Ray, boxes: readonly Box3[]): number {
  const hit = new Vector3();
  let nearest = Number.POSITIVE_INFINITY;
  let found = -1;
  boxes.forEach((box, i) => {
    if (!ray.intersectBox(box, hit)) return;
    const distance = hit.distanceToSquared(ray.origin);
    if (distance >= nearest) return;
    nearest = distance;
    found = i;
  });
  return found;
}
