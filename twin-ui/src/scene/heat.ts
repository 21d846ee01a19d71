/** The heat layer: temperatures at places, spread over the surfaces near them. */
import { type IUniform, type Material, Vector4 } from 'three';

/** The scale is fixed, so that a colour always means the same temperature, °C. */
export const HEAT_SCALE = { low_C: 30, high_C: 110 } as const;
export const HEAT_SOURCES = 6;

/** Place and reach of each source, and its share of the scale (0 = low, 1 = high). */
export interface HeatUniforms {
  readonly uHeat: IUniform<Vector4[]>;
  readonly uAmp: IUniform<number[]>;
}

export function heatUniforms(): HeatUniforms {
  return {
    uHeat: { value: Array.from({ length: HEAT_SOURCES }, () => new Vector4(0, -99, 0, 1)) },
    uAmp: { value: new Array<number>(HEAT_SOURCES).fill(0) },
  };
}

/** Share of the fixed scale that a temperature is; below it 0, above it 1, unknown 0. */
export function heatShare(celsius: number): number {
  const share = (celsius - HEAT_SCALE.low_C) / (HEAT_SCALE.high_C - HEAT_SCALE.low_C);
  return Number.isFinite(share) ? Math.min(1, Math.max(0, share)) : 0;
}

/** Stops of the ramp, from cold to hot; the legend is drawn from the same. */
export const HEAT_RAMP = ['#8a949c', '#6b4358', '#a63a2e', '#e8831c', '#ffe39a'] as const;

const rgb = (hex: string): string => {
  const n = Number.parseInt(hex.slice(1), 16);
  // sRGB to linear by the usual square: these colours are mixed with linear albedo.
  const part = (shift: number) => (((n >> shift) & 255) / 255) ** 2.2;
  return `vec3(${[16, 8, 0].map((shift) => part(shift).toFixed(4)).join(',')})`;
};

const FRAGMENT = `
varying vec3 vHeatAt;
uniform vec4 uHeat[${HEAT_SOURCES}];
uniform float uAmp[${HEAT_SOURCES}];
vec3 heatRamp(float t) {
  vec3 c = mix(${rgb(HEAT_RAMP[0])}, ${rgb(HEAT_RAMP[1])}, smoothstep(0.0, 0.25, t));
  c = mix(c, ${rgb(HEAT_RAMP[2])}, smoothstep(0.25, 0.5, t));
  c = mix(c, ${rgb(HEAT_RAMP[3])}, smoothstep(0.5, 0.75, t));
  return mix(c, ${rgb(HEAT_RAMP[4])}, smoothstep(0.75, 1.0, t));
}
float heatHere() {
  float hot = 0.0;
  for (int i = 0; i < ${HEAT_SOURCES}; i++) {
    float d = length((vHeatAt - uHeat[i].xyz) * vec3(1.0, 0.85, 0.85)) / uHeat[i].w;
    hot = max(hot, uAmp[i] * exp(-d * d));
  }
  return hot;
}
`;

/** Lets a lit material take the colour of the heat near it, by a share `strength` at most. */
export function heated<M extends Material>(
  material: M,
  uniforms: HeatUniforms,
  strength = 0.85,
): M {
  material.onBeforeCompile = (shader) => {
    Object.assign(shader.uniforms, uniforms);
    shader.vertexShader = `varying vec3 vHeatAt;\n${shader.vertexShader.replace(
      '#include <project_vertex>',
      '#include <project_vertex>\nvHeatAt = (modelMatrix * vec4(transformed, 1.0)).xyz;',
    )}`;
    shader.fragmentShader =
      FRAGMENT +
      shader.fragmentShader.replace(
        '#include <metalnessmap_fragment>',
        `#include <metalnessmap_fragment>
        float heat = heatHere();
        float heatShown = smoothstep(0.06, 0.42, heat) * ${strength.toFixed(2)};
        diffuseColor.rgb = mix(diffuseColor.rgb, heatRamp(heat), heatShown);
        // A mirror shows the room, not its own heat: hot metal is made matt.
        metalnessFactor *= 1.0 - heatShown * 0.8;
        roughnessFactor = mix(roughnessFactor, 0.6, heatShown * 0.7);
        totalEmissiveRadiance += heatRamp(heat) * heatShown * heat * 0.12;`,
      );
  };
  material.customProgramCacheKey = () => `heated ${strength}`;
  return material;
}
