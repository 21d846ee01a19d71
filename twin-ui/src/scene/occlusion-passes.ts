/** The passes of the high tier; a chunk of their own. */
import {
  type Camera,
  HalfFloatType,
  type Scene,
  Vector2,
  type WebGLRenderer,
  WebGLRenderTarget,
} from 'three';
import { EffectComposer } from 'three/addons/postprocessing/EffectComposer.js';
import { GTAOPass } from 'three/addons/postprocessing/GTAOPass.js';
import { OutputPass } from 'three/addons/postprocessing/OutputPass.js';
import { RenderPass } from 'three/addons/postprocessing/RenderPass.js';
import type { Occlusion } from './occlusion.js';

/** Samples of the picture's edges. */
const EDGE_SAMPLES = 4;

export function compose(gl: WebGLRenderer, scene: Scene, camera: Camera): Occlusion {
  const size = gl.getSize(new Vector2());
  const target = new WebGLRenderTarget(size.x, size.y, {
    type: HalfFloatType,
    samples: EDGE_SAMPLES,
  });
  const composer = new EffectComposer(gl, target);
  composer.setPixelRatio(gl.getPixelRatio());
  composer.setSize(size.x, size.y);
  const occlusion = new GTAOPass(scene, camera, size.x, size.y);
  occlusion.updateGtaoMaterial({ radius: 0.45, distanceExponent: 1.4, scale: 1.15, samples: 16 });
  composer.addPass(new RenderPass(scene, camera));
  composer.addPass(occlusion);
  composer.addPass(new OutputPass());
  return {
    render: () => composer.render(),
    resize: (width, height) => composer.setSize(width, height),
    dispose: () => {
      occlusion.dispose();
      composer.dispose();
      target.dispose();
    },
  };
}
