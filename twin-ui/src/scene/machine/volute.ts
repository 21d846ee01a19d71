/** Spiral casing: a C-shaped wall whose section grows around the impeller towards the discharge. */
import { type BufferGeometry, ShapeUtils, Vector2 } from 'three';
import { geometryOf, type Sector } from '../solid/revolve.js';

/** Wall of the casing, and half the width of its opening to the impeller. */
const WALL = 0.075;
const THROAT = 0.16;
/** Angle at which the spiral starts and ends: behind the shaft, where the discharge is. */
const TONGUE = Math.PI;
const ARC_STEPS = 20;

/** Radius of the flow section after the share `u` of the spiral; grows with the collected flow. */
export function sectionRadius(u: number): number {
  return 0.17 + 0.2 * u;
}

/** Outline of the wall after share `u`: (x, r), outer arc there and inner arc back. */
function outline(u: number): Vector2[] {
  const inner = sectionRadius(u);
  const outer = inner + WALL;
  const centre = 0.86 + inner * 0.8;
  const arc = (radius: number, back: boolean) =>
    Array.from({ length: ARC_STEPS + 1 }, (_, i) => {
      const reach = Math.PI - Math.asin(Math.min(0.95, (THROAT + (radius - inner)) / radius));
      const share = back ? 1 - i / ARC_STEPS : i / ARC_STEPS;
      const angle = -reach + 2 * reach * share;
      return new Vector2(radius * Math.sin(angle), centre + radius * Math.cos(angle));
    });
  return [...arc(outer, false), ...arc(inner, true)];
}

/** Share of the spiral at angle `phi`: it runs with the impeller, towards falling angles. */
function shareAt(phi: number): number {
  const turned = (TONGUE - phi) / (2 * Math.PI);
  return turned - Math.floor(turned + 1e-9);
}

/** The casing around the impeller, cut open where a sector is given. */
export function casingShell(
  segments: number,
  sector: Sector | undefined,
): { surface: BufferGeometry; section: BufferGeometry | undefined } {
  // From the tongue down to the cut, and from the cut's other side round to the tongue again.
  const runs: [number, number][] = sector
    ? [
        [TONGUE, sector.to],
        [sector.from, -TONGUE],
      ]
    : [[TONGUE, -TONGUE]];
  const position: number[] = [];
  const index: number[] = [];
  for (const [from, to] of runs) sweep(from, to, segments, position, index);
  const surface = geometryOf(position, new Array(position.length).fill(0), index);
  surface.computeVertexNormals();
  return { surface, section: sector && faces(sector) };
}

function sweep(from: number, to: number, segments: number, position: number[], index: number[]) {
  const steps = Math.max(4, Math.round((segments * Math.abs(to - from)) / (2 * Math.PI)));
  const base = position.length / 3;
  let width = 0;
  for (let i = 0; i <= steps; i++) {
    const phi = from + ((to - from) * i) / steps;
    // The last slice belongs to the whole spiral, not to its beginning.
    const u = i === steps && to <= -TONGUE ? 1 : shareAt(phi);
    const points = outline(u);
    width = points.length;
    for (const { x, y } of points) position.push(x, y * Math.sin(phi), y * Math.cos(phi));
  }
  for (let i = 0; i < steps; i++) {
    for (let j = 0; j < width; j++) {
      const a = base + i * width + j;
      const b = base + i * width + ((j + 1) % width);
      index.push(a, a + width, b, b, a + width, b + width);
    }
  }
}

function faces(sector: Sector): BufferGeometry {
  const position: number[] = [];
  const normal: number[] = [];
  const index: number[] = [];
  for (const [phi, side] of [
    [sector.to, -1],
    [sector.from, 1],
  ]) {
    const points = outline(shareAt(phi));
    const base = position.length / 3;
    const [s, c] = [Math.sin(phi), Math.cos(phi)];
    for (const { x, y } of points) {
      position.push(x, y * s, y * c);
      normal.push(0, side * c, -side * s);
    }
    for (const [p, q, t] of ShapeUtils.triangulateShape(points, [])) {
      const flip = side < 0 === ShapeUtils.area(points) > 0;
      if (flip) index.push(base + p, base + q, base + t);
      else index.push(base + p, base + t, base + q);
    }
  }
  return geometryOf(position, normal, index);
}
