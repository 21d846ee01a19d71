/** Scenarios and the referee for programs: read, run in memory, grade, report. */

export { readClaimLog, writeClaimLog } from './referee/claim-log.js';
export { type Composite, composite } from './referee/composite.js';
export { exitCodeOf, type Grade, type GradeInput, grade } from './referee/grade.js';
export type { ReceivedClaim } from './referee/intake.js';
export { findLeak, leakLine } from './referee/leak.js';
export { type Measures, measuresOf } from './referee/measures.js';
export { type ObservableRun, observableFrom } from './referee/observable.js';
export { parseScenario, parseSuite } from './referee/scenario-file.js';
export { timelineOf } from './referee/timeline.js';
export { htmlReport } from './report/html.js';
export { junitReport } from './report/junit.js';
export { summaryReport } from './report/summary.js';
export { terminalReport } from './report/terminal.js';
export { define } from './runner/definition.js';
export { readScenario, readSuite } from './runner/library.js';
export { type MemoryRun, runInMemory } from './runner/memory.js';
export { engineEntry } from './runner/places.js';
export { parsePlant, readPlant } from './runner/plant-file.js';
export { readPrepared } from './runner/prepared.js';
export { runOverSockets } from './runner/socket-run.js';
