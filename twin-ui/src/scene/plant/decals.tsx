/** What is painted on the hall's floor: areas with their names, and the numbers of trains. */
import { useEffect, useMemo } from 'react';
import {
  BufferAttribute,
  BufferGeometry,
  CanvasTexture,
  Color,
  MeshBasicMaterial,
  SRGBColorSpace,
} from 'three';
import type { AreaPlace, PlantLayout } from './layout.js';
import { TRAIN_BOX } from './train-geometry.js';

/** The atlas of all words on the floor: rows of one height. */
const ROW_PX = 64;
const WORD_PX = 256;
const COLUMNS = 8;

interface Word {
  readonly text: string;
  readonly x: number;
  readonly z: number;
  /** Height of the letters' row on the floor. */
  readonly size: number;
  readonly wide: number;
}

function quad(out: number[], x0: number, z0: number, x1: number, z1: number, y: number): void {
  out.push(x0, y, z1, x1, y, z1, x1, y, z0, x0, y, z0);
}

function quadIndex(count: number): number[] {
  return Array.from({ length: count }, (_, i) => [0, 1, 2, 0, 2, 3].map((k) => 4 * i + k)).flat();
}

function fields(areas: readonly AreaPlace[]): BufferGeometry {
  const position: number[] = [];
  const color: number[] = [];
  const paint = (hex: string) => {
    const c = new Color(hex);
    for (let i = 0; i < 4; i++) color.push(c.r, c.g, c.b);
  };
  for (const { x0, x1, z0, z1 } of areas) {
    const w = 0.012 * Math.max(x1 - x0, z1 - z0);
    quad(position, x0, z0, x1, z1, 0.01);
    paint('#cdd3d7');
    for (const [a, b, c, d] of [
      [x0, z0, x1, z0 + w],
      [x0, z1 - w, x1, z1],
      [x0, z0, x0 + w, z1],
      [x1 - w, z0, x1, z1],
    ]) {
      quad(position, a, b, c, d, 0.02);
      paint('#e0d391');
    }
  }
  const geometry = new BufferGeometry();
  geometry.setAttribute('position', new BufferAttribute(new Float32Array(position), 3));
  geometry.setAttribute('color', new BufferAttribute(new Float32Array(color), 3));
  geometry.setIndex(quadIndex(position.length / 12));
  return geometry;
}

function wordsOf(layout: PlantLayout): Word[] {
  const areas = layout.areas.map((area) => {
    const size = area.margin * 0.62;
    return {
      text: area.area.replaceAll('-', ' ').toUpperCase(),
      x: area.x0 + 0.3 * size,
      z: area.z1 - 0.3 * size,
      size,
      wide: 2,
    };
  });
  const numbers = layout.trains.map(({ asset, x, z, scale }) => ({
    text: asset.asset.replace(/^[a-z-]*?(\d+)$/, '$1'),
    x: layout.sideBySide ? x - 1.1 * scale : x + TRAIN_BOX.low[0] * scale,
    z: z + (layout.sideBySide ? -TRAIN_BOX.low[0] + 1.75 : TRAIN_BOX.high[2] + 1.7) * scale,
    size: 1.5 * scale,
    wide: 1,
  }));
  return [...areas, ...numbers];
}

/** One geometry and one picture for all words. */
function wording(words: readonly Word[]): { geometry: BufferGeometry; map: CanvasTexture } {
  const cells: { word: Word; column: number; row: number }[] = [];
  let cursor = 0;
  for (const word of words) {
    if ((cursor % COLUMNS) + word.wide > COLUMNS) cursor += COLUMNS - (cursor % COLUMNS);
    cells.push({ word, column: cursor % COLUMNS, row: Math.floor(cursor / COLUMNS) });
    cursor += word.wide;
  }
  const canvas = document.createElement('canvas');
  canvas.width = COLUMNS * WORD_PX;
  canvas.height = ROW_PX * (Math.floor(cursor / COLUMNS) + 1);
  const pen = canvas.getContext('2d');
  const position: number[] = [];
  const uv: number[] = [];
  for (const { word, column, row } of cells) {
    if (pen) {
      pen.fillStyle = word.wide > 1 ? '#5d6871' : '#4a545d';
      pen.font = `${word.wide > 1 ? 700 : 600} 46px sans-serif`;
      pen.textBaseline = 'middle';
      pen.fillText(
        word.text,
        column * WORD_PX + 4,
        row * ROW_PX + ROW_PX / 2,
        word.wide * WORD_PX - 8,
      );
    }
    const width = (word.size * word.wide * WORD_PX) / ROW_PX;
    quad(position, word.x, word.z - word.size, word.x + width, word.z, 0.03);
    const u0 = column / COLUMNS;
    const u1 = (column + word.wide) / COLUMNS;
    const v1 = 1 - (row * ROW_PX) / canvas.height;
    const v0 = 1 - ((row + 1) * ROW_PX) / canvas.height;
    uv.push(u0, v0, u1, v0, u1, v1, u0, v1);
  }
  const geometry = new BufferGeometry();
  geometry.setAttribute('position', new BufferAttribute(new Float32Array(position), 3));
  geometry.setAttribute('uv', new BufferAttribute(new Float32Array(uv), 2));
  geometry.setIndex(quadIndex(cells.length));
  const map = new CanvasTexture(canvas);
  map.colorSpace = SRGBColorSpace;
  map.anisotropy = 8;
  return { geometry, map };
}

export function FloorMarks({ layout }: { readonly layout: PlantLayout }) {
  const made = useMemo(() => {
    const { geometry, map } = wording(wordsOf(layout));
    return {
      fields: fields(layout.areas),
      fieldPaint: new MeshBasicMaterial({
        vertexColors: true,
        transparent: true,
        opacity: 0.7,
        toneMapped: false,
      }),
      words: geometry,
      wordPaint: new MeshBasicMaterial({
        map,
        transparent: true,
        depthWrite: false,
        toneMapped: false,
      }),
    };
  }, [layout]);
  useEffect(
    () => () => {
      made.wordPaint.map?.dispose();
      for (const part of Object.values(made)) part.dispose();
    },
    [made],
  );
  return (
    <>
      <mesh geometry={made.fields} material={made.fieldPaint} renderOrder={1} />
      <mesh geometry={made.words} material={made.wordPaint} renderOrder={2} />
    </>
  );
}
