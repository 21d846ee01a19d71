/** The hall with all trains: hover shows, a click opens, a test may pick without pixels. */
import type { AlarmView } from '@plant47/contract';
import { CameraControls } from '@react-three/drei';
import { useThree } from '@react-three/fiber';
import { useEffect, useMemo, useRef } from 'react';
import { type PerspectiveCamera, Raycaster, Vector2, Vector3 } from 'three';
import { quality } from '../../live/quality.js';
import { Floor } from '../floor.js';
import { offerFinder } from '../probe.js';
import { FloorMarks } from './decals.js';
import { standFor } from './framing.js';
import { headerPipes } from './headers.js';
import type { PlantLayout } from './layout.js';
import { Pads } from './pads.js';
import { pickTrain, trainBoxes } from './pick.js';
import { Trains } from './trains.js';

/** Field of view of the overview, degrees upright. */
export const FOV = 28;
/** A press that moves further than this is a turn of the camera, CSS px. */
const CLICK_PX = 5;
/** Shortest time between two searches under the pointer, ms. */
const HOVER_MS = 60;

interface PlantSceneProps {
  readonly layout: PlantLayout;
  readonly worst: ReadonlyMap<string, AlarmView>;
  readonly stopped: ReadonlySet<string>;
  readonly hovered: string | undefined;
  readonly onHover: (asset: string | undefined, x: number, y: number) => void;
  readonly onOpen: (asset: string) => void;
}

export function PlantScene(props: PlantSceneProps) {
  const { layout, worst, stopped, hovered, onHover, onOpen } = props;
  usePicking(layout, onHover, onOpen);
  return (
    <>
      <OverviewCamera layout={layout} />
      <Floor
        cell={layout.reach / 14}
        fade={layout.reach * 2.6}
        size={layout.reach * 14}
        centre={layout.centre}
      />
      <FloorMarks layout={layout} />
      <Pads layout={layout} worst={worst} hovered={hovered} />
      <Headers layout={layout} />
      <Trains layout={layout} worst={worst} stopped={stopped} hovered={hovered} />
    </>
  );
}

function Headers({ layout }: { readonly layout: PlantLayout }) {
  const geometry = useMemo(() => headerPipes(layout, quality.tier === 'ci' ? 5 : 10), [layout]);
  useEffect(() => () => geometry.dispose(), [geometry]);
  return (
    <mesh geometry={geometry} castShadow receiveShadow>
      <meshStandardMaterial color="#98a2aa" roughness={0.45} metalness={0.3} />
    </mesh>
  );
}

/** Looks down on the whole plant from its front right; the frame fits any screen. */
function OverviewCamera({ layout }: { readonly layout: PlantLayout }) {
  const controls = useRef<CameraControls>(null);
  const { size } = useThree();
  const aspect = size.width / size.height;
  const { reach } = layout;
  useEffect(() => {
    const corners = layout.areas.flatMap(({ x0, x1, z0, z1 }) =>
      [x0, x1].flatMap((x) => [z0, z1].map((z) => new Vector3(x, 0, z))),
    );
    const direction = new Vector3(0.1, 0.68, 0.76);
    const framing = { fov: FOV, aspect, direction, above: 0.26, below: 0.1 };
    const { from, to } = standFor(corners, framing);
    controls.current?.setLookAt(from.x, from.y, from.z, to.x, to.y, to.z, false);
  }, [layout, aspect]);
  return (
    <CameraControls
      ref={controls}
      makeDefault
      minDistance={reach * 0.25}
      maxDistance={reach * 5}
      maxPolarAngle={1.35}
      smoothTime={0.3}
      dollyToCursor
    />
  );
}

function usePicking(
  layout: PlantLayout,
  onHover: PlantSceneProps['onHover'],
  onOpen: PlantSceneProps['onOpen'],
): void {
  const { gl, camera } = useThree();
  const boxes = useMemo(() => trainBoxes(layout.trains), [layout]);
  useEffect(() => {
    const caster = new Raycaster();
    const canvas = gl.domElement;
    const find = (x: number, y: number): string | null => {
      const box = canvas.getBoundingClientRect();
      const at = new Vector2(
        ((x - box.left) / box.width) * 2 - 1,
        1 - ((y - box.top) / box.height) * 2,
      );
      caster.setFromCamera(at, camera as PerspectiveCamera);
      return layout.trains[pickTrain(caster.ray, boxes)]?.asset.asset ?? null;
    };
    offerFinder({
      pick: find,
      place: (asset) => {
        const index = layout.trains.findIndex((train) => train.asset.asset === asset);
        return index < 0 ? null : boxes[index].getCenter(new Vector3());
      },
    });
    const stop = listen(canvas, find, onHover, onOpen);
    return () => {
      stop();
      offerFinder(undefined);
    };
  }, [gl, camera, boxes, layout, onHover, onOpen]);
}

function listen(
  canvas: HTMLCanvasElement,
  find: (x: number, y: number) => string | null,
  onHover: PlantSceneProps['onHover'],
  onOpen: PlantSceneProps['onOpen'],
): () => void {
  const ended = new AbortController();
  const options = { signal: ended.signal };
  let pressed: { x: number; y: number } | undefined;
  let searched = 0;
  canvas.addEventListener(
    'pointermove',
    (event) => {
      if (event.buttons !== 0 || event.timeStamp - searched < HOVER_MS) return;
      searched = event.timeStamp;
      const asset = find(event.clientX, event.clientY) ?? undefined;
      canvas.style.cursor = asset ? 'pointer' : 'grab';
      onHover(asset, event.clientX, event.clientY);
    },
    options,
  );
  canvas.addEventListener('pointerleave', () => onHover(undefined, 0, 0), options);
  canvas.addEventListener(
    'pointerdown',
    (event) => {
      pressed = { x: event.clientX, y: event.clientY };
      onHover(undefined, 0, 0);
    },
    options,
  );
  canvas.addEventListener(
    'pointerup',
    (event) => {
      if (!pressed || event.button !== 0) return;
      const moved = Math.hypot(event.clientX - pressed.x, event.clientY - pressed.y);
      pressed = undefined;
      const asset = moved < CLICK_PX ? find(event.clientX, event.clientY) : null;
      if (asset) onOpen(asset);
    },
    options,
  );
  return () => ended.abort();
}
