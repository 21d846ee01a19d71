/** What is written on the machine: nameplate and the number on its base. */
import type { AssetEntry } from '@plant47/contract';
import { useEffect, useMemo } from 'react';
import { CanvasTexture, MeshStandardMaterial, SRGBColorSpace } from 'three';

type Draw = (pen: CanvasRenderingContext2D, width: number, height: number) => void;

function written(width: number, height: number, draw: Draw): CanvasTexture {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const pen = canvas.getContext('2d');
  if (pen) draw(pen, width, height);
  const texture = new CanvasTexture(canvas);
  texture.colorSpace = SRGBColorSpace;
  texture.anisotropy = 8;
  return texture;
}

const plate =
  (asset: AssetEntry): Draw =>
  (pen, width, height) => {
    const n = asset.nameplate;
    pen.fillStyle = '#c4c9cd';
    pen.fillRect(0, 0, width, height);
    pen.strokeStyle = '#3a4249';
    pen.lineWidth = 4;
    pen.strokeRect(8, 8, width - 16, height - 16);
    pen.fillStyle = '#20272d';
    pen.font = '600 40px sans-serif';
    pen.fillText(asset.asset.toUpperCase(), 26, 60);
    pen.font = '30px sans-serif';
    const lines = [
      `3~ MOTOR  ${n.power_kW} kW  ${n.poles} POLES`,
      `${n.voltage_V} V   ${n.current_A.toFixed(1)} A   ${n.speed_rpm} min⁻¹`,
      `DE ${bearing(asset, 'bearing-de')}   NDE ${bearing(asset, 'bearing-nde')}`,
    ];
    lines.forEach((line, i) => {
      pen.fillText(line, 26, 108 + 44 * i);
    });
  };

const bearing = (asset: AssetEntry, component: string): string =>
  asset.bearings.find((entry) => entry.component === component)?.designation ?? '';

const stencil =
  (asset: AssetEntry): Draw =>
  (pen, width, height) => {
    pen.clearRect(0, 0, width, height);
    pen.fillStyle = '#d8dde1';
    pen.font = '700 86px sans-serif';
    pen.textBaseline = 'middle';
    pen.fillText(asset.asset.toUpperCase(), 8, height / 2);
    const offset = pen.measureText(asset.asset.toUpperCase()).width + 48;
    pen.font = '500 54px sans-serif';
    pen.fillStyle = '#aab2b9';
    pen.fillText(
      `${asset.nameplate.pump} · ${asset.nameplate.power_kW} kW`,
      offset,
      height / 2 + 6,
    );
  };

function useDecal(width: number, height: number, draw: Draw, clear: boolean) {
  const material = useMemo(() => {
    const map = written(width, height, draw);
    return new MeshStandardMaterial({
      map,
      transparent: clear,
      roughness: 0.5,
      metalness: clear ? 0 : 0.35,
      polygonOffset: true,
      polygonOffsetFactor: -2,
    });
  }, [width, height, draw, clear]);
  useEffect(
    () => () => {
      material.map?.dispose();
      material.dispose();
    },
    [material],
  );
  return material;
}

export function Nameplates({ asset }: { readonly asset: AssetEntry }) {
  const drawPlate = useMemo(() => plate(asset), [asset]);
  const drawStencil = useMemo(() => stencil(asset), [asset]);
  const onBox = useDecal(600, 230, drawPlate, false);
  const onBase = useDecal(1024, 112, drawStencil, true);
  return (
    <>
      <mesh position={[-1.53, 3.4, 0.487]} material={onBox}>
        <planeGeometry args={[0.56, 0.215]} />
      </mesh>
      <mesh position={[-2.38, 0.25, 1.481]} material={onBase}>
        <planeGeometry args={[2.1, 0.14]} />
      </mesh>
    </>
  );
}
