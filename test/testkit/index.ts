/** Plants for tests: in process with `startPlant`, as a process with `spawnPlant`. */
export type { PlantOptions } from './options.js';
export { startPlant, type TestPlant } from './plant.js';
export { plant47, ROOT, type SpawnedPlant, spawnPlant } from './process.js';
