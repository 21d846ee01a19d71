/** Where the fault really is: a glow that pulses, and a dotted ring that nothing hides. */
import { useFrame } from '@react-three/fiber';
import { useEffect, useMemo, useRef } from 'react';
import {
  BufferGeometry,
  Float32BufferAttribute,
  type Mesh,
  MeshBasicMaterial,
  type PointLight,
  Points,
  PointsMaterial,
} from 'three';
import { reducedMotion } from '../live/quality.js';
import { useTwin } from '../live/twin-store.js';
import { anchorOf, type TrainFit } from '../scene/machine/fit.js';

/** No other thing in the view has this colour. */
const GLOW = '#e0218a';
const DOTS = 30;

interface TruthGlowProps {
  readonly asset: string;
  readonly fit: TrainFit;
}

export function TruthGlow({ asset, fit }: TruthGlowProps) {
  const truth = useTwin((state) => state.truth);
  const faults = (truth?.faults ?? []).filter(
    (fault) => fault.asset === asset && fault.repairTs === null && fault.severity > 0,
  );
  return faults.map((fault) => (
    <Glow key={fault.id} component={fault.component} severity={fault.severity} fit={fit} />
  ));
}

interface GlowProps {
  readonly component: string;
  readonly severity: number;
  readonly fit: TrainFit;
}

function Glow({ component, severity, fit }: GlowProps) {
  const spot = useRef<Mesh>(null);
  const light = useRef<PointLight>(null);
  const { at, radius } = anchorOf(component, fit);
  const bearing = fit.bearings.find((entry) => entry.entry.component === component);
  // The lower edge of the section, where the load is and the viewer sees into the groove.
  const angle = (-52 * Math.PI) / 180;
  const r = bearing ? bearing.pitch + bearing.ball * 0.9 : radius * 0.5;
  const place = [at[0], at[1] + r * Math.sin(angle), at[2] + r * Math.cos(angle)] as const;
  const size = (bearing ? bearing.ball * 0.5 : 0.12) * (0.6 + 0.6 * severity);
  const paint = useMemo(() => new MeshBasicMaterial({ color: GLOW, toneMapped: false }), []);
  const ring = useMemo(() => dottedRing(radius * 1.18), [radius]);
  useEffect(
    () => () => {
      ring.geometry.dispose();
      (ring.material as PointsMaterial).dispose();
    },
    [ring],
  );
  useEffect(() => () => paint.dispose(), [paint]);
  useFrame(({ clock }) => {
    const pulse = reducedMotion() ? 1 : 0.65 + 0.35 * Math.sin(clock.elapsedTime * 7);
    spot.current?.scale.set(1.5, 1, 0.6).multiplyScalar(0.85 + 0.3 * pulse);
    if (light.current) light.current.intensity = (0.05 + 0.15 * severity) * pulse;
  });
  return (
    <>
      <mesh ref={spot} position={[...place]} rotation-x={-angle} material={paint}>
        <sphereGeometry args={[size, 20, 14]} />
      </mesh>
      <pointLight
        ref={light}
        position={[place[0], place[1], place[2] + 0.12]}
        color={GLOW}
        distance={1.6}
      />
      <primitive object={ring} position={[...at]} />
    </>
  );
}

function dottedRing(radius: number): Points {
  const position: number[] = [];
  for (let i = 0; i < DOTS; i++) {
    const phi = (2 * Math.PI * i) / DOTS;
    position.push(0, radius * Math.sin(phi), radius * Math.cos(phi));
  }
  const geometry = new BufferGeometry();
  geometry.setAttribute('position', new Float32BufferAttribute(position, 3));
  const material = new PointsMaterial({
    color: GLOW,
    size: 3.2,
    sizeAttenuation: false,
    depthTest: false,
    transparent: true,
    toneMapped: false,
  });
  const points = new Points(geometry, material);
  points.renderOrder = 6;
  return points;
}
