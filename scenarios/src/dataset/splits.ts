/** Which units of a data set are for learning and which are kept for the test. */
import { keyOfSeed, type PlantModel, streamOf, uniform } from '@plant47/simulator';

export const SPLITS = ['unit', 'unseen-machine', 'unseen-regime'] as const;
export type Split = (typeof SPLITS)[number];

export const PARTS = ['train', 'validation', 'test'] as const;
export type Part = (typeof PARTS)[number];

/** What a data card says of each split. */
export const SPLIT_TEXT: Readonly<Record<Split, string>> = {
  unit:
    'A unit is one machine in one run. Whole units are drawn into train (70 %), ' +
    'validation (15 %) and test (15 %); a machine may be in several parts in different runs.',
  'unseen-machine':
    'Machines are drawn into train (70 %), validation (10 %) and test (20 %): ' +
    'no machine of the test is in train or validation in any run.',
  'unseen-regime':
    'The fifth of the machines with the highest mean load is the test; train and ' +
    'validation (15 % of the rest) have not seen such loads.',
};

/** Draws do not follow the seeds of the runs. */
const SPLIT_SEED = 47;

/** Part of a machine's unit in a run. */
export type PartOf = (asset: string, run: number) => Part;

/** The parts of a plant's machines. */
export function partsOf(split: Split, model: PlantModel): PartOf {
  const { trains, duty } = model.world;
  const assets = trains.map(({ asset }) => asset);
  if (split === 'unit') {
    const runs = new Map<number, ReadonlyMap<string, Part>>();
    return (asset, run) => {
      const parts = runs.get(run) ?? shares(shuffled(assets, run), 0.15, 0.15);
      runs.set(run, parts);
      return parts.get(asset) ?? 'train';
    };
  }
  const load = (asset: string): number => duty[assets.indexOf(asset)]?.mean ?? 0;
  const parts =
    split === 'unseen-machine'
      ? shares(shuffled(assets, 0), 0.2, 0.1)
      : byLoad(assets, load, shuffled(assets, 0));
  return (asset) => parts.get(asset) ?? 'train';
}

/** Machines in an order that the run's number draws. */
function shuffled(assets: readonly string[], run: number): readonly string[] {
  const key = keyOfSeed(SPLIT_SEED);
  const drawn = assets.map((asset) => ({
    asset,
    u: uniform(streamOf(key, 'dataset', asset), run),
  }));
  return drawn.sort((a, b) => a.u - b.u).map(({ asset }) => asset);
}

function byLoad(
  assets: readonly string[],
  load: (asset: string) => number,
  drawn: readonly string[],
): ReadonlyMap<string, Part> {
  const falling = [...assets].sort((a, b) => load(b) - load(a));
  const high = falling.slice(0, Math.ceil(assets.length / 5));
  const rest = shares(
    drawn.filter((asset) => !high.includes(asset)),
    0,
    0.15,
  );
  return new Map([...rest, ...high.map((asset) => [asset, 'test'] as const)]);
}

/** The first ones are the test, the next ones validation; at least one is left for training. */
function shares(
  order: readonly string[],
  test: number,
  validation: number,
): ReadonlyMap<string, Part> {
  const n = order.length;
  const tests = Math.min(Math.ceil(test * n), n - 1);
  const others = Math.min(tests + Math.ceil(validation * n), n - 1);
  return new Map(
    order.map((asset, i) => [asset, i < tests ? 'test' : i < others ? 'validation' : 'train']),
  );
}
