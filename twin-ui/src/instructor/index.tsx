/** The instructor's part of the twin; a chunk of its own that other roles never load. */
export { InjectPanel } from './inject-panel.js';
export { InstructorScreen } from './instructor-screen.js';
export { TruthGlow } from './truth-glow.js';
