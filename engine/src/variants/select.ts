/** The engine by name of its variant. */
import type { Manifest } from '@plant47/contract';
import { createCore, type Engine, type EngineOptions } from '../core.js';

/** Creates the engine: the full one, or a crippled or trivial one for comparison. */
export function createEngine(manifest: Manifest, _options: EngineOptions = {}): Engine {
  return createCore(manifest);
}
