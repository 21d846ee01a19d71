/** Where trains and areas lie in the overview. */
import type { AssetEntry } from '@plant47/contract';
import { Matrix4, Quaternion, Vector3 } from 'three';
import { TRAIN_BOX } from './train-geometry.js';

export interface TrainPlace {
  readonly asset: AssetEntry;
  /** Middle of the train on the floor. */
  readonly x: number;
  readonly z: number;
  readonly scale: number;
  readonly matrix: Matrix4;
  /** Size of the motor over that of the largest power, for the choice of a geometry. */
  readonly archetype: string;
}
export interface AreaPlace {
  readonly area: string;
  readonly x0: number;
  readonly x1: number;
  readonly z0: number;
  readonly z1: number;
}
export interface PlantLayout {
  readonly trains: readonly TrainPlace[];
  readonly areas: readonly AreaPlace[];
  readonly centre: readonly [x: number, z: number];
  /** Half of the longer side of the plant. */
  readonly reach: number;
}

/** Share of the distance to the nearest neighbour that a train's length takes. */
const FILL = 0.74;
const LENGTH = TRAIN_BOX.high[0] - TRAIN_BOX.low[0];
const WIDTH = TRAIN_BOX.high[2] - TRAIN_BOX.low[2];

/** Smallest gap between two trains along x or z, m; `otherwise` where there is but one. */
function pitch(values: readonly number[], otherwise: number): number {
  const sorted = [...new Set(values.map((value) => Math.round(value * 100) / 100))].sort(
    (a, b) => a - b,
  );
  let least = Number.POSITIVE_INFINITY;
  for (let i = 1; i < sorted.length; i++) least = Math.min(least, sorted[i] - sorted[i - 1]);
  return Number.isFinite(least) && least > 0 ? least : otherwise;
}

/** Lays the trains out as the catalogue says (x to the right, y into the depth), to one scale. */
export function layoutOf(assets: readonly AssetEntry[]): PlantLayout {
  const xs = assets.map((entry) => entry.at[0]);
  const ys = assets.map((entry) => entry.at[1]);
  const scale = Math.min((FILL * pitch(xs, 6)) / LENGTH, (FILL * pitch(ys, 6)) / WIDTH);
  const most = Math.max(...assets.map((entry) => entry.nameplate.power_kW));
  const trains = assets.map((asset) => {
    // Powers differ twenty-fold and sizes by their cube root, about.
    const own = scale * Math.max(0.72, Math.cbrt(asset.nameplate.power_kW / most));
    const [x, z] = [asset.at[0], -asset.at[1]];
    const matrix = new Matrix4().compose(
      new Vector3(x, 0, z),
      new Quaternion(),
      new Vector3(own, own, own),
    );
    return { asset, x, z, scale: own, matrix, archetype: asset.type };
  });
  const areas = areasOf(trains, scale);
  const x0 = Math.min(...areas.map((area) => area.x0));
  const x1 = Math.max(...areas.map((area) => area.x1));
  const z0 = Math.min(...areas.map((area) => area.z0));
  const z1 = Math.max(...areas.map((area) => area.z1));
  return {
    trains,
    areas,
    centre: [(x0 + x1) / 2, (z0 + z1) / 2],
    reach: Math.max(x1 - x0, z1 - z0) / 2,
  };
}

function areasOf(trains: readonly TrainPlace[], scale: number): AreaPlace[] {
  const names = [...new Set(trains.map((train) => train.asset.area))];
  return names.map((area) => {
    const own = trains.filter((train) => train.asset.area === area);
    const xs = own.map((train) => train.x);
    const zs = own.map((train) => train.z);
    return {
      area,
      x0: Math.min(...xs) - 0.62 * LENGTH * scale,
      x1: Math.max(...xs) + 0.66 * LENGTH * scale,
      z0: Math.min(...zs) - 0.85 * WIDTH * scale,
      z1: Math.max(...zs) + 1.1 * WIDTH * scale,
    };
  });
}
