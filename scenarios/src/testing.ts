/** What the testkit needs of this package: no engine, no referee of analytics, quick to load. */
export { clientIssues, judgeClient } from './referee/client-requirements.js';
export { isRead, type ModbusRequest, WireReader } from './referee/client-wire.js';
export type { Verdict } from './referee/requirements.js';
export { pcapOf } from './report/pcap.js';
export { type ReadyFile, requestApi } from './runner/api-request.js';
export { type ClientWatch, watchClients } from './runner/client-watch.js';
export { type Definition, define } from './runner/definition.js';
export { engineEntry } from './runner/places.js';
