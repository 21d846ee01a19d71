/** The manifest of a run: what is published of the plant before anything happens in it. */
import { createHash } from 'node:crypto';
import { type BurstPlan, CLAIMABLE, type Manifest } from '@plant47/contract';
import type { PlantModel } from '../devices/plant-model.js';

export interface ManifestSettings {
  readonly run: string;
  readonly plant: string;
  readonly learning_s: number;
  /** Definition of the run as text; the commitment is its SHA-256 with the key. */
  readonly definition: string;
  /** Commitment of a sealed run, made before it; else that of its definition and key. */
  readonly commitment?: string | undefined;
}

/** Equal for a healthy and a faulty plant, run id and commitment apart. */
export function manifestOf(model: PlantModel, settings: ManifestSettings): Manifest {
  const { scan, line, scalars_s } = model.sampling;
  const bursts: BurstPlan[] = [
    { name: 'scan', ...scan },
    { name: 'line', ...line },
  ];
  return {
    v: 1,
    run: settings.run,
    plant: settings.plant,
    simulated: true,
    epoch: model.epoch,
    learningUntil: model.epoch + settings.learning_s * 1000,
    scalars_s,
    bursts,
    claimable: CLAIMABLE,
    commitment: settings.commitment ?? commitmentOf(model, settings),
    assets: model.assets,
  };
}

function commitmentOf(model: PlantModel, { definition, run }: ManifestSettings): string {
  const key = model.world.key.join(',');
  return createHash('sha256').update(definition).update(key).update(run).digest('hex');
}
