/** What a host is started with, and how a run can end. */
import type { ChildProcess } from 'node:child_process';
import type { PlantError } from '@plant47/contract';
import type { Input } from '@plant47/contract/sealed';
import type { DueBurst } from '../devices/device.js';
import type { PlantModel } from '../devices/plant-model.js';
import type { ModbusPolicy } from '../endpoints/modbus/endpoint.js';
import type { WireLog } from '../endpoints/wire-log.js';
import type { AccessList } from './access-list.js';
import type { ExercisePort } from './exercise-port.js';
import type { PlantHost } from './plant-host.js';
import type { RunOrigin } from './recording.js';
import type { ClaimRecord } from './run-session.js';
import type { StoredSnapshot } from './snapshot-store.js';

interface EngineOptions {
  /** File that Node runs. */
  readonly entry: string;
  /** A process of it that already waits for its configuration, stdin and stderr piped. */
  readonly waiting?: ChildProcess | undefined;
  readonly team: string;
  /** Folder of its checkpoints; absent = snapshots are without one. */
  readonly stateDir?: string;
  /** Added to the configuration that it gets on standard input. */
  readonly config?: Readonly<Record<string, unknown>>;
}

export interface HostOptions {
  /** A settled model at tick 0, made afresh for each run. */
  readonly createModel: () => PlantModel;
  /** Name of the plant, as published. */
  readonly plant: string;
  readonly inputs: readonly Input[];
  /** Begin here instead of at tick 0. */
  readonly from?: StoredSnapshot | undefined;
  readonly learning_s: number;
  /** The run as text: plant, scenario, seed; written beside the record. */
  readonly definition: string;
  /** Names of what is run, for the record. */
  readonly origin?: RunOrigin | undefined;
  /** Who may connect; absent = only this computer, without asking. */
  readonly access?: AccessList | undefined;
  /** Address to listen on. */
  readonly host: string;
  /** 0 = any free port; http undefined = no HTTP at all. */
  readonly ports: {
    readonly http: number | undefined;
    readonly modbus: number;
    readonly mqtt: number;
    /** MQTT over WebSocket; absent = none. */
    readonly mqttWs?: number | undefined;
  };
  /** What the Modbus gateways do where their defaults do not fit. */
  readonly modbus?: ModbusPolicy | undefined;
  /** Folder for runs and snapshots; undefined = nothing is written. */
  readonly stateDir?: string | undefined;
  readonly engine?: EngineOptions | undefined;
  /** Teams that tick 0 waits for, beside the engine. */
  readonly awaited?: readonly string[];
  /** Wall time that tick 0 waits for them, ms; 20 s where absent. */
  readonly enrol_ms?: number | undefined;
  /** Called once everything listens, before anybody has enrolled. */
  readonly onListening?: ((host: PlantHost) => void) | undefined;
  /** True where a client that is lost ends the run as invalid; else it is dismissed. */
  readonly strict: boolean;
  /** Simulated seconds after which the run ends; undefined = never. */
  readonly until_s?: number | undefined;
  /** True once the run may end before `until_s`; asked at each barrier. */
  readonly done?: (model: PlantModel) => boolean;
  /** Threads for waveforms; 0 = in the plant's own. */
  readonly threads: number;
  /** False = waveforms are announced by no burst at all. */
  readonly bursts?: (due: DueBurst) => boolean;
  /** Simulated seconds a second once tick 0 is out; 0 = max, undefined = frozen. */
  readonly rate?: number | undefined;
  readonly exercise?: (changed: () => void) => ExercisePort;
  /** Simulated Unix time, ms, from which a fault can be told; null = never. Shown to instructors. */
  readonly observableTs?: (fault: string) => number | null;
  /** Folder of the twin's built files. */
  readonly files?: string | undefined;
  /** Keeps what goes over the sockets; absent = nothing is kept. */
  readonly wireLog?: WireLog | undefined;
  /** Coded lines for people: engine restarts, lost clients. */
  readonly log: (level: 'info' | 'warn', code: string, message: string) => void;
  readonly onClaim?: (record: ClaimRecord) => void;
  /** Called at each published barrier with its simulated Unix time, ms. */
  readonly onBarrier?: (simTs: number) => void;
}

export interface RunEnd {
  readonly why: 'until' | 'done' | 'stopped' | 'lost';
  readonly error?: PlantError;
}
