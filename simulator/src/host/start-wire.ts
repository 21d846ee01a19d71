/** The endpoints of a plant, started together and seen as one wire. */
import { type ClockMessage, helloClaim, type OperatorMessage, PlantError } from '@plant47/contract';
import type { Command } from '@plant47/contract/sealed';
import type { DeviceScan } from '../devices/device.js';
import type { PlantModel } from '../devices/plant-model.js';
import { Lockstep } from '../endpoints/lockstep.js';
import { type ModbusEndpoint, startModbus } from '../endpoints/modbus/endpoint.js';
import type { Login } from '../endpoints/mqtt/broker.js';
import { type MqttEndpoint, startMqtt } from '../endpoints/mqtt/endpoint.js';
import { type CommandEvent, siteOf } from '../endpoints/mqtt/intake.js';
import type { Toxins } from '../endpoints/toxins.js';
import type { EngineLogin } from './engine-process.js';
import type { GatewayAddress, MqttAddress, TeamView } from './host.js';
import type { HostOptions } from './host-options.js';
import type { MadeBurst, RunOnWire, Wire, WireEvents } from './wire.js';

/** Binds MQTT, and prepares Modbus; throws all coded errors after closing what was opened. */
export async function startWire(
  options: HostOptions,
  model: PlantModel,
  events: WireEvents,
  { toxins, engine }: { readonly toxins: Toxins; readonly engine: EngineLogin },
): Promise<Wire> {
  const { access, host, ports } = options;
  const login: Login | undefined =
    access?.guarded === true
      ? async (user, password) => {
          if (user !== engine.user) return access.login(user, password);
          return password === engine.password ? 'viewer' : undefined;
        }
      : undefined;
  const allow = access && ((address: string) => access.allows(address));
  const lockstep = new Lockstep({ dismissLost: !options.strict });
  const mqtt = await startMqtt({
    host,
    port: ports.mqtt,
    lockstep,
    login,
    rights: access?.rights,
    webSocketPort: ports.mqttWs,
    sites: new Set(model.devices.map(siteOf)),
    log: options.wireLog,
    toxins,
  });
  let modbus: ModbusEndpoint;
  try {
    modbus = await startModbus({
      host,
      port: ports.modbus,
      lockstep,
      devices: model.devices,
      ...options.modbus,
      allow,
      log: options.wireLog,
      toxins,
    });
  } catch (error) {
    await mqtt.close();
    throw error;
  }
  return new PlantWire(lockstep, mqtt, modbus, events);
}

/** MQTT and Modbus as one publisher, with one table of who is in the run. */
class PlantWire implements Wire {
  private readonly lockstep: Lockstep;
  private readonly mqttEndpoint: MqttEndpoint;
  private readonly modbusEndpoint: ModbusEndpoint;
  private readonly events: WireEvents;
  /** Scans of a barrier that is not in the registers yet; none may be among them. */
  private scans: readonly DeviceScan[] | undefined;

  constructor(lockstep: Lockstep, mqtt: MqttEndpoint, modbus: ModbusEndpoint, events: WireEvents) {
    this.lockstep = lockstep;
    this.mqttEndpoint = mqtt;
    this.modbusEndpoint = modbus;
    this.events = events;
    lockstep.onChange(() => events.teams());
    mqtt.onClaim(({ team, kind, body }) => {
      if (kind !== 'heartbeat') events.claim(team, kind, body);
    });
    mqtt.onCommand((event) => void this.mqttCommand(event));
    modbus.onCommand(({ device, component, action, value }) => {
      try {
        events.command('modbus', actionOf(device.asset, component, action, value));
      } catch {
        // The register took the value; a plant that declares no such action ignores it.
      }
    });
  }

  get mqtt(): MqttAddress {
    const { host, port, webSocketPort } = this.mqttEndpoint;
    return { host, port, ...(webSocketPort !== undefined && { webSocketPort }) };
  }
  get modbus(): readonly GatewayAddress[] {
    return this.modbusEndpoint.ports;
  }
  get modbusRtu(): { host: string; port: number } | undefined {
    return this.modbusEndpoint.rtuAddress;
  }
  get misfits(): number {
    return this.mqttEndpoint.counters.invalid;
  }
  get modbus_s(): number {
    return this.modbusEndpoint.spent_s;
  }

  async begin(run: RunOnWire, late: boolean): Promise<void> {
    this.lockstep.begin(run.clock.completeTo, { late });
    this.modbusEndpoint.begin(run.devices);
    await this.mqttEndpoint.beginRun(run);
  }

  async publish(scans: readonly DeviceScan[], bursts: readonly MadeBurst[]): Promise<void> {
    this.lockstep.start();
    this.scans = scans;
    await this.mqttEndpoint.publish(scans, bursts);
  }

  async clock(message: ClockMessage): Promise<void> {
    // The images are set first: whoever hears of a barrier finds its values in every register.
    if (this.scans) this.modbusEndpoint.setImages(this.scans, message);
    else this.modbusEndpoint.setClock(message);
    this.scans = undefined;
    await this.mqttEndpoint.clock(message);
  }

  settled(simTs: number): Promise<void> {
    return this.lockstep.waitAllDone(simTs);
  }
  enrolled(team: string, timeout_ms: number): Promise<boolean> {
    return this.lockstep.enrolled(team, timeout_ms);
  }
  dismiss(team: string): void {
    this.lockstep.dismiss(team);
  }

  fail(error: PlantError): void {
    this.lockstep.fail(error);
  }

  hello(team: string, body: unknown): TeamView {
    const parsed = helloClaim.safeParse(body);
    if (parsed.success) {
      this.events.claim(team, 'hello', body);
      return this.lockstep.hello(team, parsed.data.mode, parsed.data.ranges);
    }
    throw new PlantError(
      parsed.error.issues.map((issue) => ({
        code: 'E_HELLO',
        path: issue.path.join('.') || 'body',
        message: issue.message,
        remedy: 'send {"schema":"hello/1","version":"1","mode":"W"}',
      })),
    );
  }
  watermark(team: string, simTs: number): TeamView {
    return this.lockstep.watermark(team, simTs);
  }
  teams(): readonly TeamView[] {
    return this.lockstep.members();
  }

  operator(message: OperatorMessage): Promise<void> {
    return this.mqttEndpoint.operator(message);
  }

  verdict(text: string): Promise<void> {
    return this.mqttEndpoint.verdict(text);
  }

  async end(clock: ClockMessage, linger: boolean): Promise<void> {
    await this.mqttEndpoint.clock(clock);
    if (linger) await this.modbusEndpoint.end(clock);
    else this.modbusEndpoint.setClock(clock);
  }

  async close(): Promise<void> {
    await Promise.all([this.mqttEndpoint.close(), this.modbusEndpoint.close()]);
  }

  /** A burst at once, or an action; the answer goes to `cmd/reply`. */
  private async mqttCommand(event: CommandEvent): Promise<void> {
    const { command, device } = event;
    if (command.command === 'burst') {
      const ok = command.point !== undefined && this.events.burst(command.point, command.plan);
      await this.mqttEndpoint.reply(event, ok, ok ? 'with the next scan' : 'no such point');
      return;
    }
    const component = command.component ?? 'train';
    try {
      this.events.command(
        'mqtt',
        actionOf(device.asset, component, command.command, command.value),
      );
      await this.mqttEndpoint.reply(event, true, 'queued');
    } catch (error) {
      await this.mqttEndpoint.reply(event, false, (error as Error).message);
    }
  }
}

function actionOf(
  asset: string,
  component: string,
  action: string,
  value: number | undefined,
): Command {
  return {
    type: 'action',
    asset,
    component,
    action,
    ...(value !== undefined && { value }),
  };
}
