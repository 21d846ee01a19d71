/** plant47 export: a ready configuration for a program that reads this plant. */
import { PlantError } from '@plant47/contract';
import { clockMap, deviceMap } from '@plant47/simulator';
import type { Command } from 'commander';
import { type Consumer, nodeRed, prometheus, tagList, telegraf } from '../consumers/consumers.js';
import { define } from '../runner/definition.js';
import { FlagReader } from './arguments.js';
import { writeFile } from './written-files.js';

const CONSUMERS: Readonly<Record<string, Consumer>> = {
  telegraf,
  prometheus,
  'node-red': nodeRed,
  csv: tagList,
};

interface Flags {
  readonly plant: string;
  readonly asset?: string;
  readonly host: string;
  readonly modbusPort: string;
  readonly mqttPort: string;
  readonly out?: string;
}

/** Adds the command. */
export function addExportCommand(program: Command): void {
  program
    .command('export <consumer>')
    .description(`a configuration that reads the plant: ${Object.keys(CONSUMERS).join(', ')}`)
    .option('--plant <plant>', 'plant', 'waterworks')
    .option('--asset <asset>', 'one asset; else all')
    .option('--host <host>', 'address of the plant', '127.0.0.1')
    .option('--modbus-port <port>', 'port of its first Modbus gateway', '1502')
    .option('--mqtt-port <port>', 'port of its MQTT broker', '1883')
    .option('--out <file>', 'file to write; else standard output')
    .addHelpText('after', '\nExample:\n  plant47 export telegraf --asset motor-47 > telegraf.conf')
    .action(exportCommand);
}

function exportCommand(name: string, flags: Flags): void {
  const consumer = CONSUMERS[name];
  if (!consumer) throw unknown('consumer', name, Object.keys(CONSUMERS));
  const reader = new FlagReader();
  const modbusPort = reader.integer('--modbus-port', flags.modbusPort, 1, 65_535) ?? 0;
  const mqttPort = reader.integer('--mqtt-port', flags.mqttPort, 1, 65_535) ?? 0;
  reader.check();
  const { devices } = define({ plant: flags.plant, seed: 1 }).createModel();
  const { asset } = flags;
  const chosen = devices.filter((device) => asset === undefined || device.asset === asset);
  if (chosen.length === 0) {
    throw unknown('--asset', asset ?? '', [...new Set(devices.map((one) => one.asset))]);
  }
  const maps = chosen.map(deviceMap);
  // A list of all tags has those of the clock too; what polls values has no use for it.
  if (name === 'csv' && asset === undefined) maps.push(clockMap());
  const text = consumer(maps, { host: flags.host, modbusPort, mqttPort });
  if (flags.out === undefined) process.stdout.write(text);
  else writeFile(flags.out, text);
}

const unknown = (path: string, value: string, known: readonly string[]): PlantError =>
  new PlantError([
    {
      code: 'E_UNKNOWN',
      path,
      message: `there is no such thing (${value})`,
      remedy: `take one of ${known.join(', ')}`,
    },
  ]);
