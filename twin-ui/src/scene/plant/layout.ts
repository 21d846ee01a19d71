/** Where trains and areas lie in the overview. */
import type { AssetEntry } from '@plant47/contract';
import { Matrix4, Quaternion, Vector3 } from 'three';
import { TRAIN_BOX } from './train-geometry.js';

export interface TrainPlace {
  readonly asset: AssetEntry;
  /** Place on the floor. */
  readonly x: number;
  readonly z: number;
  readonly scale: number;
  readonly matrix: Matrix4;
  /** Type of the train, which chooses its geometry. */
  readonly archetype: string;
}
export interface AreaPlace {
  readonly area: string;
  readonly x0: number;
  readonly x1: number;
  readonly z0: number;
  readonly z1: number;
  /** Free depth before the front row, for the area's name. */
  readonly margin: number;
}
export interface PlantLayout {
  readonly trains: readonly TrainPlace[];
  readonly areas: readonly AreaPlace[];
  /** True where shafts point into the depth: trains stand side by side. */
  readonly sideBySide: boolean;
  readonly centre: readonly [x: number, z: number];
  /** Half sizes of the plant. */
  readonly half: readonly [x: number, z: number];
  /** Half of the longer side. */
  readonly reach: number;
}

/** Shares of the distance between neighbours that a train fills along and across its shaft. */
const FILL_ALONG = 0.78;
const FILL_ACROSS = 0.86;
const LENGTH = TRAIN_BOX.high[0] - TRAIN_BOX.low[0];
const WIDTH = TRAIN_BOX.high[2] - TRAIN_BOX.low[2];
/** Depth of an area's name over a train's width. */
const NAME_DEPTH = 0.8;

/** Smallest gap between places along an axis, m; `otherwise` where there is but one. */
function pitch(values: readonly number[], otherwise: number): number {
  const places = values.map((value) => Math.round(value * 100) / 100);
  const sorted = [...new Set(places)].sort((a, b) => a - b);
  let least = Number.POSITIVE_INFINITY;
  for (let i = 1; i < sorted.length; i++) least = Math.min(least, sorted[i] - sorted[i - 1]);
  return Number.isFinite(least) && least > 0 ? least : otherwise;
}

/** Lays the trains out as the catalogue says (x to the right, y into the depth), to one scale,
 *  with their shafts along the roomier axis. */
export function layoutOf(assets: readonly AssetEntry[]): PlantLayout {
  const dx = pitch(
    assets.map((entry) => entry.at[0]),
    6,
  );
  const dy = pitch(
    assets.map((entry) => entry.at[1]),
    6,
  );
  const fit = (along: number, across: number) =>
    Math.min((FILL_ALONG * along) / LENGTH, (FILL_ACROSS * across) / WIDTH);
  const sideBySide = fit(dy, dx) > fit(dx, dy);
  const scale = Math.max(fit(dy, dx), fit(dx, dy));
  const most = Math.max(...assets.map((entry) => entry.nameplate.power_kW));
  const turn = new Quaternion().setFromAxisAngle(
    new Vector3(0, 1, 0),
    sideBySide ? Math.PI / 2 : 0,
  );
  const trains = assets.map((asset) => {
    // Sizes differ by about the cube root of power; the small ones are kept large enough to see.
    const own = scale * Math.max(0.8, Math.cbrt(asset.nameplate.power_kW / most));
    const [x, z] = [asset.at[0], -asset.at[1]];
    const size = new Vector3(own, own, own);
    const matrix = new Matrix4().compose(new Vector3(x, 0, z), turn, size);
    return { asset, x, z, scale: own, matrix, archetype: asset.type };
  });
  const areas = areasOf(trains, scale, sideBySide);
  const x0 = Math.min(...areas.map((area) => area.x0));
  const x1 = Math.max(...areas.map((area) => area.x1));
  const z0 = Math.min(...areas.map((area) => area.z0));
  const z1 = Math.max(...areas.map((area) => area.z1));
  return {
    trains,
    areas,
    sideBySide,
    centre: [(x0 + x1) / 2, (z0 + z1) / 2],
    half: [(x1 - x0) / 2, (z1 - z0) / 2],
    reach: Math.max(x1 - x0, z1 - z0) / 2,
  };
}

function areasOf(
  trains: readonly TrainPlace[],
  scale: number,
  sideBySide: boolean,
): readonly AreaPlace[] {
  const names = [...new Set(trains.map((train) => train.asset.area))];
  const [wide, deep] = sideBySide ? [WIDTH, LENGTH] : [LENGTH, WIDTH];
  const margin = NAME_DEPTH * WIDTH * scale;
  return names.map((area) => {
    const own = trains.filter((train) => train.asset.area === area);
    const xs = own.map((train) => train.x);
    const zs = own.map((train) => train.z);
    return {
      area,
      x0: Math.min(...xs) - 0.68 * wide * scale,
      x1: Math.max(...xs) + 0.68 * wide * scale,
      z0: Math.min(...zs) - 0.68 * deep * scale,
      z1: Math.max(...zs) + 0.55 * deep * scale + margin,
      margin,
    };
  });
}
