/** The materials of the machine view; one place for every colour of it. */
import {
  DoubleSide,
  type Material,
  MeshPhysicalMaterial,
  MeshStandardMaterial,
  type MeshStandardMaterialParameters,
} from 'three';
import { type HeatUniforms, heated } from '../heat.js';

export type Paint =
  | 'frame'
  | 'cast'
  | 'dark'
  | 'steel'
  | 'race'
  | 'ball'
  | 'cage'
  | 'copper'
  | 'lamination'
  | 'rotorCore'
  | 'laminationCut'
  | 'aluminium'
  | 'cut'
  | 'raceCut'
  | 'pump'
  | 'bronze'
  | 'base'
  | 'grout'
  | 'rubber'
  | 'yellow'
  | 'pipe';

export type Palette = Readonly<Record<Paint, Material>>;

const standard = (options: MeshStandardMaterialParameters) => new MeshStandardMaterial(options);
const painted = (color: string, roughness: number) =>
  new MeshPhysicalMaterial({
    color,
    metalness: 0.2,
    roughness,
    clearcoat: 0.35,
    clearcoatRoughness: 0.4,
  });

/** Fresh materials that share one set of heat sources. */
export function createPalette(heat: HeatUniforms): Palette {
  const hot = <M extends Material>(material: M, strength?: number): M =>
    heated(material, heat, strength);
  return {
    frame: hot(painted('#62717d', 0.46)),
    cast: hot(painted('#586773', 0.5)),
    dark: standard({ color: '#2b3137', metalness: 0.4, roughness: 0.55 }),
    steel: hot(standard({ color: '#cbd0d4', metalness: 1, roughness: 0.24 }), 0.6),
    race: hot(standard({ color: '#dfe3e6', metalness: 1, roughness: 0.16 }), 0.4),
    ball: standard({ color: '#f2f4f6', metalness: 1, roughness: 0.06 }),
    cage: standard({ color: '#c29a4b', metalness: 0.9, roughness: 0.35, side: DoubleSide }),
    copper: hot(standard({ color: '#b8632d', metalness: 0.7, roughness: 0.4 }), 0.5),
    lamination: hot(standard({ color: '#525b64', metalness: 0.7, roughness: 0.48 })),
    laminationCut: laminated(),
    // The rotor has no sensor: it shows no heat.
    rotorCore: standard({ color: '#4d565f', metalness: 0.7, roughness: 0.46 }),
    aluminium: standard({ color: '#a9b1b8', metalness: 0.85, roughness: 0.4 }),
    cut: standard({ color: '#a63d33', metalness: 0, roughness: 0.85 }),
    raceCut: standard({ color: '#c9584a', metalness: 0, roughness: 0.6 }),
    pump: hot(painted('#3f6480', 0.44)),
    bronze: standard({ color: '#c9a562', metalness: 0.9, roughness: 0.32, side: DoubleSide }),
    base: standard({ color: '#40474e', metalness: 0.3, roughness: 0.62 }),
    grout: standard({ color: '#8f9498', metalness: 0, roughness: 0.95 }),
    rubber: standard({ color: '#cf7330', metalness: 0, roughness: 0.65 }),
    yellow: standard({ color: '#e3b52c', metalness: 0.1, roughness: 0.45 }),
    pipe: painted('#7d8a94', 0.42),
  };
}

/** Section of a sheet stack: stripes across the shaft. */
function laminated(): MeshStandardMaterial {
  const material = standard({ color: '#858d95', metalness: 0.4, roughness: 0.55 });
  material.onBeforeCompile = (shader) => {
    shader.vertexShader = `varying float vAlong;\n${shader.vertexShader.replace(
      '#include <begin_vertex>',
      '#include <begin_vertex>\nvAlong = position.x;',
    )}`;
    shader.fragmentShader = `varying float vAlong;\n${shader.fragmentShader.replace(
      '#include <color_fragment>',
      `#include <color_fragment>
      float sheet = abs(fract(vAlong * 26.0) - 0.5);
      diffuseColor.rgb *= 0.7 + 0.3 * smoothstep(0.3, 0.5, sheet);`,
    )}`;
  };
  material.customProgramCacheKey = () => 'laminated';
  return material;
}
