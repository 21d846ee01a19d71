/** `window.__twin`: what a test may ask the page without reading pixels. */
import type { BearingEntry, Role } from '@plant47/contract';
import type { Camera, Vector3, WebGLRenderer } from 'three';
import { cageAngle } from '../live/bearing-kinematics.js';
import { frames } from '../live/frame-store.js';
import { useTwin } from '../live/twin-store.js';

interface Pose {
  /** Angle of the shaft since the epoch of the run, rad, at the simulated time of the clock. */
  readonly shaft: number;
  /** Angle of the cage of the motor's drive-end bearing, rad. */
  readonly cage: number;
  readonly cages: Readonly<Record<string, number>>;
}
interface Stats {
  readonly calls: number;
  readonly tris: number;
  readonly frames: number;
  /** 95th percentile of the script time of a picture, ms. */
  readonly jsMsP95: number;
  readonly programs: number;
  readonly simTime: number;
  readonly seq: number;
  readonly pose: Readonly<Record<string, Pose>>;
}
export interface TwinProbe {
  ready: boolean;
  webgl2: boolean;
  renderer: string;
  role: Role;
  stats(): Stats;
  /** Asset at a place of the page, CSS px; null where there is none. */
  pick(x: number, y: number): string | null;
  /** Place of an asset on the page, CSS px; null where it is not shown. */
  project(asset: string): { x: number; y: number } | null;
}

declare global {
  interface Window {
    __twin: TwinProbe;
  }
}

interface Scene {
  readonly gl: WebGLRenderer;
  readonly camera: Camera;
}
interface Finder {
  readonly pick: (x: number, y: number) => string | null;
  readonly place: (asset: string) => Vector3 | null;
}

let scene: Scene | undefined;
let finder: Finder | undefined;
let pictures = 0;
let last = { calls: 0, tris: 0 };
const costs: number[] = [];
/** Pictures after which the page is ready. */
const FIRST_PICTURES = 2;
/** Pictures over which the cost is taken. */
const COSTS_KEPT = 120;

/** The scene that is shown now; the page is ready once it has made a picture. */
export function showScene(next: Scene | undefined): void {
  scene = next;
  if (next) {
    window.__twin.renderer = rendererName(next.gl);
    window.__twin.webgl2 = true;
  }
  window.__twin.ready = false;
  pictures = 0;
  costs.length = 0;
}

export function offerFinder(next: Finder | undefined): void {
  finder = next;
}

/** Tells that a picture was made and what it cost. */
export function pictureMade(ms: number): void {
  if (!scene) return;
  pictures++;
  last = { calls: scene.gl.info.render.calls, tris: scene.gl.info.render.triangles };
  costs.push(ms);
  if (costs.length > COSTS_KEPT) costs.shift();
  // The first picture may be older than the camera's place.
  window.__twin.ready = pictures >= FIRST_PICTURES;
}

/** True until there are enough pictures for the page to be ready. */
export const morePictures = (): boolean => pictures < FIRST_PICTURES;

/** Place of a point of the scene on the page, CSS px; null behind the camera. */
export function pagePlace(point: Vector3): { x: number; y: number } | null {
  if (!scene) return null;
  const p = point.clone().project(scene.camera);
  if (p.z > 1 || p.z < -1) return null;
  const box = scene.gl.domElement.getBoundingClientRect();
  return {
    x: box.left + ((p.x + 1) / 2) * box.width,
    y: box.top + ((1 - p.y) / 2) * box.height,
  };
}

function rendererName(gl: WebGLRenderer): string {
  const context = gl.getContext();
  const info = context.getExtension('WEBGL_debug_renderer_info');
  const name = info ? info.UNMASKED_RENDERER_WEBGL : context.RENDERER;
  return String(context.getParameter(name));
}

function poses(simTs: number): Record<string, Pose> {
  const out: Record<string, Pose> = {};
  const angles = (bearings: readonly BearingEntry[], shaft: number) =>
    Object.fromEntries(bearings.map((entry) => [entry.component, cageAngle(entry, shaft)]));
  for (const [asset, entry] of useTwin.getState().assets) {
    const shaft = frames.turns.angle(asset, simTs);
    const cages = angles(entry.bearings, shaft);
    out[asset] = { shaft, cage: cages['bearing-de'] ?? 0, cages };
  }
  return out;
}

function percentile95(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * 0.95))] ?? 0;
}

/** Puts the probe on the window; `ready` stays false until a picture was made. */
export function installProbe(): void {
  window.__twin = {
    ready: false,
    webgl2: hasWebgl2(),
    renderer: '',
    role: useTwin.getState().role,
    stats: () => {
      const simTime = useTwin.getState().clock?.simTs ?? frames.simTs;
      return {
        ...last,
        frames: pictures,
        jsMsP95: percentile95(costs),
        programs: scene?.gl.info.programs?.length ?? 0,
        simTime,
        seq: frames.seq,
        pose: poses(simTime),
      };
    },
    pick: (x, y) => finder?.pick(x, y) ?? null,
    project: (asset) => {
      const place = finder?.place(asset);
      return place ? pagePlace(place) : null;
    },
  };
  useTwin.subscribe((state) => {
    window.__twin.role = state.role;
  });
}

let webgl2: boolean | undefined;
/** True where the browser gives a WebGL2 context; asked once. */
export function hasWebgl2(): boolean {
  webgl2 ??= document.createElement('canvas').getContext('webgl2') !== null;
  return webgl2;
}
