/** Defect frequencies of a rolling bearing in multiples of shaft speed. */
import type { BearingEntry } from '@plant47/contract';

export interface Orders {
  readonly cage: number;
  readonly outer: number;
  readonly inner: number;
  /** Twice the ball spin: a ball defect strikes both races. */
  readonly ball: number;
}

/** Kinematic orders, outer ring fixed; Harris, Rolling Bearing Analysis. */
export function bearingOrders(bearing: BearingEntry): Orders {
  const angle = (bearing.angle_deg * Math.PI) / 180;
  const gamma = (bearing.Dw_mm / bearing.Dpw_mm) * Math.cos(angle);
  return {
    cage: (1 - gamma) / 2,
    outer: (bearing.Z / 2) * (1 - gamma),
    inner: (bearing.Z / 2) * (1 + gamma),
    ball: (bearing.Dpw_mm / bearing.Dw_mm) * (1 - gamma * gamma),
  };
}

/** Slip prior: real lines lie below the kinematic value, with axial load a little above it. */
export const SLIP = { low: -0.015, high: 0.003 } as const;
