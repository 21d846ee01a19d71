/** What the published points and bursts of a plant tell between two branches of it. */
import { type PlantModel, scalarPoints } from '@plant47/simulator';
import { burstDistance, burstInformation } from './burst-information.js';
import { type BurstSpectrum, spectrumOf } from './burst-spectrum.js';
import { createInformation, type Information, type PointAccuracy } from './scalar-information.js';

/** What one branch shows at a scan: means of its scalar points and spectra of its bursts. */
export interface Sight {
  /** By train. */
  readonly means: readonly Float64Array[];
  /** By point and plan, of this instant. */
  readonly bursts: ReadonlyMap<string, BurstSpectrum>;
}

/** Looks at the scalar points alone of a model that has just been advanced to a scan. */
export function lookAtScalars(model: PlantModel): Sight {
  model.scan();
  return { means: model.world.trains.map(({ index }) => model.means(index)), bursts: new Map() };
}

/** Looks at points and bursts. Leaves the world as it is. */
export function look(model: PlantModel): Sight {
  const { means } = lookAtScalars(model);
  const bursts = new Map<string, BurstSpectrum>();
  for (const { point, plan, job } of model.dueBursts()) {
    bursts.set(`${point.id} ${plan.name}`, spectrumOf(job));
  }
  return { means, bursts };
}

export interface Evidence {
  /** A sight before the branches part: teaches how points follow load, speed and ambient. */
  learn(sight: Sight): void;
  /** `healthy` where the base is not: load, speed and ambient are taken from there. */
  add(base: Sight, branch: Sight, healthy?: Sight): void;
  /** I so far, nats. */
  value(): number;
  /** The same of each point alone, by its id. */
  byPoint(): ReadonlyMap<string, number>;
}

/**
 * `metric`: `likelihood` counts bursts exactly, `distance` to second order (it can be scaled).
 * The declared noise of every scalar point is multiplied by `noise`.
 */
export function createEvidence(
  model: PlantModel,
  metric: 'likelihood' | 'distance' = 'likelihood',
  noise = 1,
): Evidence {
  const scalars = model.world.trains.map(({ index }) => informationOf(model, index, noise));
  const bursts = new Map<string, number>();
  const between = metric === 'likelihood' ? burstInformation : burstDistance;
  return {
    learn: (sight) => {
      scalars.forEach(({ information }, train) => {
        information.learn(sight.means[train] ?? []);
      });
    },
    add: (base, branch, healthy = base) => {
      scalars.forEach(({ information }, train) => {
        information.add(base.means[train] ?? [], branch.means[train] ?? [], healthy.means[train]);
      });
      for (const [name, now] of branch.bursts) {
        const then = base.bursts.get(name);
        if (then === undefined) continue;
        const point = name.split(' ')[0] ?? name;
        bursts.set(point, (bursts.get(point) ?? 0) + between(then, now));
      }
    },
    value: () => {
      let sum = 0;
      for (const { information } of scalars) sum += information.value();
      for (const part of bursts.values()) sum += part;
      return sum;
    },
    byPoint: () => {
      const parts = new Map<string, number>();
      for (const { information, ids } of scalars) {
        information.parts().forEach((part, i) => {
          parts.set(ids[i] ?? '', part);
        });
      }
      for (const [point, part] of bursts) parts.set(point, part);
      return parts;
    },
  };
}

/** Points that only restate load or time: they tell nothing of their own. */
const RESTATING = ['energy', 'status', 'running'];

function informationOf(
  model: PlantModel,
  train: number,
  noise: number,
): { readonly information: Information; readonly ids: readonly string[] } {
  const points = model.devices
    .filter((device) => device.train === train)
    .flatMap((device) => scalarPoints(device));
  const accuracies = points.map(
    (point): PointAccuracy => ({
      noise: noise * point.noise,
      resolution: point.resolution,
      counts: !RESTATING.includes(point.quantity),
    }),
  );
  const column = (id: string): number => points.findIndex((point) => point.id.endsWith(id));
  const regressors = [
    column('.motor.power'),
    column('.motor.speed'),
    column('.train.ambient-temperature'),
  ] as const;
  return {
    information: createInformation(accuracies, regressors),
    ids: points.map(({ id }) => id),
  };
}
