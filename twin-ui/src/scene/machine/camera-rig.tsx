/** Camera with bookmarks, damping and no roll. */
import { CameraControls } from '@react-three/drei';
import { useEffect, useRef } from 'react';
import type { View } from '../../app/address.js';
import { reducedMotion } from '../../live/quality.js';

type Place = readonly [number, number, number];
interface Bookmark {
  readonly from: Place;
  readonly to: Place;
}

export const BOOKMARKS: Readonly<Record<View, Bookmark>> = {
  hero: { from: [4.9, 4.9, 12.2], to: [0.62, 1.72, 0] },
  bearing: { from: [0.95, 2.6, 3.1], to: [0.1, 1.74, 0] },
  pump: { from: [5.6, 3.5, 4.9], to: [2.75, 1.75, 0] },
  nde: { from: [-2.1, 2.9, 4.3], to: [-2.85, 1.75, 0] },
  top: { from: [0.4, 12.5, 4.6], to: [0.5, 1, 0] },
};

interface RigProps {
  readonly view: View;
}

export function CameraRig({ view }: RigProps) {
  const controls = useRef<CameraControls>(null);
  const placed = useRef(false);
  useEffect(() => {
    const { from, to } = BOOKMARKS[view] ?? BOOKMARKS.hero;
    const smooth = placed.current && !reducedMotion();
    placed.current = true;
    controls.current?.setLookAt(...from, ...to, smooth);
  }, [view]);
  return (
    <CameraControls
      ref={controls}
      makeDefault
      minDistance={1.2}
      maxDistance={22}
      minPolarAngle={0.08}
      maxPolarAngle={Math.PI / 2 - 0.03}
      smoothTime={0.32}
    />
  );
}
