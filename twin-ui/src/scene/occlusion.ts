/** Darker corners, as between real parts: a pass for capable machines, loaded when asked for. */
import type { Camera, Scene, WebGLRenderer } from 'three';

export interface Occlusion {
  render(): void;
  resize(width: number, height: number): void;
  dispose(): void;
}

/** Ground-truth ambient occlusion and smooth edges over the scene; three's own passes. */
export async function createOcclusion(
  gl: WebGLRenderer,
  scene: Scene,
  camera: Camera,
): Promise<Occlusion> {
  const passes = await import('./occlusion-passes.js');
  return passes.compose(gl, scene, camera);
}
