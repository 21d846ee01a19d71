/** The engine by the name of its variant. */
import type { Manifest } from '@plant47/contract';
import { createCore, type Engine } from '../core.js';
import { createAlwaysOn, createConstantLife, createOff, createShuffled } from './crippled.js';
import {
  createTrivial,
  ISO_ZONES,
  KURTOSIS_4,
  RMS_6_SIGMA,
  temperatureThreshold,
} from './trivial.js';

export const VARIANTS = [
  'full',
  'off',
  'always-on',
  'shuffled',
  'rul-constant',
  'rms-6sigma',
  'kurtosis-4',
  'iso-zones',
  'temperature-threshold',
] as const;
export type Variant = (typeof VARIANTS)[number];

export interface EngineOptions {
  readonly variant?: Variant | undefined;
  /** Limit of the variant temperature-threshold, °C; 75 where absent. */
  readonly threshold_C?: number | undefined;
}

const MAKE: Readonly<Record<Variant, (manifest: Manifest, options: EngineOptions) => Engine>> = {
  full: createCore,
  off: createOff,
  'always-on': createAlwaysOn,
  shuffled: createShuffled,
  'rul-constant': createConstantLife,
  'rms-6sigma': (manifest) => createTrivial(manifest, RMS_6_SIGMA),
  'kurtosis-4': (manifest) => createTrivial(manifest, KURTOSIS_4),
  'iso-zones': (manifest) => createTrivial(manifest, ISO_ZONES),
  'temperature-threshold': (manifest, { threshold_C = 75 }) =>
    createTrivial(manifest, temperatureThreshold(threshold_C)),
};

/** Creates the engine: the full one, or a crippled or trivial one for comparison. */
export function createEngine(manifest: Manifest, options: EngineOptions = {}): Engine {
  return MAKE[options.variant ?? 'full'](manifest, options);
}
