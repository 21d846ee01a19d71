/** Light of a photographer's studio, made of planes; no picture files. */
import { useThree } from '@react-three/fiber';
import { useEffect } from 'react';
import {
  BackSide,
  BoxGeometry,
  Mesh,
  MeshBasicMaterial,
  PlaneGeometry,
  PMREMGenerator,
  Scene,
  type WebGLRenderer,
} from 'three';
import { quality } from '../live/quality.js';

export const BACKGROUND = '#c9ced2';

interface Softbox {
  readonly at: readonly [number, number, number];
  readonly size: readonly [number, number];
  readonly power: number;
  readonly color: string;
}
/** Two strips above, a panel on each side, a weak fill in front; judgement, as in a car studio. */
const SOFTBOXES: readonly Softbox[] = [
  { at: [0, 6, 2], size: [10, 1.4], power: 6, color: '#ffffff' },
  { at: [0, 6, -3], size: [10, 1.2], power: 3.4, color: '#ffffff' },
  { at: [-7, 2.2, 1], size: [5, 3], power: 2.4, color: '#fff4e6' },
  { at: [7, 2.2, 3], size: [5, 3], power: 1.6, color: '#d8e8ff' },
  { at: [0, 1.5, 8], size: [10, 1.2], power: 1.3, color: '#ffffff' },
];

function room(): Scene {
  const scene = new Scene();
  const wall = new MeshBasicMaterial({ color: '#767f87', side: BackSide });
  scene.add(new Mesh(new BoxGeometry(20, 14, 20), wall));
  const floor = new Mesh(new PlaneGeometry(20, 20), new MeshBasicMaterial({ color: '#7d8388' }));
  floor.rotation.x = -Math.PI / 2;
  floor.position.y = -3;
  scene.add(floor);
  for (const { at, size, power, color } of SOFTBOXES) {
    const material = new MeshBasicMaterial({ color });
    material.color.multiplyScalar(power);
    const plane = new Mesh(new PlaneGeometry(...size), material);
    plane.position.set(...at);
    plane.lookAt(0, 0, 0);
    scene.add(plane);
  }
  return scene;
}

function environmentMap(gl: WebGLRenderer) {
  const generator = new PMREMGenerator(gl);
  const scene = room();
  const target = generator.fromScene(scene, 0.02, 0.1, 50);
  generator.dispose();
  scene.traverse((object) => {
    if (!(object instanceof Mesh)) return;
    object.geometry.dispose();
    object.material.dispose();
  });
  return target;
}

interface StudioProps {
  /** Half the width that shadows are drawn for. */
  readonly reach: number;
  readonly sun: readonly [number, number, number];
  readonly fog: readonly [near: number, far: number];
  readonly target?: readonly [number, number, number];
}

/** Environment light, one sun with a shadow, and fog that hides the floor's end. */
export function Studio({ reach, sun, fog, target = [0, 0, 0] }: StudioProps) {
  const { gl, scene, invalidate } = useThree();
  useEffect(() => {
    const map = environmentMap(gl);
    scene.environment = map.texture;
    scene.environmentIntensity = 0.95;
    invalidate();
    return () => {
      scene.environment = null;
      map.dispose();
    };
  }, [gl, scene, invalidate]);
  return (
    <>
      <color attach="background" args={[BACKGROUND]} />
      <fog attach="fog" args={[BACKGROUND, fog[0], fog[1]]} />
      <directionalLight
        position={[target[0] + sun[0], target[1] + sun[1], target[2] + sun[2]]}
        intensity={2.1}
        castShadow={quality.shadows}
        shadow-mapSize={[2048, 2048]}
        shadow-bias={-0.0004}
        shadow-normalBias={0.02 * (reach / 8)}
        shadow-radius={3}
        target-position={target as [number, number, number]}
      >
        <orthographicCamera
          attach="shadow-camera"
          args={[-reach, reach, reach, -reach, 0.1, reach * 6]}
        />
      </directionalLight>
    </>
  );
}
