/** Where things are on a train, in units of the machine view, and how its bearings fit in. */
import type { AssetEntry, BearingEntry } from '@plant47/contract';

/** Height of the shaft above the floor; the shaft lies along x. */
export const SHAFT_Y = 1.75;

/** A bearing in units of the view: true number of balls, true proportions. */
export interface BearingFit {
  readonly entry: BearingEntry;
  readonly x: number;
  readonly pitch: number;
  readonly ball: number;
  readonly bore: number;
  readonly outer: number;
  readonly half: number;
}
export interface TrainFit {
  readonly bearings: readonly BearingFit[];
  readonly de: BearingFit;
  readonly nde: BearingFit;
  readonly pumpDe: BearingFit;
  readonly pumpNde: BearingFit;
}

/** Pitch radius of the motor's drive-end bearing in units of the view; sets the scale. */
const PITCH = 0.325;
/** Ring thickness and width over ball diameter of the 63 series: 6308 has d 40, D 90, B 23 mm. */
const WALL = 0.83;
const WIDTH = 1.525;
/** Bearings of a pump larger than its motor's are drawn at this share of the bracket, no more. */
const PITCH_MOST = 0.34;

const PLACES: Record<string, number> = {
  'bearing-de': 0.1,
  'bearing-nde': -3.0,
  'pump-bearing-de': 1.82,
  'pump-bearing-nde': 2.46,
};

const NONE: Omit<BearingEntry, 'component'> = {
  designation: '–',
  Z: 8,
  Dw_mm: 15.081,
  Dpw_mm: 65,
  angle_deg: 0,
};

/** Fits the bearings of an asset into the drawing; the motor's drive end sets the scale. */
export function fitTrain(asset: AssetEntry): TrainFit {
  const entry = (component: string): BearingEntry =>
    asset.bearings.find((bearing) => bearing.component === component) ?? { component, ...NONE };
  const scale = PITCH / (entry('bearing-de').Dpw_mm / 2);
  const fit = (component: string): BearingFit => {
    const bearing = entry(component);
    const own = Math.min(scale, PITCH_MOST / (bearing.Dpw_mm / 2));
    const ball = (bearing.Dw_mm / 2) * own;
    const pitch = (bearing.Dpw_mm / 2) * own;
    return {
      entry: bearing,
      x: PLACES[component] ?? 0,
      pitch,
      ball,
      bore: pitch - 2 * ball * WALL,
      outer: pitch + 2 * ball * WALL,
      half: ball * WIDTH,
    };
  };
  const de = fit('bearing-de');
  const nde = fit('bearing-nde');
  const pumpDe = fit('pump-bearing-de');
  const pumpNde = fit('pump-bearing-nde');
  return { bearings: [de, nde, pumpDe, pumpNde], de, nde, pumpDe, pumpNde };
}

/** A place on the train that a label, an outline or heat refers to. */
export interface Anchor {
  readonly at: readonly [number, number, number];
  readonly radius: number;
  readonly half: number;
}

/** Where each component is, for outlines, glow and heat. */
export function anchorOf(component: string, fit: TrainFit): Anchor {
  const bearing = fit.bearings.find((entry) => entry.entry.component === component);
  if (bearing) {
    return { at: [bearing.x, SHAFT_Y, 0], radius: bearing.outer, half: bearing.half };
  }
  if (component === 'pump') return { at: [3.1, SHAFT_Y, 0], radius: 1.42, half: 0.5 };
  if (component === 'train') return { at: [1.02, SHAFT_Y, 0], radius: 0.72, half: 0.62 };
  return { at: [-1.6, SHAFT_Y, 0], radius: 1.55, half: 1.6 };
}
