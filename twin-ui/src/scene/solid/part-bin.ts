/** Collects the geometries of an assembly by material, so that each material is one draw call. */
import { type BufferGeometry, Float32BufferAttribute, Matrix4 } from 'three';
import { mergeGeometries } from 'three/addons/utils/BufferGeometryUtils.js';
import { CUT, type Profile, revolve, type Sector, sectionFaces } from './revolve.js';

export interface Turned<Name extends string> {
  readonly material: Name;
  /** Present where the cut opens the part: what its section is made of. */
  readonly section?: Name;
}

/** Parts of an assembly, grouped by the name of their material. */
export class PartBin<Name extends string> {
  private readonly parts = new Map<Name, BufferGeometry[]>();
  readonly segments: number;
  readonly sector: Sector | undefined;

  constructor(segments: number, cut: boolean) {
    this.segments = segments;
    this.sector = cut ? CUT : undefined;
  }

  add(material: Name, geometry: BufferGeometry, place?: Matrix4): this {
    const own = plain(geometry);
    if (place) own.applyMatrix4(place);
    const list = this.parts.get(material);
    if (list) list.push(own);
    else this.parts.set(material, [own]);
    return this;
  }

  /** A turned part, cut open where the assembly is and the part has a section. */
  turn(profile: Profile, { material, section }: Turned<Name>, place?: Matrix4): this {
    const sector = section === undefined ? undefined : this.sector;
    this.add(material, revolve(profile, this.segments, sector), place);
    if (section !== undefined && sector) {
      this.add(section, sectionFaces(profile, sector), place);
    }
    return this;
  }

  /** The same geometry at several places. */
  repeat(material: Name, geometry: BufferGeometry, places: readonly Matrix4[]): this {
    for (const place of places) this.add(material, geometry, place);
    return this;
  }

  /** One geometry a material. */
  merged(): { material: Name; geometry: BufferGeometry }[] {
    return [...this.parts].map(([material, list]) => {
      const geometry = mergeGeometries(list);
      for (const part of list) part.dispose();
      return { material, geometry };
    });
  }
}

/** A copy with position, normal and index alone, so that any parts can be merged. */
export function plain(geometry: BufferGeometry): BufferGeometry {
  const copy = geometry.clone();
  for (const name of Object.keys(copy.attributes)) {
    if (name !== 'position' && name !== 'normal') copy.deleteAttribute(name);
  }
  const vertices = copy.getAttribute('position').count;
  if (!copy.getIndex()) copy.setIndex(Array.from({ length: vertices }, (_, i) => i));
  if (!copy.getAttribute('normal')) {
    copy.setAttribute('normal', new Float32BufferAttribute(3 * vertices, 3));
    copy.computeVertexNormals();
  }
  return copy;
}

/** Place at angle `phi` around the shaft: `x` along it, `r` from its axis, lying as if on top. */
export function around(phi: number, r: number, x: number): Matrix4 {
  return new Matrix4().makeRotationX(-phi).multiply(new Matrix4().makeTranslation(x, 0, r));
}

export const at = (x: number, y: number, z: number): Matrix4 =>
  new Matrix4().makeTranslation(x, y, z);

/** Angles of `n` things spread evenly over a turn, the first at `first` rad. */
export const spread = (n: number, first = 0): number[] =>
  Array.from({ length: n }, (_, i) => first + (2 * Math.PI * i) / n);
