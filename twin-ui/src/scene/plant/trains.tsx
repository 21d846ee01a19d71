/** All trains: one draw call an archetype, coloured by what the engine believes. */
import type { AlarmView } from '@plant47/contract';
import { useThree } from '@react-three/fiber';
import { useEffect, useMemo } from 'react';
import {
  Color,
  InstancedBufferAttribute,
  InstancedMesh,
  type Material,
  MeshStandardMaterial,
} from 'three';
import { priorityOf } from '../../live/belief.js';
import { quality } from '../../live/quality.js';
import type { PlantLayout, TrainPlace } from './layout.js';
import { trainGeometry } from './train-geometry.js';

/** Sizes of motor and pump of the archetypes by rank of power, least first; judgement. */
const SIZES = [
  { motor: 0.84, pump: 0.92 },
  { motor: 0.94, pump: 1 },
  { motor: 1.04, pump: 1.06 },
] as const;

/** Paint whose share of the instance's colour is in the vertex attribute `tint`. */
function trainMaterial(): Material {
  const material = new MeshStandardMaterial({
    vertexColors: true,
    roughness: 0.5,
    metalness: 0.25,
  });
  material.onBeforeCompile = (shader) => {
    shader.vertexShader = `attribute float tint;
      attribute vec4 state;
      varying vec4 vState;
      varying float vTint;
      ${shader.vertexShader.replace(
        '#include <begin_vertex>',
        '#include <begin_vertex>\nvState = state; vTint = tint;',
      )}`;
    shader.fragmentShader = `varying vec4 vState;\nvarying float vTint;\n${shader.fragmentShader.replace(
      '#include <color_fragment>',
      `#include <color_fragment>
      // Colour speaks of the abnormal alone; machines that are well, or stand, stay grey.
      float paintLight = dot(diffuseColor.rgb, vec3(0.3, 0.59, 0.11));
      vec3 grey = mix(diffuseColor.rgb, vec3(paintLight), 0.55);
      float paint = vTint * abs(vState.w);
      diffuseColor.rgb = mix(grey, vState.rgb * (0.45 + paintLight * 1.3), paint);
      if (vState.w < 0.0) diffuseColor.rgb = mix(diffuseColor.rgb, vec3(0.62, 0.65, 0.68), 0.55);`,
    )}`;
  };
  return material;
}

interface Batch {
  readonly mesh: InstancedMesh;
  readonly state: InstancedBufferAttribute;
  readonly trains: readonly TrainPlace[];
}

function batchesOf(layout: PlantLayout, material: Material): Batch[] {
  const power = (type: string) =>
    layout.trains.find((train) => train.archetype === type)?.asset.nameplate.power_kW ?? 0;
  const types = [...new Set(layout.trains.map((train) => train.archetype))].sort(
    (a, b) => power(a) - power(b),
  );
  return types.map((type, rank) => {
    const trains = layout.trains.filter((train) => train.archetype === type);
    const size = SIZES[Math.min(rank, SIZES.length - 1)];
    const detail = quality.tier === 'ci' ? 'low' : 'mid';
    const geometry = trainGeometry({ ...size, detail });
    const state = new InstancedBufferAttribute(new Float32Array(4 * trains.length), 4);
    geometry.setAttribute('state', state);
    const mesh = new InstancedMesh(geometry, material, trains.length);
    trains.forEach((train, i) => {
      mesh.setMatrixAt(i, train.matrix);
    });
    mesh.castShadow = true;
    mesh.receiveShadow = true;
    mesh.frustumCulled = false;
    return { mesh, state, trains };
  });
}

interface TrainsProps {
  readonly layout: PlantLayout;
  readonly worst: ReadonlyMap<string, AlarmView>;
  /** Assets whose shaft stands. */
  readonly stopped: ReadonlySet<string>;
  readonly hovered: string | undefined;
}

export function Trains({ layout, worst, stopped, hovered }: TrainsProps) {
  const { invalidate } = useThree();
  const material = useMemo(trainMaterial, []);
  const batches = useMemo(() => batchesOf(layout, material), [layout, material]);
  useEffect(() => {
    const color = new Color();
    for (const { state, trains } of batches) {
      trains.forEach(({ asset: { asset } }, i) => {
        const alarm = worst.get(asset);
        if (alarm) color.set(priorityOf(alarm.priority).colour);
        else color.set('#c3ccd4');
        const share = alarm ? 0.95 : asset === hovered ? 0.6 : stopped.has(asset) ? -0.001 : 0;
        state.setXYZW(i, color.r, color.g, color.b, share);
      });
      state.needsUpdate = true;
    }
    invalidate();
  }, [batches, worst, stopped, hovered, invalidate]);
  useEffect(
    () => () => {
      for (const { mesh } of batches) {
        mesh.geometry.dispose();
        mesh.dispose();
      }
    },
    [batches],
  );
  useEffect(() => () => material.dispose(), [material]);
  return batches.map(({ mesh }) => <primitive key={mesh.uuid} object={mesh} />);
}
