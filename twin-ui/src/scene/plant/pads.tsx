/** Rings on the floor that point at trains. */
import type { AlarmView } from '@plant47/contract';
import { useThree } from '@react-three/fiber';
import { useEffect, useMemo } from 'react';
import { Color, InstancedMesh, Matrix4, MeshBasicMaterial, RingGeometry } from 'three';
import { priorityOf } from '../../live/belief.js';
import type { PlantLayout } from './layout.js';

const ringPlace = (sideBySide: boolean, x: number, z: number, scale: number): Matrix4 => {
  const shift = 0.4 * scale;
  const place = new Matrix4().makeScale(scale, 1, scale);
  return sideBySide ? place.setPosition(x, 0.04, z - shift) : place.setPosition(x + shift, 0.04, z);
};

interface PadsProps {
  readonly layout: PlantLayout;
  readonly worst: ReadonlyMap<string, AlarmView>;
  readonly hovered: string | undefined;
}

/** Rings on the floor around trains in alarm, and around the one under the pointer. */
export function Pads({ layout, worst, hovered }: PadsProps) {
  const { invalidate } = useThree();
  const mesh = useMemo(() => {
    const ring = new RingGeometry(5.3, 5.75, 56);
    ring.rotateX(-Math.PI / 2);
    if (layout.sideBySide) ring.scale(0.5, 1, 1);
    else ring.scale(1, 1, 0.5);
    const paint = new MeshBasicMaterial({
      transparent: true,
      depthWrite: false,
      opacity: 0.9,
      toneMapped: false,
    });
    const made = new InstancedMesh(ring, paint, layout.trains.length);
    made.frustumCulled = false;
    made.renderOrder = 3;
    return made;
  }, [layout]);
  useEffect(() => {
    const color = new Color();
    let n = 0;
    for (const { asset, x, z, scale } of layout.trains) {
      const alarm = worst.get(asset.asset);
      if (!alarm && asset.asset !== hovered) continue;
      color.set(alarm ? priorityOf(alarm.priority).colour : '#2563eb');
      mesh.setMatrixAt(n, ringPlace(layout.sideBySide, x, z, scale));
      mesh.setColorAt(n++, color);
    }
    mesh.count = n;
    mesh.instanceMatrix.needsUpdate = true;
    if (mesh.instanceColor) mesh.instanceColor.needsUpdate = true;
    invalidate();
  }, [mesh, layout, worst, hovered, invalidate]);
  useEffect(
    () => () => {
      mesh.geometry.dispose();
      mesh.dispose();
    },
    [mesh],
  );
  return <primitive object={mesh} />;
}
