/** A whole train as one geometry, coarse enough to be drawn sixty times; one an archetype. */
import {
  BoxGeometry,
  BufferAttribute,
  type BufferGeometry,
  Color,
  CylinderGeometry,
  Matrix4,
  TorusGeometry,
} from 'three';
import { mergeGeometries } from 'three/addons/utils/BufferGeometryUtils.js';
import { around, at, plain, spread } from '../solid/part-bin.js';
import { type Profile, revolve, ring } from '../solid/revolve.js';

/** How a train's machine sizes differ: all lengths over those of the machine view. */
export interface Archetype {
  readonly motor: number;
  readonly pump: number;
  readonly detail: 'low' | 'mid';
}

/** Height of the shaft over the floor, and half sizes of the box that holds a train. */
export const TRAIN_BOX = { low: [-4.1, 0, -1.85], high: [4.95, 4.1, 1.85] } as const;
const SHAFT = 1.75;

/** Share of an instance's own colour that a part takes: painted parts all, metal none. */
type Part = readonly [geometry: BufferGeometry, color: string, tint: number, place?: Matrix4];

const rotZ = (angle: number) => new Matrix4().makeRotationZ(angle);
const rotY = (angle: number) => new Matrix4().makeRotationY(angle);

/** Frame with fins as a star-shaped tube: ridges without a part each. */
function finned(segments: number): BufferGeometry {
  const body = revolve(ring(-2.95, -0.05, 0.2, 1.32, 0.03), segments);
  if (segments < 20) return body;
  const fin = new BoxGeometry(2.5, 0.05, 0.2);
  const fins = spread(26)
    .filter((phi) => Math.abs(phi - Math.PI / 2) > 0.45)
    .map((phi) => plain(fin).applyMatrix4(around(phi, 1.4, -1.6)));
  return mergeGeometries([plain(body), ...fins]);
}

const bell: Profile = [
  [-0.05, 0.2],
  [0.34, 0.2],
  [0.34, 0.55],
  [0.22, 1.1],
  [0.22, 1.4],
  [0.16, 1.45],
  [-0.05, 1.45],
];
const cowl: Profile = [
  [-3.88, 0.2],
  [-2.98, 0.2],
  [-2.98, 1.38],
  [-3.72, 1.38],
  [-3.88, 1.26],
];
const bracket: Profile = [
  [1.56, 0.16],
  [2.85, 0.16],
  [2.85, 1.0],
  [2.68, 1.0],
  [2.5, 0.56],
  [1.56, 0.56],
];
const nozzle: Profile = [
  [3.3, 0.2],
  [4.1, 0.2],
  [4.1, 0.52],
  [3.66, 0.52],
  [3.42, 0.95],
  [3.3, 0.95],
];

function motorPieces(size: number, s: number): Part[] {
  const place = at(0, SHAFT, 0).multiply(new Matrix4().makeScale(size, size, size));
  const on = (m: Matrix4) => place.clone().multiply(m);
  return [
    [finned(s), '#66747f', 1, place],
    [revolve(bell, s), '#5b6974', 1, place],
    [revolve(cowl, s), '#333a41', 0.35, place],
    [new BoxGeometry(1.06, 0.62, 0.96), '#66747f', 1, on(at(-1.75, 1.6, 0))],
    [new BoxGeometry(1.14, 0.08, 1.04), '#56636d', 1, on(at(-1.75, 1.92, 0))],
    [new BoxGeometry(0.5, 0.5, 2.3), '#525f69', 1, on(at(-2.45, -1.3, 0))],
    [new BoxGeometry(0.5, 0.5, 2.3), '#525f69', 1, on(at(-0.65, -1.3, 0))],
  ];
}

function pumpPieces(size: number, s: number): Part[] {
  const place = at(0, SHAFT, 0)
    .multiply(at(1.5 * (1 - size), 0, 0))
    .multiply(new Matrix4().makeScale(size, size, size));
  const on = (m: Matrix4) => place.clone().multiply(m);
  const upright = (
    r: number,
    h: number,
    x: number,
    y: number,
    z: number,
  ): [BufferGeometry, Matrix4] => [new CylinderGeometry(r, r, h, Math.max(8, s)), on(at(x, y, z))];
  const [neck, neckAt] = upright(0.4, 1.7, 3.1, 0.8, -1.12);
  const [flange, flangeAt] = upright(0.64, 0.24, 3.1, 1.62, -1.12);
  const [riser, riserAt] = upright(0.34, 1.1, 3.1, 2.25, -1.12);
  const along = rotZ(Math.PI / 2);
  return [
    [revolve(bracket, s), '#4a6a82', 1, place],
    [
      new TorusGeometry(0.98, 0.42, Math.max(6, s / 2), s),
      '#4a6a82',
      1,
      on(at(3.1, 0, 0).multiply(rotY(Math.PI / 2))),
    ],
    [revolve(ring(2.8, 3.4, 0.1, 1.0), s), '#44627a', 1, place],
    [revolve(nozzle, s), '#4a6a82', 1, place],
    [
      new CylinderGeometry(0.7, 0.7, 0.24, Math.max(8, s)),
      '#9aa2a9',
      0.2,
      on(at(4.18, 0, 0).multiply(along)),
    ],
    [
      new CylinderGeometry(0.4, 0.4, 0.6, Math.max(8, s)),
      '#7d8a94',
      0.2,
      on(at(4.55, 0, 0).multiply(along)),
    ],
    [neck, '#4a6a82', 1, neckAt],
    [flange, '#9aa2a9', 0.2, flangeAt],
    [riser, '#7d8a94', 0.2, riserAt],
    [new BoxGeometry(0.5, 1.5, 1.4), '#44627a', 1, on(at(3.1, -0.95, 0))],
    [new BoxGeometry(0.26, 1.3, 0.8), '#44627a', 1, on(at(2.0, -0.85, 0))],
  ];
}

function pieces({ motor, pump, detail }: Archetype): Part[] {
  const s = detail === 'mid' ? 28 : 12;
  const guard = revolve(ring(0.46, 1.5, 0.3, 0.62, 0.03), s);
  return [
    [new BoxGeometry(8.9, 0.16, 3.6), '#989da1', 0, at(0.5, 0.08, 0)],
    [new BoxGeometry(8.3, 0.22, 2.95), '#4b535a', 0.25, at(0.5, 0.26, 0)],
    ...motorPieces(motor, s),
    [guard, '#d9b23a', 0, at(0, SHAFT, 0)],
    [new BoxGeometry(0.8, 1.0, 0.9), '#d9b23a', 0, at(1.0, SHAFT - 0.95, 0)],
    ...pumpPieces(pump, s),
  ];
}

/** One geometry with vertex colours and, in `tint`, how much of its instance's colour each takes. */
export function trainGeometry(archetype: Archetype): BufferGeometry {
  const color = new Color();
  const parts = pieces(archetype).map(([source, hex, tint, place]) => {
    const part = plain(source);
    if (place) part.applyMatrix4(place);
    const n = part.getAttribute('position').count;
    color.set(hex);
    const colors = new Float32Array(3 * n);
    for (let i = 0; i < n; i++) color.toArray(colors, 3 * i);
    part.setAttribute('color', new BufferAttribute(colors, 3));
    part.setAttribute('tint', new BufferAttribute(new Float32Array(n).fill(tint), 1));
    source.dispose();
    return part;
  });
  return mergeGeometries(parts);
}
