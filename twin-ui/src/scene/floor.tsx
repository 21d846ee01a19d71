/** The hall's floor: matt, with a grid that fades with distance instead of shimmering. */
import { useEffect, useMemo } from 'react';
import { MeshStandardMaterial } from 'three';

interface FloorProps {
  /** Size of a cell of the grid. */
  readonly cell: number;
  /** Distance from the middle at which the grid is gone. */
  readonly fade: number;
  readonly size: number;
  readonly centre?: readonly [number, number];
}

function floorMaterial(cell: number, fade: number, centre: readonly [number, number]) {
  const material = new MeshStandardMaterial({ color: '#b2b8bd', roughness: 0.92, metalness: 0 });
  material.onBeforeCompile = (shader) => {
    shader.vertexShader = `varying vec2 vFloor;\n${shader.vertexShader.replace(
      '#include <project_vertex>',
      '#include <project_vertex>\nvFloor = (modelMatrix * vec4(transformed, 1.0)).xz;',
    )}`;
    shader.fragmentShader = `varying vec2 vFloor;\n${shader.fragmentShader.replace(
      '#include <color_fragment>',
      `#include <color_fragment>
      vec2 gridAt = vFloor / ${cell.toFixed(3)};
      vec2 gridWidth = fwidth(gridAt);
      vec2 gridLine = abs(fract(gridAt - 0.5) - 0.5) / max(gridWidth, vec2(1e-5));
      float gridNear = 1.0 - smoothstep(0.0, 1.0, max(gridWidth.x, gridWidth.y) * 2.5);
      float gridFar = 1.0 - smoothstep(${(fade * 0.25).toFixed(2)}, ${fade.toFixed(2)},
        distance(vFloor, vec2(${centre[0].toFixed(2)}, ${centre[1].toFixed(2)})));
      float grid = (1.0 - min(min(gridLine.x, gridLine.y), 1.0)) * gridNear * gridFar;
      diffuseColor.rgb *= 1.0 - 0.16 * grid;`,
    )}`;
  };
  return material;
}

export function Floor({ cell, fade, size, centre = [0, 0] }: FloorProps) {
  const [x, z] = centre;
  const material = useMemo(() => floorMaterial(cell, fade, [x, z]), [cell, fade, x, z]);
  useEffect(() => () => material.dispose(), [material]);
  return (
    <mesh rotation-x={-Math.PI / 2} position={[x, 0, z]} material={material} receiveShadow>
      <planeGeometry args={[size, size]} />
    </mesh>
  );
}
