/** A bearing in the view: still outer ring, turning inner ring, cage and balls at their own speed. */
import { useFrame } from '@react-three/fiber';
import { useEffect, useMemo, useRef } from 'react';
import { type Group, InstancedMesh, Matrix4, SphereGeometry } from 'three';
import { bearingOrders } from '../../live/bearing-kinematics.js';
import { quality } from '../../live/quality.js';
import { Assembly } from './assembly.js';
import { ballAngles, cageParts, innerRing, outerRing } from './bearing-parts.js';
import type { BearingFit } from './fit.js';
import type { Palette } from './palette.js';

interface BearingProps {
  readonly fit: BearingFit;
  readonly palette: Palette;
  readonly cut: boolean;
  /** Shown angle of the shaft, rad. */
  readonly shaft: { readonly current: number };
}

export function Bearing({ fit, palette, cut, shaft }: BearingProps) {
  const inner = useRef<Group>(null);
  const cage = useRef<Group>(null);
  const ratio = bearingOrders(fit.entry).ftf;
  useFrame(() => {
    if (inner.current) inner.current.rotation.x = shaft.current;
    if (cage.current) cage.current.rotation.x = shaft.current * ratio;
  });
  const balls = useMemo(() => {
    const fine = quality.tier === 'ci' ? 12 : 32;
    const geometry = new SphereGeometry(fit.ball, fine, Math.round(fine * 0.75));
    const mesh = new InstancedMesh(geometry, palette.ball, fit.entry.Z);
    ballAngles(fit).forEach((angle, i) => {
      const [y, z] = [fit.pitch * Math.sin(angle), fit.pitch * Math.cos(angle)];
      mesh.setMatrixAt(i, new Matrix4().makeTranslation(fit.x, y, z));
    });
    mesh.castShadow = true;
    return mesh;
  }, [fit, palette]);
  useEffect(
    () => () => {
      balls.geometry.dispose();
      balls.dispose();
    },
    [balls],
  );
  const segments = quality.segments;
  return (
    <>
      <Assembly
        palette={palette}
        make={() => outerRing(fit, segments, cut)}
        of={`${fit.entry.designation}${cut}`}
      />
      <group ref={inner}>
        <Assembly
          palette={palette}
          make={() => innerRing(fit, segments)}
          of={fit.entry.designation}
        />
      </group>
      <group ref={cage}>
        <primitive object={balls} />
        <Assembly
          palette={palette}
          make={() => cageParts(fit, segments)}
          of={fit.entry.designation}
        />
      </group>
    </>
  );
}
