/** The sealed contract: truth, plant and scenario files. Never reaches engine or viewer. */
export * from './burst-job.js';
export * from './device-profile.js';
export * from './inputs.js';
export * from './plant.js';
export * from './plant-check.js';
export * from './plant-settings.js';
export * from './quantity.js';
export * from './requirement.js';
export * from './sampling.js';
export * from './scenario.js';
export * from './timeline-event.js';
export * from './toxic-spec.js';
export * from './toxics.js';
export * from './train-info.js';
export * from './truth.js';
export * from './truth-file.js';
export * from './written.js';
