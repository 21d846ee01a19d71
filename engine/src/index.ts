/** The predictive engine: knows the plant only through its sockets. */

export { type Image, readImage } from './acquire/registers.js';
export type { Engine } from './core.js';
export { assessWaveform, type WaveformAssessment } from './diagnose/waveform.js';
export { createEngine, type EngineOptions, VARIANTS, type Variant } from './variants/select.js';
