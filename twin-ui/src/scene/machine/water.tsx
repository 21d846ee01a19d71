/** Water in a pipe: chevrons that move with the measured flow, and stand when it stands. */
import { useFrame } from '@react-three/fiber';
import { useEffect, useMemo } from 'react';
import { type BufferGeometry, ShaderMaterial, UniformsLib, UniformsUtils } from 'three';
import { frames } from '../../live/frame-store.js';
import { useTwin } from '../../live/twin-store.js';

const VERTEX = `
varying vec2 vUv;
varying vec3 vNormalView;
varying vec3 vEye;
#include <fog_pars_vertex>
void main() {
  vUv = uv;
  vec4 mvPosition = modelViewMatrix * vec4(position, 1.0);
  vNormalView = normalMatrix * normal;
  vEye = -mvPosition.xyz;
  gl_Position = projectionMatrix * mvPosition;
  #include <fog_vertex>
}`;

const FRAGMENT = `
uniform float uMoved;
varying vec2 vUv;
varying vec3 vNormalView;
varying vec3 vEye;
#include <fog_pars_fragment>
void main() {
  float facing = abs(dot(normalize(vNormalView), normalize(vEye)));
  float wing = abs(fract(vUv.y * 2.0 + 0.5) - 0.5) * 1.1;
  float at = fract(vUv.x * 0.95 - uMoved + wing);
  float band = smoothstep(0.0, 0.05, at) * (1.0 - smoothstep(0.3, 0.42, at));
  vec3 deep = vec3(0.05, 0.115, 0.165);
  vec3 light = vec3(0.30, 0.45, 0.54);
  vec3 color = mix(deep, light, band * 0.75) + 0.16 * pow(facing, 12.0);
  color *= 0.55 + 0.45 * facing;
  gl_FragColor = vec4(color, 1.0);
  #include <tonemapping_fragment>
  #include <colorspace_fragment>
  #include <fog_fragment>
}`;

/** Speed of the chevrons at rated flow, lengths of the view a second. */
const RATED_SPEED = 0.55;

interface WaterProps {
  readonly geometry: BufferGeometry;
  readonly asset: string;
}

export function Water({ geometry, asset }: WaterProps) {
  const rated = useTwin((state) => state.assets.get(asset)?.nameplate.flow_m3h ?? 1);
  const material = useMemo(
    () =>
      new ShaderMaterial({
        vertexShader: VERTEX,
        fragmentShader: FRAGMENT,
        uniforms: { ...UniformsUtils.clone(UniformsLib.fog), uMoved: { value: 0 } },
        fog: true,
      }),
    [],
  );
  useEffect(() => () => material.dispose(), [material]);
  useFrame((_, dt) => {
    if (useTwin.getState().clock?.state !== 'run') return;
    const share = frames.value(`${asset}.pump.flow`) / rated;
    if (Number.isNaN(share)) return;
    material.uniforms['uMoved'].value += share * RATED_SPEED * Math.min(dt, 0.1);
  });
  return <mesh geometry={geometry} material={material} />;
}
