/** The coupling's guard: expanded metal that one sees through. */
import { useEffect, useMemo } from 'react';
import { CanvasTexture, DoubleSide, MeshStandardMaterial, RepeatWrapping } from 'three';
import { quality } from '../../live/quality.js';
import { Assembly } from './assembly.js';
import { GUARD, guardFrame } from './base-parts.js';
import type { Palette } from './palette.js';

/** Diamonds of expanded metal, white where there is metal. */
function meshTexture(): CanvasTexture {
  const canvas = document.createElement('canvas');
  canvas.width = 64;
  canvas.height = 32;
  const pen = canvas.getContext('2d');
  if (pen) {
    pen.fillStyle = '#000';
    pen.fillRect(0, 0, 64, 32);
    pen.strokeStyle = '#fff';
    pen.lineWidth = 5;
    for (const [x, y] of [
      [32, 16],
      [0, 0],
      [64, 0],
      [0, 32],
      [64, 32],
    ]) {
      pen.beginPath();
      pen.moveTo(x - 32, y);
      pen.lineTo(x, y - 16);
      pen.lineTo(x + 32, y);
      pen.lineTo(x, y + 16);
      pen.closePath();
      pen.stroke();
    }
  }
  const texture = new CanvasTexture(canvas);
  texture.wrapS = RepeatWrapping;
  texture.wrapT = RepeatWrapping;
  texture.repeat.set(30, 12);
  texture.anisotropy = 8;
  return texture;
}

export function Guard({ palette }: { readonly palette: Palette }) {
  const material = useMemo(
    () =>
      new MeshStandardMaterial({
        color: '#e3b52c',
        roughness: 0.5,
        alphaMap: meshTexture(),
        transparent: true,
        depthWrite: false,
        side: DoubleSide,
        opacity: 0.85,
      }),
    [],
  );
  useEffect(
    () => () => {
      material.alphaMap?.dispose();
      material.dispose();
    },
    [material],
  );
  const { x, radius, length } = GUARD;
  return (
    <>
      <mesh position-x={x} rotation-z={Math.PI / 2} material={material}>
        <cylinderGeometry args={[radius, radius, length, 48, 1, true]} />
      </mesh>
      <Assembly palette={palette} make={() => guardFrame(quality.segments)} of="guard" />
    </>
  );
}
