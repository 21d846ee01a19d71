/** Pipes of a train: walls cut open lengthwise, with the water inside to see. */
import { BufferGeometry, Float32BufferAttribute, Vector3 } from 'three';
import { geometryOf } from '../solid/revolve.js';
import { DISCHARGE, IMPELLER_X } from './pump-parts.js';

/** Path of a pipe in a plane of constant z; u runs with the flow. */
export interface PipePath {
  readonly points: readonly Vector3[];
  readonly radius: number;
  /** Length of the path. */
  readonly length: number;
}

/** A polyline with round bends, in steps of about `step`. */
function rounded(corners: readonly Vector3[], bend: number, step: number): Vector3[] {
  const out: Vector3[] = [corners[0].clone()];
  for (let i = 1; i < corners.length - 1; i++) {
    const [p, q, r] = [corners[i - 1], corners[i], corners[i + 1]];
    const from = q.clone().add(p.clone().sub(q).setLength(bend));
    const to = q.clone().add(r.clone().sub(q).setLength(bend));
    straight(out, from, step);
    for (let k = 1; k <= 12; k++) {
      const t = k / 12;
      const a = from.clone().lerp(q, t);
      out.push(a.lerp(q.clone().lerp(to, t), t));
    }
  }
  straight(out, corners[corners.length - 1], step);
  return out;
}

function straight(out: Vector3[], to: Vector3, step: number): void {
  const from = out[out.length - 1].clone();
  const n = Math.max(1, Math.ceil(from.distanceTo(to) / step));
  for (let k = 1; k <= n; k++) out.push(from.clone().lerp(to, k / n));
}

function pathOf(corners: readonly Vector3[], radius: number): PipePath {
  const points = rounded(corners, 0.75, 0.4);
  let length = 0;
  for (let i = 1; i < points.length; i++) length += points[i].distanceTo(points[i - 1]);
  return { points, radius, length };
}

const v = (x: number, y: number, z: number) => new Vector3(x, y, z);

/** Suction comes along the shaft; the discharge goes up and away behind it. */
export function pipePaths(): { suction: PipePath; discharge: PipePath } {
  const flange = IMPELLER_X + 1.21;
  const { z, top } = DISCHARGE;
  return {
    suction: pathOf([v(11, 0, 0), v(flange, 0, 0)], 0.42),
    discharge: pathOf(
      [v(IMPELLER_X, top + 0.13, z), v(IMPELLER_X, 3.5, z), v(11, 3.5, z)],
      DISCHARGE.radius + 0.06,
    ),
  };
}

/** Angle that a pipe is opened by on the viewer's side, rad around +z. */
const WINDOW = { from: (-30 * Math.PI) / 180, to: (42 * Math.PI) / 180 } as const;
const WALL = 0.05;

/** Wall of a pipe and, where it is cut open, the two edges of the window. */
export function pipeWall(
  path: PipePath,
  segments: number,
  cut: boolean,
): { wall: BufferGeometry; edge: BufferGeometry | undefined } {
  const from = cut ? WINDOW.to : 0;
  const to = cut ? WINDOW.from + 2 * Math.PI : 2 * Math.PI;
  const outer = tube(path, path.radius, from, to, segments, 1);
  const inner = tube(path, path.radius - WALL, from, to, segments, -1);
  const wall = join(outer, inner);
  if (!cut) return { wall, edge: undefined };
  return { wall, edge: join(lip(path, WINDOW.to, -1), lip(path, WINDOW.from, 1)) };
}

/** Surface of the water, with uv: u in lengths of the view along the flow, v around. */
export function waterBody(path: PipePath, segments: number): BufferGeometry {
  return tube(path, path.radius - WALL - 0.015, 0, 2 * Math.PI, segments, 1);
}

function frame(path: PipePath, i: number): { normal: Vector3; point: Vector3; along: number } {
  const { points } = path;
  const tangent = points[Math.min(points.length - 1, i + 1)]
    .clone()
    .sub(points[Math.max(0, i - 1)])
    .normalize();
  let along = 0;
  for (let k = 1; k <= i; k++) along += points[k].distanceTo(points[k - 1]);
  // The path lies in a plane of constant z, so z and this normal are square to it everywhere; the
  // normal looks up on level runs whichever way the water flows.
  const normal = new Vector3(-tangent.y, tangent.x, 0);
  if (normal.y < 0 || (Math.abs(normal.y) < 1e-6 && normal.x > 0)) normal.negate();
  return { normal, point: points[i], along };
}

function tube(
  path: PipePath,
  radius: number,
  from: number,
  to: number,
  segments: number,
  side: 1 | -1,
): BufferGeometry {
  const around = Math.max(8, Math.round(segments / 2));
  const position: number[] = [];
  const normals: number[] = [];
  const uv: number[] = [];
  const index: number[] = [];
  for (let i = 0; i < path.points.length; i++) {
    const { normal, point, along } = frame(path, i);
    for (let k = 0; k <= around; k++) {
      const angle = from + ((to - from) * k) / around;
      const out = normal.clone().multiplyScalar(Math.sin(angle));
      out.z += Math.cos(angle);
      position.push(...point.clone().addScaledVector(out, radius).toArray());
      normals.push(side * out.x, side * out.y, side * out.z);
      uv.push(along, k / around);
    }
    if (i === 0) continue;
    const o = (i - 1) * (around + 1);
    for (let k = 0; k < around; k++) {
      const [a, b, c, d] = [o + k, o + k + 1, o + k + around + 1, o + k + around + 2];
      index.push(a, b, c, b, d, c);
    }
  }
  const geometry = geometryOf(position, normals, index);
  geometry.setAttribute('uv', new Float32BufferAttribute(uv, 2));
  return geometry;
}

function lip(path: PipePath, angle: number, side: 1 | -1): BufferGeometry {
  const position: number[] = [];
  const normals: number[] = [];
  const index: number[] = [];
  for (let i = 0; i < path.points.length; i++) {
    const { normal, point } = frame(path, i);
    const out = normal.clone().multiplyScalar(Math.sin(angle));
    out.z += Math.cos(angle);
    const face = normal.clone().multiplyScalar(Math.cos(angle) * side);
    face.z -= Math.sin(angle) * side;
    for (const radius of [path.radius - WALL, path.radius]) {
      position.push(...point.clone().addScaledVector(out, radius).toArray());
      normals.push(face.x, face.y, face.z);
    }
    if (i > 0) index.push(2 * i - 2, 2 * i - 1, 2 * i, 2 * i - 1, 2 * i + 1, 2 * i);
  }
  return geometryOf(position, normals, index);
}

function join(a: BufferGeometry, b: BufferGeometry): BufferGeometry {
  const joined = new BufferGeometry();
  for (const name of ['position', 'normal']) {
    const parts = [a, b].map((part) => part.getAttribute(name).array as Float32Array);
    const whole = new Float32Array(parts[0].length + parts[1].length);
    whole.set(parts[0]);
    whole.set(parts[1], parts[0].length);
    joined.setAttribute(name, new Float32BufferAttribute(whole, 3));
  }
  const shift = a.getAttribute('position').count;
  const second = Array.from(b.getIndex()?.array ?? [], (i) => i + shift);
  joined.setIndex([...Array.from(a.getIndex()?.array ?? []), ...second]);
  return joined;
}
