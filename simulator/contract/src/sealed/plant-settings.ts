/** Settings of one train: the plant's defaults, its area, its type, then its own. */
import type { Plant, PlantComponent, PlantTrain } from './plant.js';

type Area = Plant['areas'][number];
type Line = Area['lines'][number];

/** What the plant file says of the place where an accelerometer sits. */
export interface VibrationSettings {
  readonly pathGain: number;
  readonly floor: number;
  readonly order1_mm_s: number;
  readonly modulation: number;
  readonly restless: boolean;
  readonly crosstalk: number;
  readonly modes?: readonly { readonly hz: number; readonly zeta: number; readonly gain: number }[];
  readonly slip?: { readonly mean: number; readonly scatter: number };
  readonly colour?: { readonly high: number; readonly low: number };
}
export interface DutySettings {
  readonly mean: number;
  readonly daily: number;
  readonly weekly: number;
  readonly scatter: number;
  readonly peak_h: number;
  readonly drive: boolean;
  readonly nights: number;
  readonly stop_h: number;
  readonly start_h: number;
}

/** A train with everything merged. */
export interface TrainSettings {
  readonly id: string;
  readonly type: string;
  readonly label: string;
  readonly site: string;
  readonly area: Area;
  readonly line: Line;
  /** 1-based place in the plant file. */
  readonly unitBase: number;
  readonly at: readonly [number, number];
  /** Where it stands in the file, for errors: `areas.0.lines.1.trains.2`. */
  readonly path: string;
  readonly typePath: string;
  readonly components: Readonly<Record<string, PlantComponent>>;
  readonly own: Readonly<Record<string, PlantComponent>>;
  readonly duty: DutySettings;
  readonly surroundings: {
    readonly warmer_K: number;
    readonly share: number;
    readonly local_K: number;
  };
  readonly vibration: VibrationSettings;
  readonly standing: Readonly<Record<string, number>>;
}

const DUTY: DutySettings = {
  mean: 0.75,
  daily: 0.12,
  weekly: 0.06,
  scatter: 0.05,
  peak_h: 11,
  drive: false,
  nights: 0,
  stop_h: 22,
  start_h: 5,
};
const SURROUNDINGS = { warmer_K: 3, share: 0.7, local_K: 0.8 };
const VIBRATION: VibrationSettings = {
  pathGain: 1,
  floor: 0.45,
  order1_mm_s: 0.6,
  modulation: 0.1,
  restless: false,
  crosstalk: 0.08,
};

/** Later objects win; undefined never does. */
function merge<T extends object>(first: T, ...rest: (object | undefined)[]): T {
  const out = { ...first } as Record<string, unknown>;
  for (const part of rest) {
    for (const [name, value] of Object.entries(part ?? {})) {
      if (value !== undefined) out[name] = value;
    }
  }
  return out as T;
}

/** Every train of the file, in its order. */
export function settingsOf(plant: Plant): TrainSettings[] {
  const all: TrainSettings[] = [];
  plant.areas.forEach((area, a) => {
    area.lines.forEach((line, l) => {
      line.trains.forEach((train, t) => {
        const path = `areas.${a}.lines.${l}.trains.${t}`;
        all.push(settle(plant, area, line, train, path, all.length + 1));
      });
    });
  });
  return all;
}

function settle(
  plant: Plant,
  area: Area,
  line: Line,
  train: PlantTrain,
  path: string,
  unitBase: number,
): TrainSettings {
  const type = plant.types[train.type];
  const components: Record<string, PlantComponent> = {};
  for (const [id, part] of Object.entries(type?.components ?? {})) components[id] = part;
  for (const [id, part] of Object.entries(train.components ?? {})) {
    const base = components[id] ?? {};
    components[id] = { ...merge(base, part), set: { ...base.set, ...part.set } };
  }
  const short = { mean: train.load, drive: train.drive, nights: train.nights };
  for (const [id, part] of Object.entries(components)) {
    components[id] = { ...part, set: merge(part.set ?? {}, shortSet(id, train)) };
  }
  return {
    id: train.id,
    type: train.type,
    label: train.label ?? `${type?.label ?? train.type}, ${line.label}`,
    site: plant.site,
    area,
    line,
    unitBase,
    at: train.at,
    path,
    typePath: `types.${train.type}`,
    components,
    own: train.components ?? {},
    duty: merge(DUTY, type?.duty, train.duty, short),
    surroundings: merge(SURROUNDINGS, type?.surroundings, area.surroundings, train.surroundings, {
      warmer_K: train.warmer_K,
    }),
    vibration: merge(VIBRATION, type?.vibration, train.vibration),
    standing: { ...type?.standing, ...train.standing },
  };
}

/** What the short forms of a train set on one of its components. */
function shortSet(id: string, train: PlantTrain): Record<string, number | undefined> {
  if (id === 'motor') return { fouling: train.fouling };
  if (id === 'pump') return { wear: train.wear };
  return id.includes('bearing') ? { fill: train.fill } : {};
}

/** Distance beyond which a neighbour is not heard, m, and that of the full crosstalk. */
const EARSHOT = 4.5;
const NEAR = 3;

/** Trains of the same area within earshot, by their place in `all`, and the gain of the way. */
export function neighboursOf(
  train: TrainSettings,
  all: readonly TrainSettings[],
): { train: number; gain: number }[] {
  const heard: { train: number; gain: number }[] = [];
  all.forEach((other, index) => {
    if (other === train || other.area !== train.area) return;
    const dx = other.at[0] - train.at[0];
    const dy = other.at[1] - train.at[1];
    const d = Math.max(Math.sqrt(dx * dx + dy * dy), NEAR);
    if (d > EARSHOT) return;
    heard.push({ train: index, gain: (train.vibration.crosstalk * NEAR) / d });
  });
  return heard;
}
