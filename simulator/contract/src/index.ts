/** The open contract: what any client may know. */
export * from './burst.js';
export * from './catalogue.js';
export * from './catalogue-schema.js';
export * from './claims.js';
export * from './control.js';
export * from './duration.js';
export * from './errors.js';
export * from './faults.js';
export * from './messages.js';
export * from './operator.js';
export * from './registers.js';
export * from './topics.js';
