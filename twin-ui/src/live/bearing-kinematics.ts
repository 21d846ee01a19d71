/** Defect frequencies of a rolling bearing, as multiples of the shaft speed. */
import type { BearingEntry } from '@plant47/contract';

/** Orders of the shaft; Harris & Kotzalas, Rolling Bearing Analysis, 5th ed., ch. 10. */
export interface BearingOrders {
  /** Cage against the outer ring. */
  readonly ftf: number;
  /** Balls over a point of the outer race. */
  readonly bpfo: number;
  /** Balls over a point of the inner race. */
  readonly bpfi: number;
  /** Spin of a ball; a defect on it strikes at twice this. */
  readonly bsf: number;
}

/** Kinematic orders of a bearing with a still outer ring and no slip. */
export function bearingOrders(bearing: BearingEntry): BearingOrders {
  const cos = Math.cos((bearing.angle_deg * Math.PI) / 180);
  const ratio = (bearing.Dw_mm / bearing.Dpw_mm) * cos;
  const ftf = (1 - ratio) / 2;
  return {
    ftf,
    bpfo: bearing.Z * ftf,
    bpfi: (bearing.Z * (1 + ratio)) / 2,
    bsf: ((bearing.Dpw_mm / bearing.Dw_mm) * (1 - ratio * ratio)) / 2,
  };
}

/** Angle of the cage where the shaft stands at `shaft` rad. */
export function cageAngle(bearing: BearingEntry, shaft: number): number {
  return shaft * bearingOrders(bearing).ftf;
}
