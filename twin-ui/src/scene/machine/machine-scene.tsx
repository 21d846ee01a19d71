/** One train, cut open, driven by its live values. */
import type { AssetEntry } from '@plant47/contract';
import { useFrame } from '@react-three/fiber';
import { type ReactNode, useEffect, useMemo, useRef } from 'react';
import type { Group } from 'three';
import type { Layer } from '../../app/address.js';
import { frames } from '../../live/frame-store.js';
import { quality } from '../../live/quality.js';
import { heatShare, heatUniforms } from '../heat.js';
import { Assembly } from './assembly.js';
import { baseParts, couplingRotor } from './base-parts.js';
import { Bearing } from './bearing.js';
import { anchorOf, fitTrain, SHAFT_Y, type TrainFit } from './fit.js';
import { Guard } from './guard.js';
import { motorFrame, motorRotor } from './motor-parts.js';
import { Nameplates } from './nameplate.js';
import { createPalette } from './palette.js';
import { Pipes } from './pipes.js';
import { pumpCasing, pumpRotor } from './pump-parts.js';
import { shownStep } from './shown-turn.js';

/** Vibration is drawn this much larger than it is. */
export const VIBRATION_SCALE = 500;

/** Sources of the heat layer: point, component, reach in units of the view. */
const HEAT_POINTS: readonly [point: string, component: string, reach: number][] = [
  ['motor.winding-temperature', 'motor', 1.45],
  ['bearing-de.temperature', 'bearing-de', 0.85],
  ['bearing-nde.temperature', 'bearing-nde', 0.8],
  ['pump-bearing-de.temperature', 'pump-bearing-de', 0.55],
  ['pump-bearing-nde.temperature', 'pump-bearing-nde', 0.55],
];

interface MachineSceneProps {
  readonly asset: AssetEntry;
  readonly layers: ReadonlySet<Layer>;
  /** False where the coupling's guard would stand before the view. */
  readonly guard: boolean;
  readonly children?: ReactNode;
}

export function MachineScene({ asset, layers, guard, children }: MachineSceneProps) {
  const id = asset.asset;
  const fit = useMemo(() => fitTrain(asset), [asset]);
  const heat = useMemo(heatUniforms, []);
  const palette = useMemo(() => createPalette(heat), [heat]);
  const shaft = useRef(0);
  const rotor = useRef<Group>(null);
  const motor = useRef<Group>(null);
  const pump = useRef<Group>(null);
  const cut = layers.has('section');
  const showHeat = layers.has('heat');
  const shaking = layers.has('vibration');
  useEffect(
    () => () => {
      for (const material of Object.values(palette)) material.dispose();
    },
    [palette],
  );
  useEffect(() => {
    const update = () => {
      HEAT_POINTS.forEach(([point, component, reach], i) => {
        heat.uHeat.value[i].set(...anchorOf(component, fit).at, reach);
        heat.uAmp.value[i] = showHeat ? heatShare(frames.value(`${id}.${point}`)) : 0;
      });
    };
    update();
    return frames.subscribe(update);
  }, [heat, fit, id, showHeat]);
  useFrame((_, dt) => {
    shaft.current += shownStep(id, dt);
    if (rotor.current) rotor.current.rotation.x = shaft.current;
    shake(motor.current, shaking ? frames.value(`${id}.bearing-de.velocity`) : 0, id, shaft);
    shake(pump.current, shaking ? frames.value(`${id}.pump-bearing-de.velocity`) : 0, id, shaft);
  });
  const key = `${fit.bearings.map((entry) => entry.entry.designation)}${cut}`;
  const s = quality.segments;
  return (
    <>
      <Assembly palette={palette} make={() => baseParts(s)} of="base" />
      <group position-y={SHAFT_Y}>
        <group ref={motor}>
          <Assembly palette={palette} make={() => motorFrame(fit, s, cut)} of={key} />
          <MotorBearings {...{ fit, palette, cut, shaft }} />
        </group>
        <group ref={pump}>
          <Assembly palette={palette} make={() => pumpCasing(fit, s, cut)} of={key} />
          <Bearing fit={fit.pumpDe} palette={palette} cut={cut} shaft={shaft} />
          <Bearing fit={fit.pumpNde} palette={palette} cut={cut} shaft={shaft} />
        </group>
        <group ref={rotor}>
          <Assembly palette={palette} make={() => motorRotor(fit, s)} of={key} />
          <Assembly palette={palette} make={() => couplingRotor(s)} of="coupling" />
          <Assembly palette={palette} make={() => pumpRotor(fit, s)} of={key} />
        </group>
        {guard && <Guard palette={palette} />}
        <Pipes asset={id} palette={palette} cut={cut && layers.has('flow')} />
      </group>
      <Nameplates asset={asset} />
      {children}
    </>
  );
}

type Shaft = { readonly current: number };

function MotorBearings(props: {
  readonly fit: TrainFit;
  readonly palette: ReturnType<typeof createPalette>;
  readonly cut: boolean;
  readonly shaft: Shaft;
}) {
  const { fit, ...rest } = props;
  return (
    <>
      <Bearing fit={fit.de} {...rest} />
      <Bearing fit={fit.nde} {...rest} />
    </>
  );
}

/** Displaces a machine by its measured vibration, read as motion at once a turn. */
function shake(group: Group | null, velocity_mm_s: number, asset: string, shaft: Shaft): void {
  if (!group) return;
  const hz = frames.turns.speed_hz(asset);
  const known = hz > 1 && Number.isFinite(velocity_mm_s);
  const peak_mm = known ? (velocity_mm_s * Math.SQRT2) / (2 * Math.PI * hz) : 0;
  const size = (peak_mm * VIBRATION_SCALE) / 100;
  group.position.y = size * Math.sin(shaft.current);
  group.position.z = 0.6 * size * Math.cos(shaft.current);
}
