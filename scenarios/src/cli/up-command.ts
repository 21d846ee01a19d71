/** plant47 up: plant, endpoints, engine and twin, until Ctrl-C. */
import { type ChildProcess, spawn } from 'node:child_process';
import { type Command, Option } from 'commander';
import { engineEntry } from '../runner/engine-entry.js';
import { seedOption, stateOption } from './arguments.js';

/** Flags of the command as they were given. */
export interface UpFlags {
  readonly plant?: string;
  readonly scenario?: string;
  readonly seed?: string;
  readonly rate?: string;
  readonly host: string;
  readonly httpPort: string;
  readonly modbusPort: string;
  readonly mqttPort: string;
  readonly mqttWsPort?: string;
  readonly modbusRtuPort?: string;
  readonly modbusUnknownUnit: string;
  readonly modbusConnections: string;
  readonly modbusOverflow: string;
  readonly modbusIdle: string;
  readonly pcap?: string;
  readonly access?: string;
  readonly state: string;
  readonly engine: boolean;
  readonly ui: boolean;
  readonly for?: string;
  readonly readyFile?: string;
  readonly adminToken?: boolean;
  readonly verbose?: boolean;
}

/** Adds the command. */
export function addUpCommand(program: Command): void {
  program
    .command('up')
    .description('start the plant with its endpoints, the engine and the twin')
    .addOption(new Option('--plant <plant>', 'plant, by name or file').env('PLANT47_PLANT'))
    .addOption(
      new Option('--scenario <scenario>', 'scenario, by name or file').env('PLANT47_SCENARIO'),
    )
    .addOption(seedOption())
    .addOption(new Option('--rate <x>', 'simulated seconds a second, or max').env('PLANT47_RATE'))
    .addOption(
      new Option('--host <address>', 'address to listen on')
        .env('PLANT47_HOST')
        .default('127.0.0.1'),
    )
    .addOption(port('--http-port', 'PLANT47_HTTP_PORT', 'web page and control API', 8080))
    .addOption(port('--modbus-port', 'PLANT47_MODBUS_PORT', 'first Modbus gateway', 1502))
    .addOption(port('--mqtt-port', 'PLANT47_MQTT_PORT', 'MQTT broker', 1883))
    .option('--mqtt-ws-port <port>', 'port of MQTT over WebSocket; 0 = any free one')
    .addOption(
      new Option('--access <file>', 'users and addresses that may connect').env('PLANT47_ACCESS'),
    )
    .option('--modbus-rtu-port <port>', 'port for RTU frames over TCP; 0 = any free one')
    .addOption(
      new Option('--modbus-unknown-unit <way>', 'answer for a unit that does not exist')
        .choices(['exception', 'silence'])
        .default('exception'),
    )
    .option('--modbus-connections <n>', 'connections that a gateway holds', '512')
    .addOption(
      new Option('--modbus-overflow <way>', 'what one connection more does')
        .choices(['refuse', 'close-oldest'])
        .default('refuse'),
    )
    .option('--modbus-idle <duration>', 'silence that ends a connection; 0s = never', '10min')
    .option('--pcap <file>', 'write what goes over the sockets, for tshark')
    .addOption(stateOption())
    .option('--no-engine', 'without the predictive engine')
    .option('--no-ui', 'without the web page')
    .option('--for <duration>', 'stop after this much simulated time')
    .option('--ready-file <file>', 'addresses and tokens as JSON, once ready')
    .option('--admin-token', "put the admin's token into the ready file")
    .option('--verbose', "the engine's log")
    .addHelpText('after', '\nExample:\n  plant47 up --scenario motor-47-starvation --rate 60')
    .action(up);
}

const port = (flag: string, env: string, what: string, value: number): Option =>
  new Option(`${flag} <port>`, `port of the ${what}; 0 = any free one`)
    .env(env)
    .default(String(value));

/** Begins the engine's process, which takes as long to load as the plant, and then the plant. */
async function up(flags: UpFlags): Promise<void> {
  const engine = flags.engine ? waitingEngine() : undefined;
  try {
    const { runPlant } = await import('./up-session.js');
    await runPlant(flags, engine);
  } catch (error) {
    engine?.kill();
    throw error;
  }
}

function waitingEngine(): ChildProcess {
  return spawn(process.execPath, [engineEntry()], { stdio: ['pipe', 'ignore', 'pipe'] });
}
