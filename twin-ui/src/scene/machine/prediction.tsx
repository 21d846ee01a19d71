/** Where the engine believes the fault is: a hatched outline, never a glow. */
import { useEffect, useMemo } from 'react';
import { Color, ShaderMaterial } from 'three';
import { quality } from '../../live/quality.js';
import type { Anchor } from './fit.js';

const VERTEX = `
varying vec2 vUv;
void main() {
  vUv = uv;
  gl_Position = projectionMatrix * modelViewMatrix * vec4(position, 1.0);
}`;
const FRAGMENT = `
uniform vec3 uColor;
uniform vec2 uSize;
uniform float uFill;
varying vec2 vUv;
void main() {
  vec2 at = vUv * uSize;
  float stripe = abs(fract((at.x + at.y) * 7.0) - 0.5);
  float rim = step(min(vUv.y, 1.0 - vUv.y) * uSize.y, 0.02);
  float alpha = max(rim * 0.95, smoothstep(0.33, 0.38, stripe) * uFill);
  if (alpha < 0.02) discard;
  gl_FragColor = vec4(uColor, alpha);
  #include <colorspace_fragment>
}`;

interface PredictionProps {
  readonly anchor: Anchor;
  readonly colour: string;
  /** True where the camera is so near that strong hatching would hide the part. */
  readonly faint: boolean;
}

export function Prediction({ anchor, colour, faint }: PredictionProps) {
  const radius = anchor.radius + 0.05;
  const width = 2 * anchor.half + 0.1;
  const material = useMemo(
    () =>
      new ShaderMaterial({
        vertexShader: VERTEX,
        fragmentShader: FRAGMENT,
        transparent: true,
        depthWrite: false,
        // It is drawn over the machine: a belief has no surface that could hide it.
        depthTest: false,
        uniforms: {
          uColor: { value: new Color(colour) },
          uFill: { value: faint ? 0.16 : 0.5 },
          uSize: { value: [2 * Math.PI * radius, width] },
        },
      }),
    [colour, radius, width, faint],
  );
  useEffect(() => () => material.dispose(), [material]);
  return (
    <mesh position={[...anchor.at]} rotation-z={Math.PI / 2} material={material} renderOrder={5}>
      <cylinderGeometry args={[radius, radius, width, quality.segments, 1, true]} />
    </mesh>
  );
}
