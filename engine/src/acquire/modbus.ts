/** Poller of one device class over Modbus TCP: a socket a device, one request in flight on each. */
import { once } from 'node:events';
import { Socket } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import type { DeviceEntry } from '@plant47/contract';
import Modbus from 'jsmodbus';
import { type Image, readImage, registerCount } from './registers.js';

export interface Gateway {
  readonly gateway: number;
  readonly host: string;
  readonly port: number;
}

export interface PolledDevice {
  readonly asset: string;
  readonly device: DeviceEntry;
}

interface Unit extends PolledDevice {
  readonly client: InstanceType<typeof Modbus.client.TCP>;
  readonly count: number;
  /** Number of the last scan that was given; −1 = none. */
  given: number;
}

/** A socket and the units read over it, one after the other. */
interface Lane {
  readonly socket: Socket;
  readonly gateway: Gateway;
  readonly units: Unit[];
}

export interface Poller {
  readonly devices: number;
  /**
   * Reads every device once; an image older than the scan that is announced for its device
   * (`<asset>/<device>`) is read again for a while. In lock-step an image that is known already
   * is not given again: the device did not scan.
   */
  poll(
    announced: Readonly<Record<string, number>>,
    each: (asset: string, device: string, image: Image) => void,
  ): Promise<void>;
  close(): void;
}

/**
 * jsmodbus matches an answer by transaction id alone, so a socket carries one request at a time;
 * and every client on a socket parses every answer, so a gateway's 80 devices get their own.
 */
const LANES = 80;
const TIMEOUT_MS = 5000;
/** An image may lag the clock message by moments only; then the plant is not in lock-step. */
const RETRIES = 1000;
/** Requests in vain (busy, no answer) after which a device is left alone until the next barrier. */
const REFUSALS = 8;
const PAUSE_MS = 20;

/** Makes a client for each device, all before their sockets connect (jsmodbus needs that). */
export function createPoller(
  gateways: readonly Gateway[],
  devices: readonly PolledDevice[],
  lockstep: boolean,
): Poller {
  const lanes: Lane[] = [];
  for (const gateway of gateways) {
    const own = devices.filter(({ device }) => device.gateway === gateway.gateway);
    const width = Math.min(LANES, own.length);
    for (let i = 0; i < width; i++) {
      const socket = new Socket();
      socket.setNoDelay(true);
      socket.setMaxListeners(64);
      const units = own
        .filter((_, k) => k % width === i)
        .map((entry) => ({
          ...entry,
          client: new Modbus.client.TCP(socket, entry.device.unit, TIMEOUT_MS),
          count: registerCount(entry.device),
          given: -1,
        }));
      lanes.push({ socket, gateway, units });
    }
  }
  let open = false;
  return {
    devices: devices.length,
    async poll(announced, each) {
      // The port opens with the first barrier: there is nothing to connect to before it.
      if (!open) await Promise.all(lanes.map(connectLane));
      open = true;
      await Promise.all(lanes.map((lane) => pollLane(lane, announced, lockstep, each)));
    },
    close() {
      for (const { socket } of lanes) socket.destroy();
    },
  };
}

async function connectLane({ socket, gateway }: Lane): Promise<void> {
  const until = Date.now() + TIMEOUT_MS;
  for (;;) {
    try {
      socket.connect({ host: gateway.host, port: gateway.port });
      await once(socket, 'connect');
      break;
    } catch (error) {
      if (Date.now() > until) throw error;
      await setTimeout(20);
    }
  }
  socket.on('error', () => socket.destroy());
}

/** The registers of a device; undefined where it refuses. Throws where the line is gone. */
async function readUnit({ socket }: Lane, { client, count }: Unit) {
  for (let refused = 0; ; refused++) {
    try {
      return await client.readInputRegisters(0, count);
    } catch (error) {
      if (socket.destroyed) throw error;
      if (refused >= REFUSALS) return undefined;
      await setTimeout(PAUSE_MS);
    }
  }
}

async function pollLane(
  lane: Lane,
  announced: Readonly<Record<string, number>>,
  lockstep: boolean,
  each: (asset: string, device: string, image: Image) => void,
): Promise<void> {
  for (const unit of lane.units) {
    const due = announced[`${unit.asset}/${unit.device.device}`] ?? 0;
    const retries = lockstep ? RETRIES : 0;
    for (let attempt = 0; ; attempt++) {
      const answer = await readUnit(lane, unit);
      if (!answer) break;
      const image = readImage(unit.device, answer.response.body.valuesAsBuffer as Buffer);
      if (image.seq >= due || image.over || attempt >= retries) {
        if (!lockstep || image.seq !== unit.given) each(unit.asset, unit.device.device, image);
        unit.given = image.seq;
        break;
      }
      // The images of a barrier are set right after its clock message: look again at once, then
      // at leisure.
      if (attempt > 5) await setTimeout(2);
    }
  }
}
