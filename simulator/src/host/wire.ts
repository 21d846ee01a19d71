/** What the host needs of the endpoints: one publisher, and who is in the run. */
import type { Burst, ClockMessage, Manifest, OperatorMessage, PlantError } from '@plant47/contract';
import type { Command } from '@plant47/contract/sealed';
import type { Device, DeviceScan, DueBurst } from '../devices/device.js';
import type { GatewayAddress, MqttAddress, TeamView } from './host.js';

export interface MadeBurst {
  readonly due: DueBurst;
  readonly burst: Burst;
}

/** What clients send that concerns the host. */
export interface WireEvents {
  /** A message on claims/<team>/<kind> of the present run. */
  readonly claim: (
    team: string,
    kind: 'hello' | 'alarm' | 'rul' | 'done',
    payload: unknown,
  ) => void;
  /** A client asks for a burst of a point at once. */
  readonly burst: (point: string, plan: 'scan' | 'line') => boolean;
  /** A register or topic was written that means a command. */
  readonly command: (source: 'modbus' | 'mqtt', command: Command) => void;
  /** A team came, left or said something new. */
  readonly teams: () => void;
}

export interface RunOnWire {
  readonly manifest: Manifest;
  readonly devices: readonly Device[];
  /** Clock in state `enrol`, or of the instant at which a restored run begins. */
  readonly clock: ClockMessage;
}

export interface Wire {
  readonly mqtt: MqttAddress;
  readonly modbus: readonly GatewayAddress[];
  /** RTU frames over TCP, where asked for. */
  readonly modbusRtu: { readonly host: string; readonly port: number } | undefined;
  /** Wall seconds spent answering Modbus requests. */
  readonly modbus_s: number;
  /** Claims and commands by MQTT that did not fit their schema; dropped. */
  readonly misfits: number;
  /** Rewrites the retained messages for a new run; everybody has to enrol again; with `late`
   *  a team may still do so after the first barrier. */
  begin(run: RunOnWire, late: boolean): Promise<void>;
  /** Publishes all data of a barrier and sets the register images; resolves after the callbacks. */
  publish(scans: readonly DeviceScan[], bursts: readonly MadeBurst[]): Promise<void>;
  clock(message: ClockMessage): Promise<void>;
  /** Resolves once every enrolled client is done with `simTs`; rejects where one is lost. */
  settled(simTs: number): Promise<void>;
  /** Resolves once `team` is in the run, or after `timeout_ms` (false). */
  enrolled(team: string, timeout_ms: number): Promise<boolean>;
  /** Takes a team out of the run: its silence no longer holds the clock. */
  dismiss(team: string): void;
  /** Ends the run as invalid. */
  fail(error: PlantError): void;
  hello(team: string, body: unknown): TeamView;
  watermark(team: string, simTs: number): TeamView;
  teams(): readonly TeamView[];
  operator(message: OperatorMessage): Promise<void>;
  /** The referee's verdict, after the end; retained. */
  verdict(text: string): Promise<void>;
  /** Says that the run is over; with `linger` registers keep saying so for a while. */
  end(clock: ClockMessage, linger: boolean): Promise<void>;
  close(): Promise<void>;
}
