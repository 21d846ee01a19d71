/** The Modbus endpoint: gateways, images at a barrier, modes P and R, the end of a run. */
import { setTimeout as wait } from 'node:timers/promises';
import { CLOCK_UNIT, type ClockMessage } from '@plant47/contract';
import type { Device, DeviceScan } from '../../devices/device.js';
import {
  createClockImage,
  createUnitImage,
  setClock,
  setRunOver,
  setScan,
  type UnitImage,
} from '../../devices/register-image.js';
import type { Lockstep } from '../lockstep.js';
import type { Toxins } from '../toxins.js';
import type { WireLog } from '../wire-log.js';
import type { Connection } from './connection.js';
import { Gateway, type GatewayLimits } from './gateway.js';
import { createTcpServer, type Serve } from './jsmodbus-server.js';
import { PollBudget } from './poll-budget.js';
import { type Heartbeat, wallHeartbeat } from './read-reply.js';
import { RtuGateway } from './rtu-gateway.js';
import type { WriteEvent } from './unit-writes.js';

/** What a gateway does where more than one way is usual. */
export interface ModbusPolicy {
  readonly limits?: Partial<GatewayLimits>;
  readonly unknownUnit?: 'exception' | 'silence';
  /** Port for RTU frames over TCP to the units of gateway 0; absent = none. */
  readonly rtuPort?: number;
}

export interface ModbusOptions extends ModbusPolicy {
  readonly host: string;
  /** Gateway k listens on `port` + k; 0 = any free port for each. */
  readonly port: number;
  readonly devices: readonly Device[];
  readonly lockstep: Lockstep;
  /** Who may connect, by address; absent = nobody but this computer can. */
  readonly allow?: ((address: string) => boolean) | undefined;
  readonly heartbeat?: Heartbeat;
  /** Keeps what goes over the sockets; absent = nothing is kept. */
  readonly log?: WireLog | undefined;
  readonly toxins?: Toxins | undefined;
}

/** A command that a client wrote to a register or coil. */
export interface ModbusCommand {
  readonly device: Device;
  readonly component: string;
  readonly action: string;
  readonly value?: number;
}

export interface GatewayPort {
  readonly gateway: number;
  readonly host: string;
  readonly port: number;
  /** Number of trains behind it. */
  readonly units: number;
}

const LIMITS: GatewayLimits = { connections: 512, overflow: 'refuse', idle_ms: 600_000 };
/** How long the last images stay after the end of a run. */
const AFTER_END_MS = 2000;

/** Binds all gateways, or none; throws coded errors. Nothing is answered before `setImages`. */
export async function startModbus(options: ModbusOptions): Promise<ModbusEndpoint> {
  const endpoint = new ModbusEndpoint(options);
  try {
    await endpoint.listen();
  } catch (error) {
    await endpoint.close();
    throw error;
  }
  return endpoint;
}

export class ModbusEndpoint {
  /** Wall time spent answering requests, s. */
  spent_s = 0;
  private readonly options: ModbusOptions;
  private readonly gateways: Gateway[];
  private readonly rtu: RtuGateway;
  private readonly budget: PollBudget;
  private readonly images = new Map<Device, UnitImage>();
  /** Bytes before the last scan, kept while wire faults stand. */
  private readonly before = new Map<UnitImage, Uint8Array>();
  private readonly commandListeners: ((command: ModbusCommand) => void)[] = [];
  /** Mode R: which team a connection to the clock unit speaks for. */
  private readonly speakers = new WeakMap<Connection, string>();
  private readonly spoken = new Set<string>();
  private clockImage = createClockImage();
  private shut = true;
  private barriers = 0;

  constructor(options: ModbusOptions) {
    this.options = options;
    this.budget = new PollBudget(options.lockstep);
    const count = options.devices.reduce((most, { gateway }) => Math.max(most, gateway + 1), 1);
    const context = {
      serve: (connection: Connection) => this.serverFor(connection),
      heartbeat: options.heartbeat ?? wallHeartbeat,
      silent: options.unknownUnit === 'silence',
      shut: () => this.shut,
      toxins: options.toxins,
      before: (image: UnitImage) => this.before.get(image),
      spent: (seconds: number) => {
        this.spent_s += seconds;
      },
    };
    this.gateways = Array.from(
      { length: count },
      (_, gateway) =>
        new Gateway({
          gateway,
          limits: { ...LIMITS, ...options.limits },
          context,
          allow: options.allow,
          log: options.log,
          connected: (index, connection) => this.budget.claim(index, connection),
        }),
    );
    this.rtu = new RtuGateway({
      unit: (unit) => this.gateways[0]?.units.get(unit),
      written: (event) => this.written(undefined, event),
      shut: () => this.shut,
      limits: { ...LIMITS, ...options.limits },
      allow: options.allow,
      log: options.log,
    });
    this.begin(options.devices);
  }

  /** Port for RTU frames over TCP; 0 = not asked for. */
  get rtuPort(): number {
    return this.rtu.port;
  }

  /** Where RTU frames go; undefined = nowhere. */
  get rtuAddress(): { host: string; port: number } | undefined {
    const { port } = this.rtu;
    return port === 0 ? undefined : { host: this.options.host, port };
  }

  /** Ports of the gateways. */
  get ports(): GatewayPort[] {
    const { host, devices } = this.options;
    return this.gateways.map(({ gateway, port }) => {
      const trains = devices.filter((device) => device.gateway === gateway);
      return { gateway, host, port, units: new Set(trains.map(({ train }) => train)).size };
    });
  }

  async listen(): Promise<void> {
    const { host, port, rtuPort, allow } = this.options;
    const guarded = allow !== undefined;
    for (const gateway of this.gateways) {
      const at = port === 0 ? 0 : port + gateway.gateway;
      await gateway.listen({ host, port: at, flag: '--modbus-port', guarded });
    }
    if (rtuPort === undefined) return;
    await this.rtu.listen({ host, port: rtuPort, flag: '--modbus-rtu-port', guarded });
  }

  /** Empty images for a new run; requests wait for its first scan. */
  begin(devices: readonly Device[]): void {
    this.shut = true;
    this.barriers = 0;
    this.images.clear();
    this.before.clear();
    this.spoken.clear();
    this.clockImage = createClockImage();
    for (const gateway of this.gateways) gateway.units.clear();
    for (const device of devices) {
      const image = createUnitImage(device);
      this.images.set(device, image);
      this.gateways[device.gateway]?.units.set(device.unit, image);
    }
    this.gateways[0]?.units.set(CLOCK_UNIT, this.clockImage);
  }

  /** Puts all scans of a barrier and the clock into the images, in one turn: no read is torn. */
  setImages(scans: readonly DeviceScan[], clock: Omit<ClockMessage, 'seq'>): void {
    const shown = scans.filter(({ on }) => on !== 'mqtt');
    for (const scan of shown) {
      const image = this.images.get(scan.device);
      if (!image) continue;
      if (this.options.toxins?.active) this.before.set(image, image.bytes.slice());
      setScan(image, scan);
    }
    this.barriers += 1;
    this.setClock(clock);
    this.shut = false;
    this.budget.barrier(clock.completeTo, shown, this.images);
    for (const gateway of this.gateways) gateway.resume();
  }

  /** Shows a clock that changed between barriers: frozen, at another rate. */
  setClock(clock: Omit<ClockMessage, 'seq'>): void {
    const { simTs, completeTo, state } = clock;
    setClock(this.clockImage, { seq: this.barriers, simTs, completeTo, state });
  }

  /** Calls `listener` for each command that a client writes. */
  onCommand(listener: (command: ModbusCommand) => void): void {
    this.commandListeners.push(listener);
  }

  /** The run is over: the images say so for 2 s of wall time, then connections end with FIN. */
  async end(clock: Omit<ClockMessage, 'seq'>): Promise<void> {
    for (const image of this.images.values()) setRunOver(image);
    this.setClock(clock);
    this.shut = false;
    this.budget.releaseAll();
    for (const gateway of this.gateways) gateway.resume();
    await wait(AFTER_END_MS);
    for (const gateway of this.gateways) gateway.hangUp();
  }

  async close(): Promise<void> {
    await Promise.all([this.rtu.close(), ...this.gateways.map((gateway) => gateway.close())]);
  }

  /** One jsmodbus server a connection, made when it first writes: most masters only read. */
  private serverFor(connection: Connection): Serve {
    const { heartbeat } = this.options;
    let serve: Serve | undefined;
    return (request) => {
      serve ??= createTcpServer({
        unit: connection.unit,
        written: (event) => this.written(connection, event),
        ...(heartbeat && { heartbeat }),
      });
      return serve(request);
    };
  }

  private written(connection: Connection | undefined, event: WriteEvent): void {
    if (event.type === 'watermark') {
      if (!connection) return;
      const team = this.speaker(connection);
      if (team) this.options.lockstep.watermark(team, event.simTs);
      return;
    }
    const { image, component, action, value } = event;
    if (!image.device) return;
    const command = { device: image.device, component, action };
    for (const listener of this.commandListeners) {
      listener(value === undefined ? command : { ...command, value });
    }
  }

  /** The first connection that writes the watermark speaks for the first team of mode R. */
  private speaker(connection: Connection): string | undefined {
    const known = this.speakers.get(connection);
    if (known) return known;
    const free = this.options.lockstep
      .members()
      .find(({ team, mode }) => mode === 'R' && !this.spoken.has(team));
    if (!free) return undefined;
    this.speakers.set(connection, free.team);
    this.spoken.add(free.team);
    connection.socket.setTimeout(0);
    connection.socket.once('close', () => this.spoken.delete(free.team));
    return free.team;
  }
}
