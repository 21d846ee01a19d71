/** The predictive engine: knows the plant only through its sockets. */
export * from './core.js';
export { createEngine } from './variants/select.js';
