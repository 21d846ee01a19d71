/** Where wire faults reach into the endpoints; who causes them is not known here. */
import type { Socket } from 'node:net';
import type { Device } from '../devices/device.js';

/** A Modbus request as a fault is aimed at it. */
export interface RequestAim {
  readonly gateway: number;
  /** `address:port` of the client. */
  readonly client: string;
  readonly unit: number;
  readonly fc: number;
  /** First register or coil and their number; 0 registers where the request names none. */
  readonly address: number;
  readonly count: number;
  readonly device: Device | undefined;
}

/** What becomes of one answer. */
export interface Spoil {
  /** Answered by this exception, not carried out. */
  readonly exception?: number;
  /** Not answered, not carried out. */
  readonly silent?: boolean;
  /** Acknowledged where it is a write, not carried out. */
  readonly ignored?: boolean;
  /** Registers of the scan before: all, or those of the second half. */
  readonly stale?: 'all' | 'half';
  /** Added to the transaction and to the unit of the answer. */
  readonly transaction?: number;
  readonly unit?: number;
  /** Which bit of the data is wrong, 0–1 of its length. */
  readonly flip?: number;
  /** Bytes cut from the end. */
  readonly cut?: number;
  readonly twice?: boolean;
  /** Wall time before the answer. */
  readonly delay_ms?: number;
}

/** Wire faults of endpoints and connections. */
export interface Toxins {
  /** False while none stands: then nothing else is asked. */
  readonly active: boolean;
  /** Sees a new connection before anything is read from it; false where it was reset. */
  accept(socket: Socket, on: 'modbus' | 'mqtt', gateway?: number): boolean;
  /** The MQTT id of a connection. */
  name(socket: Socket, client: string): void;
  request(request: RequestAim): Spoil | undefined;
  /** How often a message goes to a client: once, twice or not at all. */
  copies(client: string, topic: string): number;
  /** True where messages of a topic were lost on the way to somebody. */
  lost(topic: string): boolean;
  refuses(client: string): boolean;
  /** Asked once a barrier for each client. */
  disconnects(client: string): boolean;
}
