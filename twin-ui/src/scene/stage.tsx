/** The canvas of a scene, or a plain word where the browser cannot draw it. */
import { Canvas } from '@react-three/fiber';
import { type ReactNode, Suspense, useCallback } from 'react';
import { AgXToneMapping, PCFShadowMap } from 'three';
import { quality } from '../live/quality.js';
import { hasWebgl2 } from './probe.js';

interface StageProps {
  readonly label: string;
  readonly camera: { readonly fov: number; readonly position: readonly [number, number, number] };
  readonly near: number;
  readonly far: number;
  readonly children: ReactNode;
  readonly onMissed?: () => void;
}

export function Stage({ label, camera, near, far, children, onMissed }: StageProps) {
  const missed = useCallback(() => onMissed?.(), [onMissed]);
  if (!hasWebgl2()) return <NoWebgl />;
  return (
    <div className="stage-canvas" role="img" aria-label={label}>
      <Canvas
        frameloop="demand"
        dpr={quality.tier === 'ci' ? 1 : [1, quality.dpr]}
        shadows={quality.shadows ? { type: PCFShadowMap } : false}
        camera={{ fov: camera.fov, position: [...camera.position], near, far }}
        gl={{
          antialias: true,
          powerPreference: 'high-performance',
          toneMapping: AgXToneMapping,
          toneMappingExposure: 1.15,
          preserveDrawingBuffer: quality.tier === 'ci',
        }}
        onPointerMissed={missed}
      >
        <Suspense fallback={null}>{children}</Suspense>
      </Canvas>
    </div>
  );
}

function NoWebgl() {
  return (
    <div className="no-webgl" role="alert" data-testid="no-webgl">
      <h2>This browser gives no WebGL2 context</h2>
      <p>
        The machines cannot be drawn in 3D here. Every value, alarm and action is in the tables and
        panels beside this message. Turn on hardware acceleration, or use a browser with WebGL2.
      </p>
    </div>
  );
}
