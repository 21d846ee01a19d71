/** The plant: a deterministic world, its devices and endpoints, and the host that runs it. */

export type { BurstJob, Sampling } from '@plant47/contract/sealed';
export { wireTruth } from './chaos/standing.js';
export { MODES } from './control/starter.js';
export type { CommandEntry, Device, DeviceScan, DueBurst } from './devices/device.js';
export { scalarPoints } from './devices/device.js';
export type { PlantModel, PlantModelOptions } from './devices/plant-model.js';
export { createUnitImage, setScan } from './devices/register-image.js';
export type { ModbusPolicy } from './endpoints/modbus/endpoint.js';
export {
  clockMap,
  type DeviceMap,
  deviceMap,
  type RegisterRow,
  registerRow,
} from './endpoints/modbus/register-map.js';
export { createBroker } from './endpoints/mqtt/broker.js';
export { Fanout } from './endpoints/mqtt/fanout.js';
export { createDataEncoder } from './endpoints/mqtt/payload.js';
export { type Player, startPlayer } from './endpoints/mqtt/player.js';
export { type WireEnd, type WireEntry, WireLog, type WireProtocol } from './endpoints/wire-log.js';
export { type AccessList, hashSecret, readAccess } from './host/access-list.js';
export { actionListing, faultListing } from './host/declared.js';
export type { ExerciseEvent, ExercisePort } from './host/exercise-port.js';
export type { Done, Host, HostEvent, SnapshotEntry, Split } from './host/host.js';
export type { HostOptions, RunEnd } from './host/host-options.js';
export { InputQueue } from './host/input-queue.js';
export { manifestOf } from './host/manifest.js';
export { type PlantHost, startHost } from './host/plant-host.js';
export { type RunningProxy, startProxy } from './host/proxy.js';
export { listRuns, Recorder, readJournal, writeWhole } from './host/recorder.js';
export {
  type Mark,
  type Recording,
  type RunOrigin,
  type RunRecord,
  readRecording,
  sha256,
  VERSION,
} from './host/recording.js';
export type { ClaimRecord } from './host/run-session.js';
export { createPlantModel, shippedProfiles } from './host/shipped-plant.js';
export { SnapshotStore, type StoredSnapshot } from './host/snapshot-store.js';
export { KINDS } from './machines/registry.js';
export { type Stream, streamOf, uniform } from './physics/random.js';
export { synthesize } from './sensing/burst.js';
export { type Key, keyOfSeed } from './world/key.js';
export { read } from './world/read.js';
export { fork, hash, restore, type State, snapshot, TICKS_PER_SECOND } from './world/state.js';
export { type FaultView, truth } from './world/truth.js';
