/** Turned parts: a closed profile swept around the shaft, whole or cut open to a solid section. */
import { BufferGeometry, Float32BufferAttribute, ShapeUtils, Vector2 } from 'three';

/** A point of a profile: along the shaft, and from its axis. */
export type ProfilePoint = readonly [x: number, r: number];
export type Profile = readonly ProfilePoint[];

/** The sector that a cut takes away, rad; 0 looks at the viewer (+z), a quarter turn is up. */
export interface Sector {
  readonly from: number;
  readonly to: number;
}
export const CUT: Sector = { from: (-46 * Math.PI) / 180, to: (80 * Math.PI) / 180 };

/** True where a part at angle `phi` lies in the sector that is taken away. */
export function inSector(phi: number, sector: Sector = CUT, margin = 0.02): boolean {
  const angle = Math.atan2(Math.sin(phi), Math.cos(phi));
  return angle > sector.from - margin && angle < sector.to + margin;
}

/** Edges that turn by more than this stay sharp: cosine of 37°. */
const SHARP = 0.8;

/** Signed area of a profile, positive where it runs anticlockwise in (x, r). */
export function profileArea(profile: Profile): number {
  let area = 0;
  for (let i = 0; i < profile.length; i++) {
    const a = profile[i];
    const b = profile[(i + 1) % profile.length];
    area += (a[0] * b[1] - b[0] * a[1]) / 2;
  }
  return area;
}

/** Outer surface of the turned part; leaves the sector out where one is given. */
export function revolve(drawn: Profile, segments: number, sector?: Sector): BufferGeometry {
  const profile = profileArea(drawn) > 0 ? drawn : [...drawn].reverse();
  const from = sector ? sector.to : 0;
  const sweep = 2 * Math.PI - (sector ? sector.to - sector.from : 0);
  const steps = Math.max(6, Math.round((segments * sweep) / (2 * Math.PI)));
  const normals = edgeNormals(profile);
  const position: number[] = [];
  const normal: number[] = [];
  const index: number[] = [];
  const n = profile.length;
  for (let i = 0; i < n; i++) {
    const a = profile[i];
    const b = profile[(i + 1) % n];
    if (a[1] < 1e-4 && b[1] < 1e-4) continue;
    const na = blend(normals[i], normals[(i + n - 1) % n]);
    const nb = blend(normals[i], normals[(i + 1) % n]);
    const base = position.length / 3;
    for (let k = 0; k <= steps; k++) {
      const phi = from + (sweep * k) / steps;
      const s = Math.sin(phi);
      const c = Math.cos(phi);
      position.push(a[0], a[1] * s, a[1] * c, b[0], b[1] * s, b[1] * c);
      normal.push(na[0], na[1] * s, na[1] * c, nb[0], nb[1] * s, nb[1] * c);
    }
    for (let k = 0; k < steps; k++) {
      const o = base + 2 * k;
      index.push(o, o + 2, o + 1, o + 1, o + 2, o + 3);
    }
  }
  return geometryOf(position, normal, index);
}

/** The two flat faces that a cut leaves: the section of the solid. */
export function sectionFaces(drawn: Profile, sector: Sector = CUT): BufferGeometry {
  const profile = profileArea(drawn) > 0 ? drawn : [...drawn].reverse();
  const outline = profile.map(([x, r]) => new Vector2(x, r));
  const triangles = ShapeUtils.triangulateShape(outline, []);
  const position: number[] = [];
  const normal: number[] = [];
  const index: number[] = [];
  for (const [phi, side] of [
    [sector.to, -1],
    [sector.from, 1],
  ]) {
    const base = position.length / 3;
    const s = Math.sin(phi);
    const c = Math.cos(phi);
    for (const [x, r] of profile) {
      position.push(x, r * s, r * c);
      normal.push(0, side * c, -side * s);
    }
    for (const [p, q, t] of triangles) {
      if (side < 0) index.push(base + p, base + q, base + t);
      else index.push(base + p, base + t, base + q);
    }
  }
  return geometryOf(position, normal, index);
}

/** Volume that a closed surface holds, from its triangles; outward faces give a positive one. */
export function enclosedVolume(...parts: readonly BufferGeometry[]): number {
  let six = 0;
  for (const part of parts) {
    const p = part.getAttribute('position');
    const index = part.getIndex();
    if (!index) continue;
    for (let i = 0; i < index.count; i += 3) {
      const [a, b, c] = [index.getX(i), index.getX(i + 1), index.getX(i + 2)];
      six +=
        p.getX(a) * (p.getY(b) * p.getZ(c) - p.getZ(b) * p.getY(c)) -
        p.getY(a) * (p.getX(b) * p.getZ(c) - p.getZ(b) * p.getX(c)) +
        p.getZ(a) * (p.getX(b) * p.getY(c) - p.getY(b) * p.getX(c));
    }
  }
  return six / 6;
}

function edgeNormals(profile: Profile): [number, number][] {
  return profile.map((a, i) => {
    const b = profile[(i + 1) % profile.length];
    const dx = b[0] - a[0];
    const dr = b[1] - a[1];
    const length = Math.hypot(dx, dr) || 1;
    return [dr / length, -dx / length];
  });
}

function blend(own: readonly [number, number], other: readonly [number, number]) {
  if (own[0] * other[0] + own[1] * other[1] < SHARP) return own;
  const x = own[0] + other[0];
  const r = own[1] + other[1];
  const length = Math.hypot(x, r);
  return [x / length, r / length] as const;
}

/** An indexed geometry of positions and normals. */
export function geometryOf(position: number[], normal: number[], index: number[]): BufferGeometry {
  const geometry = new BufferGeometry();
  geometry.setAttribute('position', new Float32BufferAttribute(position, 3));
  geometry.setAttribute('normal', new Float32BufferAttribute(normal, 3));
  geometry.setIndex(index);
  return geometry;
}

/** A ring of rectangular section with broken outer edges. */
export function ring(x0: number, x1: number, r0: number, r1: number, chamfer = 0.02): Profile {
  return [
    [x0, r0],
    [x1, r0],
    [x1, r1 - chamfer],
    [x1 - chamfer, r1],
    [x0 + chamfer, r1],
    [x0, r1 - chamfer],
  ];
}
