/** Where a camera must stand to see a whole field on the floor. */
import { PerspectiveCamera, Vector3 } from 'three';

export interface Framing {
  readonly fov: number;
  readonly aspect: number;
  /** From the field towards the camera. */
  readonly direction: Vector3;
  /** Shares of the picture's half height that stay free above and below the field. */
  readonly above: number;
  readonly below: number;
}
export interface Stand {
  readonly from: Vector3;
  readonly to: Vector3;
}

/** Share of the picture's half width that the field may fill. */
const SIDE = 0.95;
const ROUNDS = 40;

/** Nearest stand from which all corners are in the frame, looking at a point on the floor. */
export function standFor(corners: readonly Vector3[], framing: Framing): Stand {
  const camera = new PerspectiveCamera(framing.fov, framing.aspect, 0.1, 1e5);
  const middle = new Vector3();
  for (const corner of corners) middle.add(corner.clone().divideScalar(corners.length));
  const way = framing.direction.clone().normalize();
  const to = middle.clone();
  const place = (far: number) => {
    camera.position.copy(to).addScaledVector(way, far);
    camera.lookAt(to);
    camera.updateMatrixWorld();
    const seen = corners.map((corner) => corner.clone().project(camera));
    const side = Math.max(...seen.map((p) => Math.abs(p.x)));
    const low = Math.min(...seen.map((p) => p.y));
    const high = Math.max(...seen.map((p) => p.y));
    return { side, low, high, behind: seen.some((p) => p.z > 1) };
  };
  let near = 0;
  let far = 1;
  const reach = Math.max(...corners.map((corner) => corner.distanceTo(middle)));
  far = reach * 20;
  for (let i = 0; i < ROUNDS; i++) {
    const distance = (near + far) / 2;
    const { side, low, high, behind } = place(distance);
    // Shift the target until the field lies in the middle of what is free of the picture.
    const wanted = (framing.below - framing.above) / 2;
    to.z += (wanted - (high + low) / 2) * distance * 0.2;
    const fits = !behind && side < SIDE && high - low < 2 - framing.above - framing.below;
    if (fits) far = distance;
    else near = distance;
  }
  return { from: to.clone().addScaledVector(way, far), to };
}
