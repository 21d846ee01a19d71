/** Suction and discharge with the water in them. */
import { useEffect, useMemo } from 'react';
import { quality } from '../../live/quality.js';
import type { Palette } from './palette.js';
import { pipePaths, pipeWall, waterBody } from './pipe-parts.js';
import { Water } from './water.js';

/** Distances at which the hall's fog begins and hides all, units of the view. */
export const FOG: readonly [number, number] = [15, 32];

interface PipesProps {
  readonly asset: string;
  readonly palette: Palette;
  readonly cut: boolean;
}

export function Pipes({ asset, palette, cut }: PipesProps) {
  const pipes = useMemo(() => {
    const { suction, discharge } = pipePaths();
    return [suction, discharge].map((path) => ({
      ...pipeWall(path, quality.segments, cut),
      water: cut ? waterBody(path, quality.segments) : undefined,
      key: path === suction ? 'suction' : 'discharge',
    }));
  }, [cut]);
  useEffect(
    () => () => {
      for (const { wall, edge, water } of pipes) {
        wall.dispose();
        edge?.dispose();
        water?.dispose();
      }
    },
    [pipes],
  );
  return pipes.map(({ key, wall, edge, water }) => (
    <group key={key}>
      <mesh geometry={wall} material={palette.pipe} castShadow receiveShadow />
      {edge && <mesh geometry={edge} material={palette.cut} />}
      {water && <Water geometry={water} asset={asset} />}
    </group>
  ));
}
