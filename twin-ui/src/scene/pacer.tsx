/** Makes pictures when there is something to show, and never faster than the machine can. */
import { useFrame, useThree } from '@react-three/fiber';
import { useEffect, useRef } from 'react';
import type { WebGLRenderer } from 'three';
import { frames } from '../live/frame-store.js';
import { quality, reducedMotion } from '../live/quality.js';
import { useTwin } from '../live/twin-store.js';
import { createOcclusion, type Occlusion } from './occlusion.js';
import { morePictures, pictureMade, showScene } from './probe.js';

/** How often an unfinished picture is asked for, ms. */
const POLL_MS = 4;
/** Pause after a picture as a share of its cost: leaves the page time where drawing is slow. */
const REST = 0.6;

/** Resolves when the graphics device has finished what it was given. */
async function finished(gl: WebGLRenderer): Promise<void> {
  const context = gl.getContext() as WebGL2RenderingContext;
  const fence = context.fenceSync(context.SYNC_GPU_COMMANDS_COMPLETE, 0);
  if (!fence) return;
  context.flush();
  while (context.getSyncParameter(fence, context.SYNC_STATUS) !== context.SIGNALED) {
    if (context.isContextLost()) break;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  context.deleteSync(fence);
}

interface PacerProps {
  /** True while machines are shown that move. */
  readonly moving: boolean;
  /** Counts up when shadows must be drawn again. */
  readonly shadowsOf?: unknown;
}

/** Draws the scene, paces it, and tells the probe. */
export function Pacer({ moving, shadowsOf }: PacerProps) {
  const { gl, scene, camera, size, invalidate } = useThree();
  const occlusion = useRef<Occlusion>(undefined);
  const waiting = useRef(false);
  const running = useTwin((state) => state.clock?.state === 'run');
  const goes = moving && running && !reducedMotion();
  useEffect(() => {
    showScene({ gl, camera });
    return () => showScene(undefined);
  }, [gl, camera]);
  useEffect(() => {
    // Machines stand where they stand: their shadows are drawn once.
    gl.shadowMap.autoUpdate = false;
    gl.shadowMap.needsUpdate = shadowsOf !== null;
    invalidate();
  }, [gl, invalidate, shadowsOf]);
  useEffect(() => frames.subscribe(() => invalidate()), [invalidate]);
  useEffect(() => {
    if (!quality.occlusion) return;
    let kept = true;
    createOcclusion(gl, scene, camera).then((made) => {
      if (!kept) return made.dispose();
      occlusion.current = made;
      invalidate();
    });
    return () => {
      kept = false;
      occlusion.current?.dispose();
      occlusion.current = undefined;
    };
  }, [gl, scene, camera, invalidate]);
  useEffect(() => {
    occlusion.current?.resize(size.width, size.height);
    if (goes) invalidate();
  }, [size, goes, invalidate]);
  useFrame(() => {
    const start = performance.now();
    if (occlusion.current) occlusion.current.render();
    else gl.render(scene, camera);
    pictureMade(performance.now() - start);
    if (waiting.current) return;
    waiting.current = true;
    finished(gl).then(() => {
      const cost = performance.now() - start;
      const pause = Math.max(quality.frame_ms - cost, cost > 40 ? cost * REST : 0);
      setTimeout(() => {
        waiting.current = false;
        if (goes || morePictures()) invalidate();
      }, pause);
    });
  }, 1);
  return null;
}
