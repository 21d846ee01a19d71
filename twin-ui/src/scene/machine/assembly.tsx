/** Draws the merged parts of an assembly, one mesh a material. */
import { useEffect, useMemo } from 'react';
import type { PartBin } from '../solid/part-bin.js';
import type { Paint, Palette } from './palette.js';

interface AssemblyProps {
  readonly palette: Palette;
  readonly make: () => PartBin<Paint>;
  /** Makes the parts anew when it changes. */
  readonly of: unknown;
}

export function Assembly({ palette, make, of }: AssemblyProps) {
  // biome-ignore lint/correctness/useExhaustiveDependencies: `of` names what `make` depends on.
  const parts = useMemo(() => make().merged(), [of]);
  useEffect(
    () => () => {
      for (const part of parts) part.geometry.dispose();
    },
    [parts],
  );
  return parts.map(({ material, geometry }) => (
    <mesh
      key={material}
      geometry={geometry}
      material={palette[material]}
      castShadow
      receiveShadow
    />
  ));
}
